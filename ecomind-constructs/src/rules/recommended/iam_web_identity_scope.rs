//! Roles for GitHub name the repository and the audience.

use crate::{
    rules::{About, Pack, ResourceRule, support::policies},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("iam-web-identity-scope"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Roles for GitHub name the repository and the audience.",
        why: "Any repository of GitHub can take the role otherwise.",
        fix: "compare `aud` and `sub` with `StringEquals` or `StringLike`, without `repo:*`",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html",
        same_as: &["CKV_AWS_358"],
    },
    types: &["AWS::IAM::Role"],
    check: |it, flaws| {
        for (index, statement) in it
            .list("AssumeRolePolicyDocument/Statement")
            .iter()
            .enumerate()
        {
            let is_web = policies::texts(statement, "Action")
                .any(|action| action == "sts:AssumeRoleWithWebIdentity");
            let text = statement
                .get("Condition")
                .map(ToString::to_string)
                .unwrap_or_default();
            let is_scoped = text.contains(":sub\"") && !text.contains("\"repo:*");
            if is_web && !is_scoped {
                let path = format!("AssumeRolePolicyDocument/Statement/{index}/Condition");
                flaws.add(it, &path, "must name who may take the role, by `sub`");
            }
        }
    },
};
