//! Security groups say what may leave them.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sg-explicit-egress"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Security groups say what may leave them.",
        why: "Without a word everything may, and stolen data goes anywhere.",
        fix: "set `SecurityGroupEgress`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html",
        same_as: &["security_group_missing_egress_rule"],
    },
    types: &["AWS::EC2::SecurityGroup"],
    check: |it, flaws| it.must_be_set("SecurityGroupEgress", flaws),
};
