//! Tasks of Fargate say what Fargate needs.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-fargate-task"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Tasks of Fargate say what Fargate needs.",
        why: "ECS refuses them otherwise.",
        fix: "set `NetworkMode: awsvpc`, `Cpu` and `Memory`",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html",
        same_as: &["cfn-lint E3048"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        if it
            .list("RequiresCompatibilities")
            .iter()
            .any(|name| name == "FARGATE")
        {
            it.must_be_one_of("NetworkMode", &["awsvpc"], flaws);
            it.must_be_set("Cpu", flaws);
            it.must_be_set("Memory", flaws);
        }
    },
};
