//! Instances with data of their own refuse to be terminated.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-termination-protection"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Instances with data of their own refuse to be terminated.",
        why: "One wrong click ends a node.",
        fix: "set `DisableApiTermination: true`",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
        same_as: &["AwsSolutions-EC29"],
    },
    types: &["AWS::EC2::Instance"],
    check: |it, flaws| {
        if !it.is_set("LaunchTemplate") {
            it.must_be_true("DisableApiTermination", flaws);
        }
    },
};
