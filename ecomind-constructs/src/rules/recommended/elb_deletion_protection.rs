//! Load balancers refuse to be deleted.

use crate::{
    rules::{About, Pack, ResourceRule, support::load_balancers},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-deletion-protection"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Load balancers refuse to be deleted.",
        why: "One wrong change of a stack takes everything off the network.",
        fix: "set the attribute `deletion_protection.enabled` to true",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &["CKV_AWS_150", "elb_deletion_protection_enabled", "FSBP ELB.6"],
    },
    types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    check: |it, flaws| load_balancers::must_have(it, "deletion_protection.enabled", "true", flaws),
};
