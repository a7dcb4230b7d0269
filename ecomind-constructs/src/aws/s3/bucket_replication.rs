//! Copies of objects in another region.

use crate::{
    Result,
    aws::{
        iam::{Grantee as _, PolicyStatement, Principal, Role},
        kms::Key,
    },
    cfn::{
        ids::{kms::KeyArn, s3::BucketArn},
        s3 as cfn,
    },
    tree::Scope,
    value::{self, IntoValue, Value},
};

use super::Bucket;

/// Copies what is written to a bucket to a bucket of the same account, in another region mostly.
///
/// Both have to be versioned. S3 copies each new version, mostly within minutes; what was there
/// before is not copied. Markers of deletion are copied, so that what was deleted is not seen in
/// the copy either; versions that are deleted stay there, so that nobody deletes both by mistake.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ids::{kms::KeyArn, s3::BucketArn};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let there = BucketArn::literal("arn:aws:s3:::reports-in-oregon");
/// let key = KeyArn::literal("arn:aws:kms:us-west-2:111122223333:key/1234abcd");
/// let reports = Bucket::builder("Reports")
///     .replicate_to(BucketReplication::to(there).encryption_key(key).within_15_minutes())
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [replicating objects](https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html)
#[derive(Debug, Clone)]
#[must_use = "copies nothing until a bucket has it"]
pub struct BucketReplication {
    bucket: Value<BucketArn>,
    key: Option<Value<KeyArn>>,
    within_15_minutes: bool,
}

impl BucketReplication {
    /// To the bucket with this ARN.
    pub fn to(bucket: impl IntoValue<BucketArn>) -> Self {
        Self { bucket: bucket.into_value(), key: None, within_15_minutes: false }
    }

    /// The key, in the region of the copies, that encrypts them. Default: a key that S3 manages.
    pub fn encryption_key(mut self, key: impl IntoValue<KeyArn>) -> Self {
        self.key = Some(key.into_value());
        self
    }

    /// Pays for Replication Time Control: AWS means to copy 99.99 % of objects within 15 minutes,
    /// and tells in metrics how far copies are behind. Default: as fast as it goes, untold.
    pub fn within_15_minutes(mut self) -> Self {
        self.within_15_minutes = true;
        self
    }

    /// The role that S3 copies as, which is there before the bucket.
    pub(super) fn role(scope: &mut Scope<'_>) -> Result<Role> {
        let s3 = Principal::service("s3.amazonaws.com");
        Role::builder("ReplicationRole", s3).build(scope)
    }

    /// Sets it on a bucket.
    pub(super) fn apply(
        &self,
        bucket: cfn::Bucket,
        role: Role,
        own_key: Option<Key>,
    ) -> cfn::Bucket {
        use cfn::BucketDeleteMarkerReplicationStatus as Markers;
        let mut destination = cfn::BucketReplicationDestination::new(&self.bucket);
        if let Some(key) = &self.key {
            destination =
                destination.encryption_configuration(cfn::BucketEncryptionConfiguration::new(key));
        }
        if self.within_15_minutes {
            let minutes = || cfn::BucketReplicationTimeValue::new(15);
            destination = destination
                .metrics(
                    cfn::BucketMetrics::new(cfn::BucketMetricsStatus::Enabled)
                        .event_threshold(minutes()),
                )
                .replication_time(cfn::BucketReplicationTime::new(
                    cfn::BucketReplicationTimeStatus::Enabled,
                    minutes(),
                ));
        }
        let mut everything =
            cfn::BucketReplicationRule::new(destination, cfn::BucketReplicationRuleStatus::Enabled)
                .id("Everything")
                .priority(1)
                .filter(cfn::BucketReplicationRuleFilter::new().prefix(""))
                .delete_marker_replication(
                    cfn::BucketDeleteMarkerReplication::new().status(Markers::Enabled),
                );
        if own_key.is_some() || self.key.is_some() {
            // Without it S3 leaves out what a key of KMS encrypts.
            let encrypted = cfn::BucketSseKmsEncryptedObjects::new(
                cfn::BucketSseKmsEncryptedObjectsStatus::Enabled,
            );
            everything = everything.source_selection_criteria(
                cfn::BucketSourceSelectionCriteria::new().sse_kms_encrypted_objects(encrypted),
            );
        }
        bucket.replication_configuration(cfn::BucketReplicationConfiguration::new(
            role.arn(),
            [everything],
        ))
    }

    /// Lets the role read the bucket, and write the copies.
    pub(super) fn grant(&self, bucket: Bucket, role: Role, scope: &mut Scope<'_>) -> Result<()> {
        let itself: Value<String> = bucket.arn().into_value();
        let read = PolicyStatement::allow()
            .actions(["s3:GetReplicationConfiguration", "s3:ListBucket"])
            .resources([itself]);
        let read_objects = PolicyStatement::allow()
            .actions([
                "s3:GetObjectVersionAcl",
                "s3:GetObjectVersionForReplication",
                "s3:GetObjectVersionTagging",
            ])
            .resources([bucket.arn_for_objects("*")]);
        let there: Value<String> = self.bucket.clone().cast();
        let write = PolicyStatement::allow()
            .actions(["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"])
            .resources([value::concat([there, "/*".into_value()])]);
        for statement in [read, read_objects, write] {
            role.grant(statement, scope)?;
        }
        if let Some(key) = bucket.encryption_key() {
            key.grant_decrypt(&role, scope)?;
        }
        if let Some(key) = &self.key {
            let encrypt = PolicyStatement::allow()
                .actions(["kms:Encrypt"])
                .resources([key.clone()]);
            role.grant(encrypt, scope)?;
        }
        Ok(())
    }

    /// The bucket of the copies, to compare it with that of the originals.
    pub(super) fn destination(&self) -> &Value<BucketArn> {
        &self.bucket
    }
}

/// What is wrong with copies of `bucket`, if anything is.
pub(super) fn flaw(replication: &BucketReplication, versioned: bool) -> Option<String> {
    if !versioned {
        return Some("must be of a bucket that is versioned, got one that is not".to_owned());
    }
    let arn = replication.destination().expr().as_str()?;
    (!arn.starts_with("arn:")).then(|| format!("must have the ARN of a bucket, got {arn:?}"))
}

#[cfg(test)]
mod tests {
    use crate::{
        cfn::ids::{kms::KeyArn, s3::BucketArn},
        prelude::*,
        testing,
    };

    fn there() -> BucketReplication {
        BucketReplication::to(BucketArn::literal("arn:aws:s3:::reports-in-oregon"))
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            Bucket::builder("Reports")
                .replicate_to(there())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let copies = "arn:aws:kms:us-west-2:111122223333:key/1234abcd";
            let copies = there().encryption_key(KeyArn::literal(copies));
            Bucket::builder("Reports")
                .encryption_key(&key)
                .replicate_to(copies.within_15_minutes())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_copies_that_s3_refuses() {
        let refusal = |bucket: super::super::BucketBuilder| {
            testing::reject(|stack| bucket.build(stack)).to_string()
        };
        let reports = || Bucket::builder("Reports");
        insta::assert_snapshot!(refusal(reports().versioned(false).replicate_to(there())), @"`replicate_to` of `Test/Reports` must be of a bucket that is versioned, got one that is not");
        let name = BucketReplication::to(BucketArn::literal("reports-in-oregon"));
        insta::assert_snapshot!(refusal(reports().replicate_to(name)), @r#"`replicate_to` of `Test/Reports` must have the ARN of a bucket, got "reports-in-oregon""#);
    }
}
