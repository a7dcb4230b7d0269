//! Services wait for the rule that forwards to them.

use crate::{
    rules::{About, Pack, ResourceRule, support::services},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-service-waits-for-listener"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Services wait for the rule that forwards to them.",
        why: "ECS refuses a service when CloudFormation happens to be quicker with it than with the rule.",
        fix: "add `DependsOn` of the listener or the rule",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        for (_, group) in services::target_groups(it) {
            let listeners = services::listeners(&group);
            let waits = |id: &&str| it.stack().needs(it.logical_id(), id);
            if !listeners.is_empty() && !listeners.iter().any(waits) {
                let message =
                    format!("must name `{}`, which forwards to it", listeners.join("` or `"));
                flaws.add_attribute(it, "DependsOn", message);
            }
        }
    },
};
