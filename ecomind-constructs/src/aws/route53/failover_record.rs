//! Records of which one answers while the other is lost.

use crate::{
    Result,
    cfn::{ids::route53::HealthCheckId, route53 as cfn},
    tree::{Ref, Resource as _, Scope},
    value::{IntoValue as _, Value},
};

use super::{AliasTarget, HealthCheck, HostedZone, record_parts};

/// One side of a name that leads to its primary while that is healthy, and to its secondary then.
///
/// The two are records of one name, and may be in stacks of different regions. What Route 53 does
/// with them is part of its data plane: nobody has to change anything, and no region has to be
/// there. While there is no secondary, the primary answers whatever its health is.
///
/// What it decides:
///
/// - A primary has a health check, since a distribution of CloudFront has no health of its own that
///   Route 53 could ask for. Let it ask for the target and never for the name of this record.
/// - A secondary has none: when both are ill, Route 53 answers with the primary.
/// - There is an A record and no AAAA record. A name with an AAAA record of its primary alone would
///   lead clients with IPv6 to the primary for ever. Where both sides answer over IPv6, tell both
///   [`ipv6`](FailoverRecordBuilder::ipv6).
///
/// **CloudFront can be one of the two sides, not both.** A domain belongs to one distribution at a
/// time, and CloudFront goes by the domain that clients ask for, whichever address they came to. So
/// let the secondary be a load balancer with a certificate for the name.
///
/// Once the primary is healthy again, it answers again. Where it must not, such as with a database
/// that is behind, let its health depend on the secondary: see the example.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let site = Distribution::builder("Site", Origin::https("origin.example.com")).build(stack)?;
/// # let balancer = AliasTarget::load_balancer("b-1.us-west-2.elb.amazonaws.com", "Z1H1FL5HABSF5");
/// let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
/// // Healthy while it answers, and nobody has begun to serve in its place.
/// let answers = HealthCheck::builder("Answers", site.domain_name()).build(stack)?;
/// let alone = HealthCheck::tcp("Alone", "standby.example.com", 443).inverted().build(stack)?;
/// let serves = HealthCheck::all_healthy("Serves", [answers, alone]).build(stack)?;
/// FailoverRecord::primary("App", &zone, &site, serves).name("app").build(stack)?;
///
/// // In the other region, with `standby.example.com` as another record of the load balancer:
/// FailoverRecord::secondary("Standby", &zone, balancer).name("app").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [failover records](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-failover-alias.html).
/// CloudFormation: [`AWS::Route53::RecordSet`](cfn::RecordSet)
#[derive(Debug, Clone)]
pub struct FailoverRecord {
    domain_name: String,
    resource: Ref<cfn::RecordSet>,
}

/// Builds a [`FailoverRecord`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct FailoverRecordBuilder<'a> {
    id: String,
    zone: &'a HostedZone,
    target: AliasTarget,
    /// That of a primary; none for a secondary.
    health_check: Option<Value<HealthCheckId>>,
    name: String,
    comment: Option<String>,
    ipv6: bool,
}

impl FailoverRecord {
    /// Starts the side that answers while `check` is healthy, in `zone`.
    pub fn primary(
        id: impl Into<String>,
        zone: &HostedZone,
        target: impl Into<AliasTarget>,
        check: HealthCheck,
    ) -> FailoverRecordBuilder<'_> {
        let check = check.health_check_id();
        FailoverRecordBuilder { health_check: Some(check), ..Self::secondary(id, zone, target) }
    }

    /// Starts the side that answers while the other one is not healthy, in `zone`.
    pub fn secondary(
        id: impl Into<String>,
        zone: &HostedZone,
        target: impl Into<AliasTarget>,
    ) -> FailoverRecordBuilder<'_> {
        FailoverRecordBuilder {
            id: id.into(),
            zone,
            target: target.into(),
            health_check: None,
            name: String::new(),
            comment: None,
            ipv6: false,
        }
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

impl FailoverRecordBuilder<'_> {
    /// The name, within the zone or whole, which both sides have. Default: the zone's own.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// What it is for, at most 256 characters. Default: nothing.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Adds an AAAA record, which the other side must have too. Default: there is none.
    pub fn ipv6(mut self) -> Self {
        self.ipv6 = true;
        self
    }

    /// Adds the records to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<FailoverRecord> {
        let mut scope = scope.child(&self.id)?;
        let domain_name = record_parts::domain_name(&scope, &self.name, self.zone)?;
        record_parts::check_comment(&scope, self.comment.as_deref())?;
        if self.ipv6 && !self.target.is_dual_stack() {
            let reason = "must have a target that answers over IPv6, got one that does not: see \
                          `AliasTarget::dual_stack`";
            return Err(scope.invalid("ipv6", reason));
        }
        let resource = self.record(&domain_name, "A").add("Resource", &mut scope)?;
        if self.ipv6 {
            self.record(&domain_name, "AAAA").add("Ipv6", &mut scope)?;
        }
        Ok(FailoverRecord { domain_name, resource })
    }

    fn record(&self, domain_name: &str, type_: &str) -> cfn::RecordSet {
        let (failover, identifier) = match self.health_check {
            Some(_) => (cfn::RecordSetFailover::Primary, "primary"),
            None => (cfn::RecordSetFailover::Secondary, "secondary"),
        };
        let name = format!("{domain_name}.");
        let mut record = cfn::RecordSet::new(cfn::RecordSetArgs { name, type_ })
            .alias_target(self.target.property())
            .hosted_zone_id(self.zone.zone_id())
            .failover(failover)
            .set_identifier(identifier.into_value());
        if let Some(check) = &self.health_check {
            record = record.health_check_id(check);
        }
        match &self.comment {
            Some(comment) => record.comment(comment),
            None => record,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FailoverRecordBuilder;
    use crate::{prelude::*, testing};

    fn balancer() -> AliasTarget {
        AliasTarget::load_balancer("alb-1.us-west-2.elb.amazonaws.com", "Z1H1FL5HABSF5")
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            let site = AliasTarget::cloudfront("d111111abcdef8.cloudfront.net");
            let check = HealthCheck::builder("Check", "d111111abcdef8.cloudfront.net");
            let check = check.build(stack)?;
            FailoverRecord::primary("Apex", &zone, site, check).build(stack)?;
            FailoverRecord::secondary("Standby", &zone, balancer()).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com");
            let zone = zone.build(stack)?;
            let target = balancer().dual_stack(true).evaluate_health(true);
            let record = FailoverRecord::secondary("Standby", &zone, target)
                .name("app")
                .comment("for the day on which the first region is lost")
                .ipv6()
                .build(stack)?;
            assert_eq!(record.domain_name(), "app.example.com");
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_sides_that_do_not_work() {
        let refusal = |change: fn(FailoverRecordBuilder<'_>) -> FailoverRecordBuilder<'_>| {
            let error = testing::reject(|stack| {
                let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
                change(FailoverRecord::secondary("Standby", &zone, balancer())).build(stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal(|side| side.name("the app")), @r#"`name` of `Test/Standby` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "the app.example.com""#);
        insta::assert_snapshot!(refusal(|side| side.name("app").ipv6()), @"`ipv6` of `Test/Standby` must have a target that answers over IPv6, got one that does not: see `AliasTarget::dual_stack`");
        insta::assert_snapshot!(refusal(|side| side.comment("x".repeat(257))), @"`comment` of `Test/Standby` must have at most 256 characters, got 257");
    }
}
