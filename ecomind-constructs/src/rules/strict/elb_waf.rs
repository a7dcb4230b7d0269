//! A firewall stands before load balancers that face the internet.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-waf"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "A firewall stands before load balancers that face the internet.",
        why: "Known attacks reach the program.",
        fix: "add an AWS::WAFv2::WebACLAssociation",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &["alb_waf_enabled", "CKV2_AWS_28", "FSBP ELB.16"],
    },
    types: &["AWS::ElasticLoadBalancingV2::LoadBalancer"],
    check: |it, flaws| {
        let mut associations = it.stack().of_types(&["AWS::WAFv2::WebACLAssociation"]);
        let has_firewall =
            associations.any(|one| it.stack().refers(one.logical_id(), it.logical_id()));
        if it.is("Scheme", "internet-facing")
            && !has_firewall
            && it.text("Type").is_none_or(|kind| kind == "application")
        {
            flaws.add(it, "", "must have a web ACL");
        }
    },
};
