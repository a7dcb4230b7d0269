//! Load balancers record requests.

use crate::{
    rules::{About, Pack, ResourceRule, support::load_balancers},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-access-logs"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Load balancers record requests.",
        why: "Nobody can tell later who asked for what.",
        fix: "set the attributes `access_logs.s3.enabled` and `access_logs.s3.bucket`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &["AwsSolutions-ELB2", "CKV_AWS_91", "FSBP ELB.5"],
    },
    types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    check: |it, flaws| load_balancers::must_have(it, "access_logs.s3.enabled", "true", flaws),
};
