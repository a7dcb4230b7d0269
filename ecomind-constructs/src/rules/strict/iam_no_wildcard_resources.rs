//! Policies name what they allow actions on.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-no-wildcard-resources"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Policies name what they allow actions on.",
        why: "`*` is everything in the account.",
        fix: "name the resources; where an action takes none, suppress this with the reason",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
        same_as: &["AwsSolutions-IAM5", "CKV_AWS_111"],
    },
    types: &[
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::RolePolicy",
        "AWS::IAM::User",
        "AWS::IAM::Group",
    ],
    check: |it, flaws| {
        for (path, statement) in policies::statements(it) {
            let is_wild = policies::texts(statement, "Resource").any(|resource| resource == "*");
            if is_wild && policies::allows(statement) && !policies::is_for_all(statement) {
                flaws.add(it, &path, "must not allow actions on every resource");
            }
        }
    },
};
