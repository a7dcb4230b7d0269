//! The policy that a role's grants are in.

use crate::{
    Result,
    cfn::iam as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{self, Expr, IntoValue, Token, Value},
};

use super::{
    Grantee, PolicyDocument, PolicyStatement, Role,
    merged_statements::{PolicyProperty, size},
    role::Source,
};

/// All policies inside of a role together, in characters.
pub(super) const INLINE_LIMIT: usize = 10_240;

/// The longest name of a policy.
const LONGEST_NAME: usize = 128;

impl Grantee for Role {
    fn role(&self) -> Role {
        *self
    }
}

impl Role {
    /// Adds a statement to the policy of grants, which the first one makes.
    #[track_caller]
    pub(super) fn add_to_policy(
        self,
        statement: &PolicyStatement,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let (id, beside) = match self.source() {
            Source::Resource(role) => ("DefaultPolicy", size_of_own_policies(role, scope)?),
            // What the role had before is not known here.
            Source::Existing(_) => ("Policy", 0),
        };
        let mut scope = scope.at(self.node())?;
        let policy = match scope.find(&format!("{id}/Resource")) {
            Some(policy) => policy,
            None => self.add_policy(&mut scope.child(id)?)?,
        };
        let policy = PolicyProperty {
            resource: policy,
            owner: self.node(),
            name: "PolicyDocument",
            limit: INLINE_LIMIT,
            beside,
        };
        policy.grant(statement, &mut scope)
    }

    #[track_caller]
    fn add_policy(self, scope: &mut Scope<'_>) -> Result<Ref<cfn::Policy>> {
        let letters = scope.path().as_str().len();
        let policy = cfn::Policy::new(PolicyDocument::default(), "DefaultPolicy")
            .roles([self.name()])
            .add("Resource", scope)?;
        let logical_id: Value<String> = Value::from_token(Token::LogicalId(policy.node()));
        let name = match self.source() {
            // A logical id of such a path may be too long; the name has to be unique in its role.
            Source::Resource(_) if LONGEST_NAME - 8 < letters => return Ok(policy),
            Source::Resource(_) => logical_id,
            // Other stacks may give permissions to the same role under the same path.
            Source::Existing(_) => {
                value::concat([value::stack_name(), "-".into_value(), logical_id])
            }
        };
        scope.modify(policy, |policy| policy.policy_name(name))?;
        Ok(policy)
    }
}

/// The characters of the policies that a role was built with.
fn size_of_own_policies(role: Ref<cfn::Role>, scope: &mut Scope<'_>) -> Result<usize> {
    let mut total = 0;
    scope.modify(role, |role| {
        let properties = role.into_properties();
        if let Some(Expr::List(policies)) = properties.get("Policies") {
            let documents = policies.iter().filter_map(|policy| match policy {
                Expr::Map(policy) => policy.get("PolicyDocument"),
                _ => None,
            });
            total = documents.map(size).sum();
        }
        crate::tree::Resource::from_properties("", properties)
    })?;
    Ok(total)
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn reader(stack: &mut Scope<'_>) -> Result<Role> {
        Role::builder("Reader", Principal::service("lambda.amazonaws.com")).build(stack)
    }

    fn read(key: &str) -> PolicyStatement {
        PolicyStatement::allow()
            .actions(["s3:GetObject"])
            .resources([format!("arn:aws:s3:::reports/{key}")])
    }

    #[test]
    fn grants_are_merged_in_one_policy() {
        let template = testing::synth(|stack| {
            let role = reader(stack)?;
            role.grant(read("a"), stack)?;
            role.grant(read("b").actions(["s3:PutObject"]), stack)?;
            role.grant(read("a").actions(["s3:DeleteObject"]), stack)?;
            role.grant(
                PolicyStatement::allow()
                    .actions(["ec2:DescribeSubnets"])
                    .all_resources("Describe calls take no resource"),
                stack,
            )?;
            role.grant(
                PolicyStatement::allow()
                    .actions(["ec2:DescribeVpcs"])
                    .all_resources("Describe calls take no resource"),
                stack,
            )
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_grant_is_in_the_stack_of_its_role() {
        let mut app = App::new().region("us-east-1");
        let key = Key::builder("Key")
            .build(&mut app.stack("Storage").unwrap())
            .unwrap();
        let role = reader(&mut app.stack("Services").unwrap()).unwrap();
        let mut later = app.stack("Later").unwrap();
        key.grant_decrypt(&role, &mut later).unwrap();
        let services = testing::template_of(&app, "Services");
        services.assert_count("AWS::IAM::Policy", 1);
        testing::template_of(&app, "Later").assert_count("AWS::IAM::Policy", 0);
    }

    #[test]
    fn a_long_path_does_not_become_a_name() {
        let template = testing::synth(|stack| {
            let mut scope = stack.child("x".repeat(120))?;
            let role = reader(&mut scope)?;
            role.grant(read("a"), &mut scope)
        });
        template.assert_has("AWS::IAM::Policy", r#"{"PolicyName": "DefaultPolicy"}"#);
    }

    #[test]
    fn rejects_more_than_iam_takes() {
        let error = testing::reject(|stack| {
            let role = Role::builder("Reader", Principal::service("lambda.amazonaws.com"))
                .statement(read(&"k".repeat(5_000)))
                .build(stack)?;
            role.grant(read(&"a".repeat(4_000)), stack)?;
            role.grant(read(&"b".repeat(1_000)), stack)
        });
        insta::assert_snapshot!(error, @"`grant` of `Test/Reader` must keep policies within 10,240 characters, got at least 10,310");
    }

    #[test]
    fn rejects_statements_that_roles_cannot_have() {
        let refusal = |statement: PolicyStatement| {
            let error = testing::reject(|stack| reader(stack)?.grant(statement, stack));
            assert!(
                error
                    .location()
                    .unwrap()
                    .to_string()
                    .contains("granted_policy.rs")
            );
            error.to_string()
        };
        insta::assert_snapshot!(refusal(PolicyStatement::allow().actions(["s3:GetObject"])), @"`grant` of `Test/Reader` must have a statement's resources, got none");
        insta::assert_snapshot!(refusal(read("a").principal(Principal::account_root())), @"`grant` of `Test/Reader` must leave out principals: the role itself is meant");
        insta::assert_snapshot!(refusal(read("a").sid("Read it")), @r#"`grant` of `Test/Reader` must have letters and digits as a sid, got "Read it""#);
        insta::assert_snapshot!(refusal(read("a").all_actions_of("s3", "")), @"`grant` of `Test/Reader` must say why it speaks of more than it names, got nothing");
        let twice = testing::reject(|stack| {
            let role = reader(stack)?;
            role.grant(read("a").sid("Read"), stack)?;
            role.grant(read("b").sid("Read"), stack)
        });
        insta::assert_snapshot!(twice, @r#"`grant` of `Test/Reader` must have different sids in its statements, got "Read" twice"#);
    }
}
