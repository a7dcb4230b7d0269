//! Lengths of time.

use std::fmt;

/// A length of time in whole seconds, which says its unit where it is made.
///
/// ```
/// use ecomind_constructs::value::Duration;
///
/// assert_eq!(Duration::days(7).as_seconds(), 604_800);
/// assert_eq!(Duration::days(7).to_string(), "7 days");
/// assert_eq!(Duration::minutes(90).as_hours(), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    seconds: u64,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl Duration {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self { seconds: seconds as u64 }
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self { seconds: minutes as u64 * MINUTE }
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: u32) -> Self {
        Self { seconds: hours as u64 * HOUR }
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self { seconds: days as u64 * DAY }
    }

    /// The whole of it in seconds.
    #[must_use]
    pub const fn as_seconds(self) -> u64 {
        self.seconds
    }

    /// In minutes, if it is whole minutes.
    #[must_use]
    pub const fn as_minutes(self) -> Option<u64> {
        whole(self.seconds, MINUTE)
    }

    /// In hours, if it is whole hours.
    #[must_use]
    pub const fn as_hours(self) -> Option<u64> {
        whole(self.seconds, HOUR)
    }

    /// In days, if it is whole days.
    #[must_use]
    pub const fn as_days(self) -> Option<u64> {
        whole(self.seconds, DAY)
    }
}

const fn whole(seconds: u64, unit: u64) -> Option<u64> {
    if seconds.is_multiple_of(unit) { Some(seconds / unit) } else { None }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1, "second")];
        for (unit, name) in units {
            // Zero is whole in every unit, and reads best in the smallest.
            if self.seconds.is_multiple_of(unit) && (self.seconds != 0 || unit == 1) {
                let count = self.seconds / unit;
                let plural = if count == 1 { "" } else { "s" };
                return write!(f, "{count} {name}{plural}");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_in_the_largest_whole_unit() {
        let texts = [
            Duration::seconds(0),
            Duration::seconds(1),
            Duration::seconds(120),
            Duration::minutes(90),
            Duration::hours(24),
        ]
        .map(|duration| duration.to_string());
        assert_eq!(texts, ["0 seconds", "1 second", "2 minutes", "90 minutes", "1 day"]);
    }
}
