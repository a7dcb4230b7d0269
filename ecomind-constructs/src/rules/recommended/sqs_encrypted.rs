//! Queues are encrypted.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sqs-encrypted"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Queues are encrypted.",
        why: "Messages wait in the clear otherwise.",
        fix: "leave `SqsManagedSseEnabled` out, or set `KmsMasterKeyId`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/sqs-controls.html",
        same_as: &["AwsSolutions-SQS2", "CKV_AWS_27", "FSBP SQS.1"],
    },
    types: &["AWS::SQS::Queue"],
    check: |it, flaws| {
        // SQS encrypts with a key of its own unless it is told otherwise.
        if it.is("SqsManagedSseEnabled", "false") {
            it.must_be_set("KmsMasterKeyId", flaws);
        }
    },
};
