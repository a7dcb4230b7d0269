//! Variables of containers hold no secrets.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-plain-secrets"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Variables of containers hold no secrets.",
        why: "Everybody who may describe the task can read them.",
        fix: "use `Secrets`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html",
        same_as: &["AwsSolutions-ECS2", "FSBP ECS.8"],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            let path = format!("ContainerDefinitions/{index}/Environment");
            for (number, variable) in it.list(&path).iter().enumerate() {
                let name = variable
                    .get("Name")
                    .and_then(|name| name.as_str())
                    .unwrap_or_default();
                let upper = name.to_uppercase();
                let words =
                    ["PASSWORD", "SECRET", "PRIVATE_KEY", "ACCESS_KEY", "AUTH_TOKEN", "API_KEY"];
                // The name or the ARN of a secret is none.
                let is_pointer = ["_ARN", "_NAME", "_ID", "_FILE", "_PATH"]
                    .iter()
                    .any(|end| upper.ends_with(end));
                let is_text = variable
                    .get("Value")
                    .is_some_and(serde_json::Value::is_string);
                if is_text && !is_pointer && words.iter().any(|word| upper.contains(word)) {
                    flaws.add(
                        it,
                        &format!("{path}/{number}/Value"),
                        format!("must not be written down, as `{name}` is a secret"),
                    );
                }
            }
        }
    },
};
