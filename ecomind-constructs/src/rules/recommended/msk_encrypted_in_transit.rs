//! Kafka takes TLS alone.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-encrypted-in-transit"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Kafka takes TLS alone.",
        why: "Brokers that take plaintext, too, are asked in plaintext.",
        fix: "set `EncryptionInfo.EncryptionInTransit.ClientBroker: TLS`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
        same_as: &["AwsSolutions-MSK2", "CKV_AWS_81", "FSBP MSK.1"],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        it.must_be_one_of("EncryptionInfo/EncryptionInTransit/ClientBroker", &["TLS"], flaws);
    },
};
