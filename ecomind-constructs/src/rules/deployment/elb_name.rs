//! Names of load balancers and target groups have at most 32 letters, digits and hyphens.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-name"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Names of load balancers and target groups have at most 32 letters, digits and hyphens.",
        why: "ELB refuses others.",
        fix: "leave the name out",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        same_as: &[],
    },
    types: &[
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
    ],
    check: |it, flaws| {
        let Some(name) = it.text("Name") else { return };
        let is_plain = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let is_edged =
            name.starts_with('-') || name.ends_with('-') || name.starts_with("internal-");
        if 32 < name.len() || !is_plain || is_edged {
            flaws.add(it, "Name", format!("must be at most 32 letters, digits and hyphens, and not begin with `internal-`, got {name:?}"));
        }
    },
};
