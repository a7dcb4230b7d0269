//! Services of Fargate say where they run.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-network-configuration"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Services of Fargate say where they run.",
        why: "ECS refuses them otherwise.",
        fix: "set `NetworkConfiguration`",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html",
        same_as: &["cfn-lint E3054", "cfn-lint E3052"],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        let is_fargate = it.is("LaunchType", "FARGATE")
            || it
                .target("TaskDefinition")
                .is_some_and(|task| task.is("NetworkMode", "awsvpc"));
        if is_fargate {
            it.must_be_set("NetworkConfiguration", flaws);
        }
    },
};
