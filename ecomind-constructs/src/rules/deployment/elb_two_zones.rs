//! Application load balancers are in two zones or more.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-two-zones"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Application load balancers are in two zones or more.",
        why: "ELB refuses one subnet.",
        fix: "name subnets of two zones",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html",
        same_as: &["cfn-lint E3680"],
    },
    types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    check: |it, flaws| {
        let is_application = it.text("Type").is_none_or(|kind| kind == "application");
        let subnets = it.list("Subnets");
        // An item that is a function may be none or several.
        if is_application && subnets.len() == 1 && !subnets[0].is_object() {
            flaws.add(it, "Subnets", "must be two or more, got 1");
        }
    },
};
