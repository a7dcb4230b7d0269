//! Brokers talk to each other in TLS.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-encrypted-between-brokers"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Brokers talk to each other in TLS.",
        why: "Data crosses zones in the clear otherwise.",
        fix: "leave `InCluster` out, or set it to true",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
        same_as: &["AwsSolutions-MSK2"],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        let path = "EncryptionInfo/EncryptionInTransit/InCluster";
        if it.is(path, "false") {
            flaws.add(it, path, "must not be false");
        }
    },
};
