//! No role is an administrator.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-no-administrators"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "No role is an administrator.",
        why: "Whoever takes over the role owns the account.",
        fix: "write a policy of your own",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html",
        same_as: &["CKV_AWS_274", "CKV_AWS_62", "FSBP IAM.1"],
    },
    types: &["AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"],
    check: |it, flaws| {
        for (index, arn) in policies::managed(it) {
            if ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"]
                .iter()
                .any(|name| arn.ends_with(name))
            {
                let message = format!("must not be {arn}");
                flaws.add(it, &format!("ManagedPolicyArns/{index}"), message);
            }
        }
    },
};
