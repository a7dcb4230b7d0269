//! Who asked for what.

use crate::{
    Result,
    aws::{
        iam::{PolicyStatement, Principal},
        s3::Bucket,
    },
    cfn::logs as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue as _, Value},
};

use super::Distribution;

/// Writes a line of JSON for each request of a distribution into a bucket.
///
/// [`access_logs`](super::DistributionBuilder::access_logs) makes it for a distribution in
/// us-east-1. For one elsewhere, build it in a stack there: deliveries of CloudFront's logs live in
/// us-east-1 alone, while the bucket may be anywhere.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::cloudfront::AccessLogs;
///
/// # let mut app = App::new().region("eu-west-1");
/// let mut edge = app.stack("Edge")?;
/// let site = Distribution::builder("Site", Origin::https("a.example.com")).build(&mut edge)?;
/// let mut logging = Stack::builder("Logging").region("us-east-1").build(&mut app)?;
/// let bucket = Bucket::builder("Bucket").build(&mut logging)?;
/// AccessLogs::builder("SiteLogs", &site, &bucket).prefix("site").build(&mut logging)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::Logs::Delivery`](cfn::Delivery)
#[derive(Debug, Clone, Copy)]
pub struct AccessLogs {
    resource: Ref<cfn::Delivery>,
}

/// Builds [`AccessLogs`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AccessLogsBuilder {
    id: String,
    distribution: Distribution,
    bucket: Bucket,
    prefix: String,
}

impl AccessLogs {
    /// Starts the logs of a distribution, into a bucket.
    pub fn builder(
        id: impl Into<String>,
        distribution: &Distribution,
        bucket: &Bucket,
    ) -> AccessLogsBuilder {
        AccessLogsBuilder {
            id: id.into(),
            distribution: *distribution,
            bucket: *bucket,
            prefix: "cloudfront".to_owned(),
        }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Delivery> {
        self.resource
    }
}

impl AccessLogsBuilder {
    /// What keys begin with, before a `/`. Default: `cloudfront`.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Adds the delivery to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<AccessLogs> {
        let mut scope = scope.child(&self.id)?;
        let region = scope.region().filter(|region| *region != "us-east-1");
        if let Some(region) = region {
            let reason = format!(
                "must be us-east-1, where CloudFront delivers its logs from, got {region:?}"
            );
            return Err(scope.invalid("region", reason));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        let prefix = self.prefix.as_str();
        if prefix.is_empty()
            || !prefix.bytes().all(is_plain)
            || prefix.starts_with('/')
            || prefix.ends_with('/')
        {
            let reason = format!(
                "must be letters, digits and `-_./`, with no slash at either end, got {prefix:?}"
            );
            return Err(scope.invalid("prefix", reason));
        }
        self.let_logs_in(&mut scope)?;

        // Names are those of the account; that of the distribution is like no other.
        let id: Value<String> = self.distribution.distribution_id().into_value();
        let name = value::concat(["cloudfront-".into_value(), id]);
        let source = cfn::DeliverySource::new(&name)
            .log_type("ACCESS_LOGS")
            .resource_arn(self.distribution.arn())
            .add("Source", &mut scope)?;
        let bucket: Value<String> = self.bucket.arn().into_value();
        let destination = cfn::DeliveryDestination::new(&name)
            .delivery_destination_type("S3")
            .destination_resource_arn(value::concat([bucket, format!("/{prefix}").into_value()]))
            .output_format("json")
            .add("Destination", &mut scope)?;
        let resource = cfn::Delivery::new(destination.arn(), source.reference())
            .add("Resource", &mut scope)?;
        // CloudWatch looks whether it may write before it makes a delivery.
        let policy = self.bucket.policy();
        scope.depends_on(resource, policy)?;
        Ok(AccessLogs { resource })
    }

    #[track_caller]
    fn let_logs_in(&self, scope: &mut Scope<'_>) -> Result<()> {
        let sources = value::concat([
            "arn:".into_value(),
            value::partition(),
            ":logs:us-east-1:".into_value(),
            value::account_id(),
            ":delivery-source:*".into_value(),
        ]);
        let delivery = || {
            PolicyStatement::allow()
                .principal(Principal::service("delivery.logs.amazonaws.com"))
                .condition("StringEquals", "aws:SourceAccount", value::account_id())
        };
        let write = delivery()
            .actions(["s3:PutObject"])
            .resources([self.bucket.arn_for_objects(&format!("{}/*", self.prefix))])
            .condition("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control")
            .condition("ArnLike", "aws:SourceArn", sources.clone());
        self.bucket.allow(write, scope)?;
        let Some(key) = self.bucket.encryption_key() else { return Ok(()) };
        let encrypt = delivery()
            .actions(["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"])
            .condition("ArnLike", "aws:SourceArn", sources);
        key.allow(encrypt, scope)
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::cloudfront::AccessLogs, prelude::*, testing};

    fn refusal(region: &str, prefix: &str) -> String {
        let mut app = App::new().region(region);
        let mut stack = app.stack("Test").unwrap();
        let bucket = Bucket::builder("Bucket").build(&mut stack).unwrap();
        let site = Distribution::builder("Site", Origin::https("a.example.com"))
            .build(&mut stack)
            .unwrap();
        let logs = AccessLogs::builder("SiteLogs", &site, &bucket).prefix(prefix);
        logs.build(&mut stack).expect_err("refused").to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let bucket = Bucket::builder("Bucket")
                .encryption_key(&key)
                .build(stack)?;
            let site =
                Distribution::builder("Site", Origin::https("a.example.com")).build(stack)?;
            AccessLogs::builder("SiteLogs", &site, &bucket).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let bucket = Bucket::builder("Bucket").build(stack)?;
            let site =
                Distribution::builder("Site", Origin::https("a.example.com")).build(stack)?;
            AccessLogs::builder("SiteLogs", &site, &bucket)
                .prefix("site/2026")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_other_regions() {
        insta::assert_snapshot!(refusal("eu-west-1", "site"), @r#"`region` of `Test/SiteLogs` must be us-east-1, where CloudFront delivers its logs from, got "eu-west-1""#);
    }

    #[test]
    fn rejects_prefixes_that_are_no_folders() {
        insta::assert_snapshot!(refusal("us-east-1", "/site"), @r#"`prefix` of `Test/SiteLogs` must be letters, digits and `-_./`, with no slash at either end, got "/site""#);
        insta::assert_snapshot!(refusal("us-east-1", "a site"), @r#"`prefix` of `Test/SiteLogs` must be letters, digits and `-_./`, with no slash at either end, got "a site""#);
    }
}
