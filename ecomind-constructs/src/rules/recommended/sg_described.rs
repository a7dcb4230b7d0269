//! Rules of security groups say what they are for.

use crate::{
    rules::{About, Pack, ResourceRule, support::security_groups},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sg-described"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Rules of security groups say what they are for.",
        why: "Nobody dares to remove a rule whose reason is unknown.",
        fix: "set `Description`",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        same_as: &["CKV_AWS_23"],
    },
    types: &[
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EC2::SecurityGroupEgress",
    ],
    check: |it, flaws| {
        let rules = security_groups::ingress(it)
            .into_iter()
            .chain(security_groups::egress(it));
        for (path, rule) in rules {
            if rule.get("Description").is_none() {
                flaws.add(it, &path, "must have a `Description`");
            }
        }
    },
};
