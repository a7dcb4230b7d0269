//! When backups begin.

/// When backups or restores begin, in UTC.
///
/// AWS: [cron expressions](https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html)
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupSchedule(String);

impl BackupSchedule {
    /// Every day at this hour, 0 to 23.
    #[must_use]
    pub fn daily(hour: u8) -> Self {
        Self(format!("0 {hour} * * ? *"))
    }

    /// Every Sunday at this hour, 0 to 23.
    #[must_use]
    pub fn weekly(hour: u8) -> Self {
        Self(format!("0 {hour} ? * SUN *"))
    }

    /// On the first of every month at this hour, 0 to 23.
    #[must_use]
    pub fn monthly(hour: u8) -> Self {
        Self(format!("0 {hour} 1 * ? *"))
    }

    /// Minutes, hours, days of the month, months, days of the week, years; one of the two kinds of
    /// days is `?`.
    pub fn cron(fields: impl Into<String>) -> Self {
        Self(fields.into())
    }

    pub(super) fn expression(&self) -> String {
        format!("cron({})", self.0)
    }

    /// What the service would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let fields: Vec<&str> = self.0.split_whitespace().collect();
        let [_, hours, days, _, weekdays, _] = fields.as_slice() else {
            let count = fields.len();
            return Some(format!("must have six fields, got {count} in {:?}", self.0));
        };
        if hours.parse::<u8>().is_ok_and(|hour| 23 < hour) {
            return Some(format!("must begin at an hour of 0 to 23, got {hours}"));
        }
        let is_odd = (*days == "?") == (*weekdays == "?");
        let reason = "must have `?` for one of days of the month and days of the week";
        is_odd.then(|| format!("{reason}, got {:?}", self.0))
    }
}
