//! HTTP does nothing but lead to HTTPS.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-http-redirects"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "HTTP does nothing but lead to HTTPS.",
        why: "Cookies and passwords travel in the clear otherwise.",
        fix: "make the default action a redirect to HTTPS",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &[
            "AwsSolutions-ELB1",
            "CKV_AWS_2",
            "alb_http_to_https_redirection_check",
            "FSBP ELB.1",
        ],
    },
    types: &["AWS::ElasticLoadBalancingV2::Listener"],
    check: |it, flaws| {
        // A balancer of the network may take HTTP from another that speaks TLS.
        let is_internal = it
            .target("LoadBalancerArn")
            .is_some_and(|balancer| balancer.is("Scheme", "internal"));
        if !it.is("Protocol", "HTTP") || is_internal {
            return;
        }
        for (index, action) in it.list("DefaultActions").iter().enumerate() {
            if action
                .get("Type")
                .is_some_and(|action| action != "redirect")
            {
                flaws.add(it, &format!("DefaultActions/{index}"), "must redirect to HTTPS");
            }
        }
    },
};
