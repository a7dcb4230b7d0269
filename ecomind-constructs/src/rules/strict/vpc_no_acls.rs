//! Networks are guarded by security groups.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("vpc-no-acls"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Networks are guarded by security groups.",
        why: "ACLs of networks know no connections; rules for answers open thousands of ports.",
        fix: "use security groups",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html",
        same_as: &["AwsSolutions-VPC3"],
    },
    types: &["AWS::EC2::NetworkAcl", "AWS::EC2::NetworkAclEntry"],
    check: |it, flaws| flaws.add(it, "", "should be a security group"),
};
