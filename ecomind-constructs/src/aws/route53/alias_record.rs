//! Records that point to something of AWS.

use crate::{
    Result,
    cfn::route53 as cfn,
    tree::{Ref, Resource as _, Scope},
};

use super::{AliasTarget, HostedZone, record_parts};

/// A name for a distribution or a load balancer: an A record, and an AAAA record where the target
/// answers over IPv6.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
/// # let site = Distribution::builder("Site", Origin::https("origin.example.com")).build(stack)?;
/// AliasRecord::builder("Apex", &zone, &site).build(stack)?;
/// AliasRecord::builder("Www", &zone, &site).name("www").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::Route53::RecordSet`](cfn::RecordSet)
#[derive(Debug, Clone)]
pub struct AliasRecord {
    domain_name: String,
    resource: Ref<cfn::RecordSet>,
}

/// Builds an [`AliasRecord`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AliasRecordBuilder<'a> {
    id: String,
    zone: &'a HostedZone,
    target: AliasTarget,
    name: String,
    comment: Option<String>,
}

impl AliasRecord {
    /// Starts a record in `zone`.
    pub fn builder(
        id: impl Into<String>,
        zone: &HostedZone,
        target: impl Into<AliasTarget>,
    ) -> AliasRecordBuilder<'_> {
        let (id, target) = (id.into(), target.into());
        AliasRecordBuilder { id, zone, target, name: String::new(), comment: None }
    }

    /// The whole name, without a trailing dot.
    #[must_use]
    pub fn domain_name(&self) -> &str {
        &self.domain_name
    }

    /// The A record itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::RecordSet> {
        self.resource
    }
}

impl AliasRecordBuilder<'_> {
    /// The name, within the zone or whole. Default: the zone's own.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What it is for, at most 256 characters. Default: nothing.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Adds the records to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<AliasRecord> {
        let mut scope = scope.child(&self.id)?;
        let domain_name = record_parts::domain_name(&scope, &self.name, self.zone)?;
        record_parts::check_comment(&scope, self.comment.as_deref())?;
        let record = |type_: &str| {
            let name = format!("{domain_name}.");
            let record = cfn::RecordSet::new(cfn::RecordSetArgs { name, type_ })
                .alias_target(self.target.property())
                .hosted_zone_id(self.zone.zone_id());
            match &self.comment {
                Some(comment) => record.comment(comment),
                None => record,
            }
        };
        let resource = record("A").add("Resource", &mut scope)?;
        if self.target.is_dual_stack() {
            record("AAAA").add("Ipv6", &mut scope)?;
        }
        Ok(AliasRecord { domain_name, resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::route53::AliasTarget, prelude::*, testing};

    fn balancer() -> AliasTarget {
        AliasTarget::load_balancer("alb-1.us-east-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K")
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            let site = AliasTarget::cloudfront("d111111abcdef8.cloudfront.net");
            AliasRecord::builder("Apex", &zone, site).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com");
            let zone = zone.build(stack)?;
            let target = balancer().dual_stack(true).evaluate_health(true);
            let record = AliasRecord::builder("Api", &zone, target)
                .name("api")
                .comment("the balancer of the services")
                .build(stack)?;
            assert_eq!(record.domain_name(), "api.example.com");
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_what_is_not_a_name() {
        let error = testing::reject(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            AliasRecord::builder("Api", &zone, balancer())
                .name("the api")
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`name` of `Test/Api` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "the api.example.com""#);
    }

    #[test]
    fn rejects_a_comment_that_is_too_long() {
        let error = testing::reject(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            AliasRecord::builder("Api", &zone, balancer())
                .comment("ä".repeat(257))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`comment` of `Test/Api` must have at most 256 characters, got 257");
    }
}
