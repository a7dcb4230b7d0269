//! Services that shift traffic say how.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-shift-settings"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Services that shift traffic say how.",
        why: "ECS refuses a strategy without its settings.",
        fix: "set `AdvancedConfiguration` of the load balancer, and for BLUE_GREEN `BakeTimeInMinutes`",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        let strategy = it
            .text("DeploymentConfiguration/Strategy")
            .unwrap_or_default();
        if !["BLUE_GREEN", "LINEAR", "CANARY"].contains(&&*strategy) {
            return;
        }
        if strategy == "BLUE_GREEN" {
            it.must_be_set("DeploymentConfiguration/BakeTimeInMinutes", flaws);
        }
        for index in 0..it.list("LoadBalancers").len() {
            it.must_be_set(&format!("LoadBalancers/{index}/AdvancedConfiguration"), flaws);
        }
    },
};
