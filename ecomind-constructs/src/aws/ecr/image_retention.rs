//! Which images go by themselves.

use serde_json::{Value as Json, json};

use crate::{Result, tree::Scope, value::Duration};

/// What a repository keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct ImageRetention {
    /// How long images without a tag stay.
    pub(super) untagged: Duration,
    /// How many images stay at most.
    pub(super) last: Option<u32>,
}

impl ImageRetention {
    /// The rules as ECR wants them, in its own JSON.
    pub(super) fn policy(self, scope: &Scope<'_>) -> Result<String> {
        let Some(days @ 1..) = self.untagged.as_days() else {
            let reason = format!("must be whole days, at least one, got {}", self.untagged);
            return Err(scope.invalid("expire_untagged", reason));
        };
        let mut rules = vec![rule(
            1,
            &json!({
                "tagStatus": "untagged",
                "countType": "sinceImagePushed",
                "countUnit": "days",
                "countNumber": days,
            }),
        )];
        match self.last {
            None => {}
            Some(0) => {
                return Err(scope.invalid("keep_last", "must be at least one image, got 0"));
            }
            Some(count) => rules.push(rule(
                2,
                &json!({
                    "tagStatus": "any",
                    "countType": "imageCountMoreThan",
                    "countNumber": count,
                }),
            )),
        }
        Ok(json!({"rules": rules}).to_string())
    }
}

fn rule(priority: u8, selection: &Json) -> Json {
    json!({
        "rulePriority": priority,
        "selection": selection,
        "action": {"type": "expire"},
    })
}
