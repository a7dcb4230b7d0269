//! Topics refuse messages without TLS.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sns-tls-only"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Topics refuse messages without TLS.",
        why: "Messages travel in the clear otherwise.",
        fix: "add a topic policy that denies when `aws:SecureTransport` is false",
        source: "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
        same_as: &["AwsSolutions-SNS3"],
    },
    types: &["AWS::SNS::Topic"],
    check: |it, flaws| {
        let types = ["AWS::SNS::TopicPolicy", "AWS::SNS::TopicInlinePolicy"];
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
