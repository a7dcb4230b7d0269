//! Buckets.

use crate::{
    Result,
    aws::{
        iam::{PolicyDocument, PolicyStatement, Principal},
        kms::Key,
    },
    cfn::{
        ids::s3::{BucketArn, BucketName},
        s3 as cfn,
    },
    name::NodeId,
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{self, IntoValue, Value},
};

use super::{BucketReplication, LifecycleRule, bucket_replication::flaw};

/// Where objects are kept.
///
/// Objects are encrypted and versioned, never public, and reached only over TLS; uploads that are
/// never completed are cleared away after a week. The bucket stays when its stack goes.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let logs = Bucket::builder("Logs").receives_access_logs().build(stack)?;
/// let reports = Bucket::builder("Reports").access_logs(&logs, "reports/").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::S3::Bucket`](cfn::Bucket)
#[derive(Debug, Clone, Copy)]
pub struct Bucket {
    resource: Ref<cfn::Bucket>,
    encryption_key: Option<Key>,
    policy: Ref<cfn::BucketPolicy>,
    node: NodeId,
}

/// Builds a [`Bucket`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct BucketBuilder {
    id: String,
    encryption_key: Option<Key>,
    versioned: bool,
    access_logs: Option<(Bucket, String)>,
    receives_access_logs: bool,
    receives_load_balancer_logs: bool,
    lifecycle_rules: Vec<LifecycleRule>,
    replication: Option<BucketReplication>,
}

/// After this time S3 forgets the parts of an upload that was never completed.
const UPLOADS_EXPIRE: i64 = 7;

impl Bucket {
    /// Starts a bucket.
    pub fn builder(id: impl Into<String>) -> BucketBuilder {
        BucketBuilder {
            id: id.into(),
            encryption_key: None,
            versioned: true,
            access_logs: None,
            receives_access_logs: false,
            receives_load_balancer_logs: false,
            lifecycle_rules: Vec::new(),
            replication: None,
        }
    }

    /// The name of the bucket.
    #[must_use]
    pub fn name(self) -> Value<BucketName> {
        self.resource.reference()
    }

    /// The ARN of the bucket.
    #[must_use]
    pub fn arn(self) -> Value<BucketArn> {
        self.resource.arn()
    }

    /// The ARN of the objects whose keys match a pattern, such as `*` or `reports/*`.
    #[must_use]
    pub fn arn_for_objects(self, pattern: &str) -> Value<String> {
        objects(self.resource, [format!("/{pattern}").into_value()])
    }

    /// The key that encrypts objects, where it is not S3's.
    #[must_use]
    pub fn encryption_key(self) -> Option<Key> {
        self.encryption_key
    }

    /// The node of the whole construct.
    pub(crate) fn node(self) -> NodeId {
        self.node
    }

    /// What says who may reach the bucket, for what needs to be allowed before it is made.
    #[must_use]
    pub fn policy(self) -> Ref<cfn::BucketPolicy> {
        self.policy
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Bucket> {
        self.resource
    }
}

impl BucketBuilder {
    /// The key that encrypts objects. Default: a key that S3 manages.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// Whether overwritten and deleted objects can be brought back. Default: true.
    pub fn versioned(mut self, versioned: bool) -> Self {
        self.versioned = versioned;
        self
    }

    /// The bucket that hears of every request, and what the keys of its lines begin with.
    /// Default: nobody hears of them.
    pub fn access_logs(mut self, destination: &Bucket, prefix: impl Into<String>) -> Self {
        self.access_logs = Some((*destination, prefix.into()));
        self
    }

    /// Lets S3 write the access logs of the account's other buckets into this one. Default: no.
    pub fn receives_access_logs(mut self) -> Self {
        self.receives_access_logs = true;
        self
    }

    /// Lets the account's load balancers write their access logs into this bucket. Default: no.
    pub fn receives_load_balancer_logs(mut self) -> Self {
        self.receives_load_balancer_logs = true;
        self
    }

    /// What becomes of objects as they age. Adds to those before; default: they stay.
    pub fn lifecycle_rule(mut self, rule: LifecycleRule) -> Self {
        self.lifecycle_rules.push(rule);
        self
    }

    /// Another bucket that gets copies of what is written. Default: none.
    pub fn replicate_to(mut self, replication: BucketReplication) -> Self {
        self.replication = Some(replication);
        self
    }

    /// Adds the bucket to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Bucket> {
        let mut scope = scope.child(&self.id)?;
        let receives_logs = self.receives_access_logs || self.receives_load_balancer_logs;
        if receives_logs && self.encryption_key.is_some() {
            let reason = "must be left out of a bucket that receives access logs: AWS delivers \
                          them only to buckets with the key of S3";
            return Err(scope.invalid("encryption_key", reason));
        }
        let copies = self.replication.as_ref();
        if let Some(reason) = copies.and_then(|copies| flaw(copies, self.versioned)) {
            return Err(scope.invalid("replicate_to", reason));
        }
        let mut rules = vec![
            cfn::BucketRule::new(cfn::BucketRuleStatus::Enabled)
                .id("AbortIncompleteUploads")
                .abort_incomplete_multipart_upload(cfn::BucketAbortIncompleteMultipartUpload::new(
                    UPLOADS_EXPIRE,
                )),
        ];
        for rule in self.lifecycle_rules {
            match rule.rule() {
                Ok(rule) => rules.push(rule),
                Err(reason) => return Err(scope.invalid("lifecycle_rule", reason)),
            }
        }

        let mut bucket = cfn::Bucket::new()
            .bucket_encryption(encryption(self.encryption_key))
            .lifecycle_configuration(cfn::BucketLifecycleConfiguration::new(rules))
            .ownership_controls(cfn::BucketOwnershipControls::new([
                cfn::BucketOwnershipControlsRule::new()
                    .object_ownership(cfn::BucketObjectOwnership::BucketOwnerEnforced),
            ]))
            .public_access_block_configuration(
                cfn::BucketPublicAccessBlockConfiguration::new()
                    .block_public_acls(true)
                    .block_public_policy(true)
                    .ignore_public_acls(true)
                    .restrict_public_buckets(true),
            );
        if let Some((destination, prefix)) = self.access_logs {
            bucket = bucket.logging_configuration(
                cfn::BucketLoggingConfiguration::new()
                    .destination_bucket_name(destination.name())
                    .log_file_prefix(prefix),
            );
        }
        if self.versioned {
            let enabled = cfn::BucketVersioningConfigurationStatus::Enabled;
            bucket =
                bucket.versioning_configuration(cfn::BucketVersioningConfiguration::new(enabled));
        }
        let writer = match copies {
            Some(copies) => {
                let role = BucketReplication::role(&mut scope)?;
                bucket = copies.apply(bucket, role, self.encryption_key);
                Some((copies, role))
            }
            None => None,
        };
        let resource = bucket.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);

        let node = scope.node();
        let mut statements = vec![tls_only(resource)];
        if self.receives_access_logs {
            statements.push(log_delivery(resource));
        }
        if self.receives_load_balancer_logs {
            statements.push(load_balancer_log_delivery(resource));
        }
        let policy = cfn::BucketPolicy::new(resource, PolicyDocument::new(statements))
            .add("Resource", &mut scope.child("Policy")?)?;
        let bucket = Bucket { resource, encryption_key: self.encryption_key, policy, node };
        if let Some((copies, role)) = writer {
            copies.grant(bucket, role, &mut scope)?;
        }
        Ok(bucket)
    }
}

fn encryption(key: Option<Key>) -> cfn::BucketBucketEncryption {
    use cfn::BucketSseAlgorithm as Algorithm;
    let rule = cfn::BucketServerSideEncryptionRule::new();
    let rule = match key {
        None => rule.server_side_encryption_by_default(
            cfn::BucketServerSideEncryptionByDefault::new(Algorithm::Aes256),
        ),
        Some(key) => rule
            // One call to KMS for many objects.
            .bucket_key_enabled(true)
            .server_side_encryption_by_default(
                cfn::BucketServerSideEncryptionByDefault::new(Algorithm::AwsKms)
                    .kms_master_key_id(key.resource()),
            ),
    };
    cfn::BucketBucketEncryption::new([rule])
}

/// The bucket's ARN and what follows.
fn objects<const N: usize>(bucket: Ref<cfn::Bucket>, pattern: [Value<String>; N]) -> Value<String> {
    let arn: Value<String> = bucket.arn().into_value();
    value::concat([arn].into_iter().chain(pattern))
}

fn tls_only(bucket: Ref<cfn::Bucket>) -> PolicyStatement {
    let itself: Value<String> = bucket.arn().into_value();
    PolicyStatement::deny()
        .sid("TlsOnly")
        .principal(Principal::anyone())
        .actions(["s3:*"])
        .resources([itself, objects(bucket, ["/*".into_value()])])
        .condition("Bool", "aws:SecureTransport", "false")
}

/// The account, and not the single buckets: they may be in stacks that come after this one.
fn log_delivery(bucket: Ref<cfn::Bucket>) -> PolicyStatement {
    PolicyStatement::allow()
        .sid("AccessLogDelivery")
        .principal(Principal::service("logging.s3.amazonaws.com"))
        .actions(["s3:PutObject"])
        .resources([objects(bucket, ["/*".into_value()])])
        .condition("StringEquals", "aws:SourceAccount", value::account_id())
}

/// The region and account, and not the single load balancers, for the same reason.
fn load_balancer_log_delivery(bucket: Ref<cfn::Bucket>) -> PolicyStatement {
    let balancers = value::concat([
        "arn:".into_value(),
        value::partition(),
        ":elasticloadbalancing:".into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        ":loadbalancer/*".into_value(),
    ]);
    let of_account = ["/*AWSLogs/".into_value(), value::account_id(), "/*".into_value()];
    PolicyStatement::allow()
        .sid("LoadBalancerLogDelivery")
        .principal(Principal::service("logdelivery.elasticloadbalancing.amazonaws.com"))
        .actions(["s3:PutObject"])
        .resources([objects(bucket, of_account)])
        .condition("ArnLike", "aws:SourceArn", balancers)
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Bucket::builder("Reports").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let logs = Bucket::builder("Logs")
                .versioned(false)
                .receives_access_logs()
                .lifecycle_rule(LifecycleRule::new("Expire").expiration(Duration::days(365)))
                .build(stack)?;
            Bucket::builder("Reports")
                .encryption_key(&key)
                .access_logs(&logs, "reports/")
                .lifecycle_rule(
                    LifecycleRule::new("Archive")
                        .prefix("monthly/")
                        .transition(StorageClass::GlacierInstantRetrieval, Duration::days(90))
                        .expiration(Duration::days(2555))
                        .noncurrent_expiration(Duration::days(30)),
                )
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    fn refusal(rule: LifecycleRule) -> String {
        testing::reject(|stack| Bucket::builder("Reports").lifecycle_rule(rule).build(stack))
            .to_string()
    }

    #[test]
    fn rejects_rules_that_s3_refuses() {
        let rule = || LifecycleRule::new("Rule");
        insta::assert_snapshot!(refusal(rule()), @r#"`lifecycle_rule` of `Test/Reports` must do something, got nothing in "Rule""#);
        insta::assert_snapshot!(
            refusal(rule().expiration(Duration::hours(36))),
            @r#"`lifecycle_rule` of `Test/Reports` must count in whole days, at least one, got 36 hours in "Rule""#
        );
        let backwards = rule()
            .transition(StorageClass::GlacierFlexibleRetrieval, Duration::days(90))
            .expiration(Duration::days(30));
        insta::assert_snapshot!(refusal(backwards), @r#"`lifecycle_rule` of `Test/Reports` must delete objects after it moves them, got 30 days and 90 days in "Rule""#);
        let early = rule().transition(StorageClass::StandardInfrequentAccess, Duration::days(7));
        insta::assert_snapshot!(refusal(early), @r#"`lifecycle_rule` of `Test/Reports` must leave objects for 30 days before it moves them to this class, got 7 days in "Rule""#);
    }

    #[test]
    fn rejects_a_key_of_your_own_for_access_logs() {
        let refusal = |bucket: super::BucketBuilder| {
            let error = testing::reject(|stack| {
                let key = Key::builder("Key").build(stack)?;
                bucket.encryption_key(&key).build(stack)
            });
            error.to_string()
        };
        let logs = || Bucket::builder("Logs");
        insta::assert_snapshot!(refusal(logs().receives_access_logs()), @"`encryption_key` of `Test/Logs` must be left out of a bucket that receives access logs: AWS delivers them only to buckets with the key of S3");
        insta::assert_snapshot!(refusal(logs().receives_load_balancer_logs()), @"`encryption_key` of `Test/Logs` must be left out of a bucket that receives access logs: AWS delivers them only to buckets with the key of S3");
    }
}
