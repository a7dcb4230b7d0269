//! Subnets give no public addresses by themselves.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("subnet-no-public-addresses"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Subnets give no public addresses by themselves.",
        why: "An instance that was not meant to be public is.",
        fix: "set `MapPublicIpOnLaunch: false`, or leave it out",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["CKV_AWS_130", "subnet_auto_assign_public_ip_disabled", "FSBP EC2.15"],
    },
    types: &["AWS::EC2::Subnet"],
    check: |it, flaws| it.must_not_be_true("MapPublicIpOnLaunch", flaws),
};
