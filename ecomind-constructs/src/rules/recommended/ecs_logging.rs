//! Every container sends its logs away.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-logging"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Every container sends its logs away.",
        why: "What a container said before it failed is gone with it.",
        fix: "set `LogConfiguration`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
        same_as: &["AwsSolutions-ECS7", "FSBP ECS.9"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            it.must_be_set(&format!("ContainerDefinitions/{index}/LogConfiguration"), flaws);
        }
    },
};
