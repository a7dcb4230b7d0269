//! No template holds a secret.

use crate::{
    rules::{About, Pack, ResourceRule, Setting},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("secret-generated"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "No template holds a secret.",
        why: "Whoever may read the template or its repository knows it.",
        fix: "use `GenerateSecretString`",
        source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
        same_as: &["CKV_SECRET_6"],
    },
    types: &["AWS::SecretsManager::Secret"],
    check: |it, flaws| {
        if let Setting::Known(_) = it.get("SecretString") {
            flaws.add(it, "SecretString", "must not be written down");
        }
    },
};
