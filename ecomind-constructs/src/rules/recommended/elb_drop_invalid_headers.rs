//! Load balancers drop headers that are no headers.

use crate::{
    rules::{About, Pack, ResourceRule, support::load_balancers},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-drop-invalid-headers"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Load balancers drop headers that are no headers.",
        why: "Servers behind read them in different ways, which smuggles requests past checks.",
        fix: "set the attribute `routing.http.drop_invalid_header_fields.enabled` to true",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &["CKV_AWS_131", "FSBP ELB.4"],
    },
    types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    check: |it, flaws| {
        if it.text("Type").is_none_or(|kind| kind == "application") {
            load_balancers::must_have(
                it,
                "routing.http.drop_invalid_header_fields.enabled",
                "true",
                flaws,
            );
        }
    },
};
