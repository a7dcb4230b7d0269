//! What alias records point to.

use crate::{
    cfn::route53 as cfn,
    value::{self, IntoValue, Value},
};

/// The zone that all distributions of CloudFront are in.
const CLOUDFRONT_ZONE: &str = "Z2FDTNDATAQYW2";

/// Something of AWS that an [`AliasRecord`](super::AliasRecord) can point to, at no charge for its
/// queries and at the apex of a zone too.
///
/// A [`Distribution`](crate::aws::cloudfront::Distribution) can be given as it is.
///
/// AWS: [alias records](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html)
#[derive(Debug, Clone)]
pub struct AliasTarget {
    dns_name: Value<String>,
    hosted_zone_id: Value<String>,
    is_dual_stack: bool,
    evaluates_health: bool,
}

impl AliasTarget {
    /// A distribution of CloudFront, by its domain name.
    pub fn cloudfront(domain_name: impl IntoValue<String>) -> Self {
        Self {
            dns_name: domain_name.into_value(),
            hosted_zone_id: CLOUDFRONT_ZONE.into_value(),
            is_dual_stack: true,
            // CloudFront has no health that Route 53 could ask for.
            evaluates_health: false,
        }
    }

    /// A load balancer, by its DNS name and the id of the zone that AWS has it in.
    pub fn load_balancer(
        dns_name: impl IntoValue<String>,
        canonical_hosted_zone_id: impl IntoValue<String>,
    ) -> Self {
        Self {
            // The name that answers for IPv6 as soon as the balancer has it.
            dns_name: value::concat(["dualstack.".into_value(), dns_name.into_value()]),
            hosted_zone_id: canonical_hosted_zone_id.into_value(),
            is_dual_stack: false,
            evaluates_health: false,
        }
    }

    /// Says that it answers over IPv6 too, so that it gets an AAAA record. Default: only
    /// distributions do.
    #[must_use]
    pub fn dual_stack(mut self, dual_stack: bool) -> Self {
        self.is_dual_stack = dual_stack;
        self
    }

    /// Leaves out a load balancer without healthy targets, where other records of the name are
    /// left. Default: no.
    #[must_use]
    pub fn evaluate_health(mut self, evaluate: bool) -> Self {
        self.evaluates_health = evaluate;
        self
    }

    pub(super) fn is_dual_stack(&self) -> bool {
        self.is_dual_stack
    }

    pub(super) fn property(&self) -> cfn::RecordSetAliasTarget {
        let target = cfn::RecordSetAliasTarget::new(cfn::RecordSetAliasTargetArgs {
            dns_name: &self.dns_name,
            hosted_zone_id: &self.hosted_zone_id,
        });
        if self.evaluates_health { target.evaluate_target_health(true) } else { target }
    }
}
