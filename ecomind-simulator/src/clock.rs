//! Time as the simulator tells it.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970, in UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Moment(pub(crate) u64);

impl Moment {
    /// When a simulator starts that isn't told otherwise: the first of January 2026.
    pub(crate) const START: Self = Self(1_767_225_600_000);

    pub(crate) fn after(self, milliseconds: u64) -> Self {
        Self(self.0 + milliseconds)
    }

    /// As AWS writes it: `2026-01-01T00:00:00.000Z`.
    pub(crate) fn iso(self) -> String {
        let (year, month, day) = date(self.0 / 86_400_000);
        let rest = self.0 % 86_400_000;
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
        let (second, milli) = (rest / 1000 % 60, rest % 1000);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }

    /// As S3's headers have it: `Thu, 01 Jan 2026 00:00:00 GMT`.
    pub(crate) fn http(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let days = self.0 / 86_400_000;
        let (year, month, day) = date(days);
        let iso = self.iso();
        let weekday = DAYS[usize::try_from(days % 7).unwrap_or_default()];
        let month = MONTHS[usize::try_from(month - 1).unwrap_or_default()];
        format!("{weekday}, {day:02} {month} {year} {} GMT", &iso[11..19])
    }
}

/// Year, month and day of the day with this number since 1970. Years begin in March here, so that
/// the leap day is the last one.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_aws_does() {
        assert_eq!(Moment::START.iso(), "2026-01-01T00:00:00.000Z");
        assert_eq!(Moment::START.http(), "Thu, 01 Jan 2026 00:00:00 GMT");
        assert_eq!(Moment(1_709_210_096_007).iso(), "2024-02-29T12:34:56.007Z");
    }
}
