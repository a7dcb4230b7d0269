//! Roles have policies of the account.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-own-policies"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Roles have policies of the account.",
        why: "A managed policy of AWS grants more than you need, and changes by itself.",
        fix: "write a policy of your own",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        same_as: &["AwsSolutions-IAM4"],
    },
    types: &["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"],
    check: |it, flaws| {
        for (index, arn) in policies::managed(it) {
            if arn.contains(":aws:policy/") {
                let message = format!("must not be a policy of AWS, got {arn}");
                flaws.add(it, &format!("ManagedPolicyArns/{index}"), message);
            }
        }
    },
};
