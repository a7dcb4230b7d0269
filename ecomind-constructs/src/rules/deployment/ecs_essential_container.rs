//! A task has a container that it ends with.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-essential-container"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A task has a container that it ends with.",
        why: "ECS refuses a task of which no container is essential.",
        fix: "leave `Essential` out, or set it to true",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html",
        same_as: &["cfn-lint E3042"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        let containers = it.list("ContainerDefinitions");
        let is_optional =
            |container: &serde_json::Value| container.get("Essential") == Some(&false.into());
        if !containers.is_empty() && containers.iter().all(is_optional) {
            flaws.add(it, "ContainerDefinitions", "must have an essential container");
        }
    },
};
