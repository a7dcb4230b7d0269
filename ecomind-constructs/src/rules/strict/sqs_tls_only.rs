//! Queues refuse messages without TLS.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sqs-tls-only"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Queues refuse messages without TLS.",
        why: "Messages travel in the clear otherwise.",
        fix: "add a queue policy that denies when `aws:SecureTransport` is false",
        source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
        same_as: &["AwsSolutions-SQS4"],
    },
    types: &["AWS::SQS::Queue"],
    check: |it, flaws| {
        let types = ["AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy"];
        let mut policies = it.stack().of_types(&types);
        let has_policy = policies.any(|policy| {
            it.stack().refers(policy.logical_id(), it.logical_id())
                && policies::denies_plaintext(&policy, "PolicyDocument")
        });
        if !has_policy {
            flaws.add(it, "", "must have a policy that refuses messages without TLS");
        }
    },
};
