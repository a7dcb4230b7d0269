//! `iam:PassRole` names the roles that may be passed.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-pass-role"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "`iam:PassRole` names the roles that may be passed.",
        why: "Whoever may pass every role may become every role.",
        fix: "name the roles in `Resource`",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        same_as: &["CKV_AWS_110"],
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
            let passes = policies::texts(statement, "Action")
                .any(|action| action.eq_ignore_ascii_case("iam:PassRole"));
            let is_wild = policies::texts(statement, "Resource").any(|resource| resource == "*");
            if passes && is_wild && policies::allows(statement) {
                flaws.add(it, &path, "must not allow to pass every role");
            }
        }
    },
};
