//! Listeners of HTTPS have a certificate.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-certificate"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Listeners of HTTPS have a certificate.",
        why: "ELB refuses them without.",
        fix: "set `Certificates`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html",
        same_as: &["cfn-lint E3676"],
    },
    types: &["AWS::ElasticLoadBalancingV2::Listener"],
    check: |it, flaws| {
        if it.is("Protocol", "HTTPS") || it.is("Protocol", "TLS") {
            it.must_be_set("Certificates", flaws);
        }
    },
};
