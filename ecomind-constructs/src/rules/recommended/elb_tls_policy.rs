//! Listeners take TLS 1.2 and newer.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-tls-policy"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Listeners take TLS 1.2 and newer.",
        why: "Older versions are broken.",
        fix: "set `SslPolicy` to one of `ELBSecurityPolicy-TLS13-1-2-…`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html",
        same_as: &["CKV_AWS_103", "FSBP ELB.17"],
    },
    types: &["AWS::ElasticLoadBalancingV2::Listener"],
    check: |it, flaws| {
        if !(it.is("Protocol", "HTTPS") || it.is("Protocol", "TLS")) {
            return;
        }
        it.must_be_set("SslPolicy", flaws);
        let policy = it.text("SslPolicy");
        let is_old = |policy: &str| {
            !["TLS13-1-2", "TLS13-1-3", "TLS-1-2", "FS-1-2"]
                .iter()
                .any(|new| policy.contains(new))
        };
        if let Some(policy) = policy.filter(|policy| is_old(policy)) {
            flaws.add(it, "SslPolicy", format!("must begin with TLS 1.2, got {policy}"));
        }
    },
};
