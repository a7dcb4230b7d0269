//! Secrets are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("secret-own-key"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Secrets are encrypted with a key of the account.",
        why: "Only the policy of a key of your own says who may decrypt, in other accounts too.",
        fix: "set `KmsKeyId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html",
        same_as: &["CKV_AWS_149"],
    },
    types: &["AWS::SecretsManager::Secret"],
    check: |it, flaws| it.must_be_set("KmsKeyId", flaws),
};
