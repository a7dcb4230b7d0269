//! Failed deployments go back by themselves.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-circuit-breaker"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Failed deployments go back by themselves.",
        why: "ECS tries for three hours otherwise, and the stack waits.",
        fix: "set `DeploymentCircuitBreaker` with `Rollback: true`, or alarms",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        let configuration = "DeploymentConfiguration";
        let is_rolling = !it.is_set("DeploymentConfiguration/Strategy")
            || it.is("DeploymentConfiguration/Strategy", "ROLLING");
        let has_alarms = it.is_set(&format!("{configuration}/Alarms"));
        if is_rolling && !has_alarms {
            it.must_be_true(&format!("{configuration}/DeploymentCircuitBreaker/Enable"), flaws);
        }
    },
};
