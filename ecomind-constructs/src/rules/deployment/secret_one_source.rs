//! A secret is given or generated.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("secret-one-source"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A secret is given or generated.",
        why: "Secrets Manager refuses both.",
        fix: "take out one of `SecretString` and `GenerateSecretString`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html",
        same_as: &[],
    },
    types: &["AWS::SecretsManager::Secret"],
    check: |it, flaws| {
        if it.is_set("SecretString") && it.is_set("GenerateSecretString") {
            flaws.add(it, "", "must not have both `SecretString` and `GenerateSecretString`");
        }
    },
};
