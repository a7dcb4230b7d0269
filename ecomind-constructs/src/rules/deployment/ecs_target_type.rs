//! Tasks with addresses of their own are targets by address.

use crate::{
    rules::{About, Pack, ResourceRule, support::services},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-target-type"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Tasks with addresses of their own are targets by address.",
        why: "ECS refuses target groups of instances for them.",
        fix: "set `TargetType: ip`",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        let has_address = it.is_set("NetworkConfiguration") || it.is("LaunchType", "FARGATE");
        for (_, group) in services::target_groups(it)
            .into_iter()
            .filter(|_| has_address)
        {
            group.must_be_one_of("TargetType", &["ip"], flaws);
        }
    },
};
