//! Target groups of services have a listener.

use crate::{
    rules::{About, Pack, ResourceRule, support::services},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-target-group-without-listener"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Target groups of services have a listener.",
        why: "ECS refuses a service whose target group belongs to no load balancer.",
        fix: "add a listener or a rule that forwards to it",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        for (path, group) in services::target_groups(it) {
            if services::listeners(&group).is_empty() && !it.stack().is_shared(group.logical_id()) {
                let message =
                    format!("must have a listener: none forwards to `{}`", group.logical_id());
                flaws.add(it, &path, message);
            }
        }
    },
};
