//! What the instance does on its first start.

use std::net::Ipv4Addr;

use crate::{
    aws::{ec2, logs::LogGroup, s3::Bucket, secretsmanager::Secret},
    value::{self, IntoValue, Value},
};

use super::TimescaleRelease;

/// What follows the beginning of all instances; `tests/custom_resources` runs it.
const SCRIPT: &str = include_str!("install.sh");

/// What the script has to know.
pub(super) struct FirstStart<'a> {
    pub(super) release: &'a TimescaleRelease,
    pub(super) database: &'a str,
    pub(super) address: Ipv4Addr,
    pub(super) secret: Secret,
    pub(super) bucket: Bucket,
    pub(super) retention: i64,
    pub(super) backup_hour: u8,
    pub(super) log_group: LogGroup,
}

impl FirstStart<'_> {
    /// The script with its variables, which signals to `resource`.
    pub(super) fn user_data(&self, resource: Value<String>) -> Value<String> {
        // No other database of the stack has this; a path may have what shells take for something.
        let backups = value::concat([
            "/".into_value(),
            value::stack_name(),
            "/".into_value(),
            resource.clone(),
        ]);
        let variables = [
            ("IMAGE", self.release.image().into_value()),
            ("POSTGRES", self.release.major().into_value()),
            ("DATABASE", self.database.into_value()),
            ("ADDRESS", self.address.to_string().into_value()),
            ("SECRET", self.secret.arn().cast()),
            ("BUCKET", self.bucket.name().cast()),
            ("BACKUPS", backups),
            ("RETENTION", self.retention.to_string().into_value()),
            ("BACKUP_TIME", format!("{:02}:00", self.backup_hour).into_value()),
            ("LOG_GROUP", self.log_group.name().cast()),
            ("DOMAIN", value::url_suffix()),
        ];
        ec2::user_data(SCRIPT, &variables, resource)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_fits_an_instance() {
        assert_eq!(crate::aws::ec2::script_flaw(super::SCRIPT), None);
    }
}
