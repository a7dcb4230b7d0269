//! Roles that exist outside of the app.

use crate::{Result, tree::Scope};

use super::Role;

/// Builds a [`Role`] from the ARN of one that exists; see [`Role::from_arn`].
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let reports = Bucket::builder("Reports").build(stack)?;
/// let analyst = Role::from_arn("Analyst", "arn:aws:iam::111122223333:role/people/analyst")
///     .build(stack)?;
/// reports.grant_read(&analyst, stack)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingRoleBuilder {
    id: String,
    arn: &'static str,
}

impl ExistingRoleBuilder {
    pub(super) fn new(id: String, arn: &'static str) -> Self {
        Self { id, arn }
    }

    /// Adds the role's name to `scope`, and no resource until it is granted something.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Role> {
        let scope = scope.child(&self.id)?;
        if !is_arn_of(self.arn, "role/") {
            let reason =
                format!("must look like `arn:aws:iam::111122223333:role/name`, got {:?}", self.arn);
            return Err(scope.invalid("arn", reason));
        }
        // These belong to AWS, which refuses any change.
        if self.arn.contains(":role/aws-service-role/") {
            let reason = format!("must not be a service-linked role, got {:?}", self.arn);
            return Err(scope.invalid("arn", reason));
        }
        Ok(Role::existing(scope.node(), self.arn))
    }
}

/// Whether it is the ARN of a role or policy, as `prefix` says.
pub(super) fn is_arn_of(arn: &str, prefix: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts[..] else { return false };
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = |name: &str| !name.is_empty() && name.len() <= 128;
    partition.starts_with("aws")
        && is_account
        && resource
            .strip_prefix(prefix)
            .is_some_and(|path| is_name(name_in(path)))
}

/// The name at the end of an ARN, without the path before it.
pub(super) fn name_in(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// Whether IAM takes this as the name of a role.
pub(super) fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@-_".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(is_plain)
}

/// Whether IAM takes this as a path; ours have no signs but those of names.
pub(super) fn is_path(path: &str) -> bool {
    let inner = path.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    path.len() <= 512 && inner.is_some_and(|it| it.split('/').all(is_name))
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    const ANALYST: &str = "arn:aws:iam::111122223333:role/people/analyst";

    #[test]
    fn a_grant_is_a_policy_of_the_role_by_name() {
        let template = testing::synth(|stack| {
            let role = Role::from_arn("Analyst", ANALYST).build(stack)?;
            assert_eq!(role.resource(), None);
            let arn: Value<String> = role.arn().into_value();
            assert_eq!(arn.as_literal(), Some(ANALYST));
            role.grant(
                PolicyStatement::allow()
                    .actions(["s3:GetObject"])
                    .resources(["arn:aws:s3:::reports/*"]),
                stack,
            )
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_role_without_grants_adds_nothing() {
        let template = testing::synth(|stack| Role::from_arn("Analyst", ANALYST).build(stack));
        assert_eq!(template.document().resources().count(), 0);
    }

    #[test]
    fn rejects_what_is_no_arn_of_a_role() {
        let refusal = |arn: &'static str| {
            testing::reject(|stack| Role::from_arn("Analyst", arn).build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal("analyst"), @r#"`arn` of `Test/Analyst` must look like `arn:aws:iam::111122223333:role/name`, got "analyst""#);
        insta::assert_snapshot!(refusal("arn:aws:iam::1234:role/analyst"), @r#"`arn` of `Test/Analyst` must look like `arn:aws:iam::111122223333:role/name`, got "arn:aws:iam::1234:role/analyst""#);
        insta::assert_snapshot!(refusal("arn:aws:iam::111122223333:user/analyst"), @r#"`arn` of `Test/Analyst` must look like `arn:aws:iam::111122223333:role/name`, got "arn:aws:iam::111122223333:user/analyst""#);
        insta::assert_snapshot!(refusal("arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"), @r#"`arn` of `Test/Analyst` must not be a service-linked role, got "arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS""#);
    }
}
