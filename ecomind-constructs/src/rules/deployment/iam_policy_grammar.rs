//! Policy documents have the grammar of IAM.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-policy-grammar"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Policy documents have the grammar of IAM.",
        why: "IAM and the services refuse them.",
        fix: "see the grammar of policies",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        same_as: &["cfn-lint E3510", "cfn-lint E3511", "cfn-lint E3512"],
    },
    types: &[
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::RolePolicy",
        "AWS::IAM::User",
        "AWS::IAM::Group",
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::SNS::TopicPolicy",
        "AWS::KMS::Key",
        "AWS::SecretsManager::ResourcePolicy",
    ],
    check: |it, flaws| policies::grammar(it, flaws),
};
