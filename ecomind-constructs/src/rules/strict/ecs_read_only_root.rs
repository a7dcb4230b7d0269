//! Containers can't change their own files.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-read-only-root"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Containers can't change their own files.",
        why: "An intruder installs nothing.",
        fix: "set `ReadonlyRootFilesystem: true`, and mount a volume where the program writes",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
        same_as: &["CKV_AWS_336", "FSBP ECS.5"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            it.must_be_true(&format!("ContainerDefinitions/{index}/ReadonlyRootFilesystem"), flaws);
        }
    },
};
