//! Secrets of Kafka have the name and the key that MSK asks for.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-secret-name"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Secrets of Kafka have the name and the key that MSK asks for.",
        why: "MSK refuses a secret whose name begins otherwise, and one with the default key.",
        fix: "begin `Name` with `AmazonMSK_`, and set `KmsKeyId`",
        source: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-password-tutorial.html",
        same_as: &[],
    },
    types: &["AWS::MSK::BatchScramSecret"],
    check: |it, flaws| {
        for index in 0..it.list("SecretArnList").len() {
            let path = format!("SecretArnList/{index}");
            let Some(secret) = it.target(&path) else { continue };
            if !secret
                .text("Name")
                .is_none_or(|name| name.starts_with("AmazonMSK_"))
                || !secret.is_set("Name")
            {
                flaws.add(&secret, "Name", "must begin with `AmazonMSK_`");
            }
            secret.must_be_set("KmsKeyId", flaws);
        }
    },
};
