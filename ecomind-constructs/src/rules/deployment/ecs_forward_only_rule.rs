//! The rule of a service that shifts traffic forwards and does nothing else.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-forward-only-rule"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "The rule of a service that shifts traffic forwards and does nothing else.",
        why: "Deployments fail when the rule redirects or answers, too.",
        fix: "make all `Actions` of the rule forward actions",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html",
        same_as: &[],
    },
    types: &["AWS::ECS::Service"],
    check: |it, flaws| {
        for index in 0..it.list("LoadBalancers").len() {
            let path =
                format!("LoadBalancers/{index}/AdvancedConfiguration/ProductionListenerRule");
            let Some(rule) = it.target(&path) else { continue };
            for (index, action) in rule.list("Actions").iter().enumerate() {
                if action.get("Type").is_some_and(|action| action != "forward") {
                    let message =
                        format!("must be forward, as `{}` shifts traffic with it", it.logical_id());
                    flaws.add(&rule, &format!("Actions/{index}/Type"), message);
                }
            }
        }
    },
};
