//! Backups in a second region.

use crate::{
    cfn::{ids::kms::KeyArn, rds as cfn},
    value::{Duration, IntoValue, Value},
};

/// Copies the backups of a database to another region, where it can be restored to any minute when
/// its own region is gone.
///
/// The copies are encrypted with a key of that region, which has to be there first.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ids::kms::KeyArn;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let key = KeyArn::literal(
///     "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
/// );
/// let orders = DatabaseInstance::builder("Orders", &vpc)
///     .backup_replication(BackupReplication::to("us-west-2", key).retention(Duration::days(14)))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [replicating automated backups](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html)
#[derive(Debug, Clone)]
#[must_use = "copies nothing until a database has it"]
pub struct BackupReplication {
    region: String,
    key_arn: Value<KeyArn>,
    retention: Duration,
}

impl BackupReplication {
    /// To `region`, encrypted with the key there that has this ARN.
    pub fn to(region: impl Into<String>, key_arn: impl IntoValue<KeyArn>) -> Self {
        Self { region: region.into(), key_arn: key_arn.into_value(), retention: Duration::days(7) }
    }

    /// How long the copies are kept, 1 to 35 days. Default: 7 days.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// What is wrong with it in a stack of `home`, if anything is.
    pub(super) fn flaw(&self, home: Option<&str>) -> Option<String> {
        if home == Some(self.region.as_str()) {
            let reason = "must be to another region than that of the database, got";
            return Some(format!("{reason} {:?}", self.region));
        }
        if let Some(reason) = retention_flaw(self.retention) {
            return Some(reason);
        }
        let arn = self.key_arn.expr().as_str()?;
        let is_there = arn.split(':').nth(3) == Some(self.region.as_str());
        (!is_there).then(|| format!("must have the ARN of a key of {:?}, got {arn:?}", self.region))
    }

    /// Sets it on an instance.
    pub(super) fn apply(&self, instance: cfn::DbInstance) -> cfn::DbInstance {
        let key: Value<crate::cfn::ids::kms::KeyId> = self.key_arn.clone().cast();
        instance
            .automatic_backup_replication_region(&self.region)
            .automatic_backup_replication_kms_key_id(key)
            .automatic_backup_replication_retention_period(days(self.retention))
    }
}

/// What is wrong with how long backups are kept, if anything is.
pub(super) fn retention_flaw(retention: Duration) -> Option<String> {
    let is_fine = retention
        .as_days()
        .is_some_and(|days| (1..=35).contains(&days));
    (!is_fine).then(|| format!("must be 1 to 35 whole days, got {retention}"))
}

pub(super) fn days(retention: Duration) -> i64 {
    retention
        .as_days()
        .and_then(|days| i64::try_from(days).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::{aws::rds::DatabaseInstanceBuilder, cfn::ids::kms::KeyArn, prelude::*, testing};

    fn refusal(
        set: impl FnOnce(DatabaseInstanceBuilder<'_>) -> DatabaseInstanceBuilder<'_>,
    ) -> String {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            set(DatabaseInstance::builder("Orders", &vpc)).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn rejects_backups_in_its_own_region() {
        let to = |region: &str, key: &str| {
            let to = BackupReplication::to(region, KeyArn::literal(key));
            refusal(|orders| orders.backup_replication(to))
        };
        let key = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        insta::assert_snapshot!(to("us-east-1", key), @r#"`backup_replication` of `Test/Orders` must be to another region than that of the database, got "us-east-1""#);
        insta::assert_snapshot!(to("us-west-2", key), @r#"`backup_replication` of `Test/Orders` must have the ARN of a key of "us-west-2", got "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab""#);
    }
}
