//! Rules name the ports of protocols that have some.

use crate::{
    rules::{About, Pack, ResourceRule, support::security_groups},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sg-ports"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Rules name the ports of protocols that have some.",
        why: "EC2 refuses a rule of TCP or UDP without them, and ports out of order.",
        fix: "set `FromPort` and `ToPort`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html",
        same_as: &["cfn-lint E3687", "cfn-lint E3688"],
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
            if let Some(flaw) = security_groups::flaw_of_ports(rule) {
                flaws.add(it, &path, flaw);
            }
        }
    },
};
