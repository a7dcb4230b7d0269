//! Tasks have no public addresses.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-private"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Tasks have no public addresses.",
        why: "A public address lets anybody try.",
        fix: "set `AssignPublicIp: DISABLED`, or leave it out",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
        same_as: &["CKV_AWS_333", "FSBP ECS.2"],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        let path = "NetworkConfiguration/AwsvpcConfiguration/AssignPublicIp";
        if it.is(path, "ENABLED") {
            flaws.add(it, path, "must be DISABLED, got ENABLED");
        }
    },
};
