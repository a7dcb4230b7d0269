//! Logs of containers say where they go.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-log-options"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Logs of containers say where they go.",
        why: "Tasks stop at once without the group, the region, and on Fargate the prefix.",
        fix: "set `awslogs-group`, `awslogs-region` and `awslogs-stream-prefix`",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html",
        same_as: &["cfn-lint E3046"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            let log = format!("ContainerDefinitions/{index}/LogConfiguration");
            if it.is(&format!("{log}/LogDriver"), "awslogs") {
                for option in ["awslogs-group", "awslogs-region", "awslogs-stream-prefix"] {
                    it.must_be_set(&format!("{log}/Options/{option}"), flaws);
                }
            }
        }
    },
};
