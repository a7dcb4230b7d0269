//! Instances report every minute.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-monitoring"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Instances report every minute.",
        why: "Every five minutes is too late for an alarm.",
        fix: "set `Monitoring: true`",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-cloudwatch-new.html",
        same_as: &["AwsSolutions-EC28", "CKV_AWS_126"],
    },
    types: &["AWS::EC2::Instance"],
    check: |it, flaws| {
        if !it.is_set("LaunchTemplate") {
            it.must_be_true("Monitoring", flaws);
        }
    },
};
