//! When AWS may work on what runs.

use std::fmt;

/// The hour of the week in which a database or a cache is patched, in UTC.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let window = MaintenanceWindow::starting(Weekday::Sunday, 5);
/// assert_eq!(window.to_string(), "sun:05:00-sun:06:00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaintenanceWindow {
    day: Weekday,
    hour: u8,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl MaintenanceWindow {
    /// The hour that starts at `hour`, 0 to 23.
    #[must_use]
    pub const fn starting(day: Weekday, hour: u8) -> Self {
        Self { day, hour }
    }

    pub(super) fn hour(self) -> u8 {
        self.hour
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        hour_flaw(self.hour)
    }
}

impl fmt::Display for MaintenanceWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { day, hour } = *self;
        let (last_day, last_hour) =
            if hour < 23 { (day, u32::from(hour) + 1) } else { (day.next(), 0) };
        write!(f, "{}:{hour:02}:00-{}:{last_hour:02}:00", day.name(), last_day.name())
    }
}

impl Weekday {
    const fn name(self) -> &'static str {
        match self {
            Self::Monday => "mon",
            Self::Tuesday => "tue",
            Self::Wednesday => "wed",
            Self::Thursday => "thu",
            Self::Friday => "fri",
            Self::Saturday => "sat",
            Self::Sunday => "sun",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Monday => Self::Tuesday,
            Self::Tuesday => Self::Wednesday,
            Self::Wednesday => Self::Thursday,
            Self::Thursday => Self::Friday,
            Self::Friday => Self::Saturday,
            Self::Saturday => Self::Sunday,
            Self::Sunday => Self::Monday,
        }
    }
}

/// The hour of each day that starts at `hour`, as AWS writes it.
pub(super) fn daily(hour: u8) -> String {
    format!("{hour:02}:00-{:02}:00", (u32::from(hour) + 1) % 24)
}

/// What is wrong with the start of an hour, if anything is.
pub(super) fn hour_flaw(hour: u8) -> Option<String> {
    (23 < hour).then(|| format!("must start at hour 0 to 23, got {hour}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_ends_on_the_next_day() {
        let window = MaintenanceWindow::starting(Weekday::Sunday, 23);
        assert_eq!(window.to_string(), "sun:23:00-mon:00:00");
        assert_eq!(daily(23), "23:00-00:00");
    }

    #[test]
    fn rejects_an_hour_that_no_day_has() {
        let flaw = MaintenanceWindow::starting(Weekday::Monday, 24).flaw();
        assert_eq!(flaw.as_deref(), Some("must start at hour 0 to 23, got 24"));
    }
}
