//! Clusters measure what runs in them.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-insights"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Clusters measure what runs in them.",
        why: "Nobody sees which task takes the memory.",
        fix: "set the setting `containerInsights` to `enhanced` or `enabled`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
        same_as: &["AwsSolutions-ECS4", "CKV_AWS_65", "FSBP ECS.12"],
    },
    types: &["AWS::ECS::Cluster"],
    check: |it, flaws| {
        let is_on = |setting: &serde_json::Value| {
            setting.get("Name") == Some(&"containerInsights".into())
                && setting.get("Value") != Some(&"disabled".into())
        };
        if !it.list("ClusterSettings").iter().any(is_on) {
            flaws.add(it, "ClusterSettings", "must turn `containerInsights` on");
        }
    },
};
