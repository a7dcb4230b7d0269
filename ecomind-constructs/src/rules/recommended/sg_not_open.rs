//! The internet reaches nothing but ports 80 and 443.

use crate::{
    rules::{About, Pack, ResourceRule, support::security_groups},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sg-not-open"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "The internet reaches nothing but ports 80 and 443.",
        why: "Everything else is for services that know each other.",
        fix: "allow a security group or a smaller range",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["AwsSolutions-EC23", "CKV_AWS_24", "CKV_AWS_25", "FSBP EC2.18", "FSBP EC2.19"],
    },
    types: &["AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupIngress"],
    check: |it, flaws| {
        for (path, rule) in security_groups::ingress(it) {
            let ports =
                (security_groups::port(rule, "FromPort"), security_groups::port(rule, "ToPort"));
            let is_web = matches!(ports, (Some(80), Some(80)) | (Some(443), Some(443)));
            if security_groups::is_anywhere(rule) && !is_web {
                flaws.add(it, &path, "must not be open to everybody, except for ports 80 and 443");
            }
        }
    },
};
