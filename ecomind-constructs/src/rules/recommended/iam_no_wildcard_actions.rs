//! Policies name the actions that they allow.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-no-wildcard-actions"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Policies name the actions that they allow.",
        why: "`*` allows what AWS invents tomorrow.",
        fix: "list the actions",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
        same_as: &[
            "AwsSolutions-IAM5",
            "CKV_AWS_107",
            "CKV_AWS_109",
            "CKV_AWS_111",
            "FSBP IAM.1",
            "FSBP IAM.21",
        ],
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
            let wild = policies::texts(statement, "Action")
                .find(|action| action.ends_with(":*") || *action == "*");
            if let Some(action) = wild.filter(|_| policies::allows(statement)) {
                flaws.add(it, &path, format!("must not allow every action, got `{action}`"));
            }
        }
    },
};
