//! Secrets.

use crate::{
    Result,
    aws::{
        iam::{Grantee, PolicyStatement},
        kms::Key,
    },
    cfn::{ids::secretsmanager::SecretArn, secretsmanager as cfn},
    name::NodeId,
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{SecretValue, SecretsManagerReference, Value},
};

use super::generated_text::GeneratedText;

/// A password or other text that is generated where it is kept.
///
/// It is 32 characters long, without those that connection strings and shells trip over, and never
/// part of a template. Given a user name or other fields, the secret is JSON with the password
/// under `password`. It stays when its stack goes.
///
/// Whatever changes how the text is generated generates a new one.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
/// let credentials = Secret::builder("Credentials").username("ecomind").build(stack)?;
/// let password: SecretValue = credentials.value("password");
/// credentials.grant_read(&role, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $0.40 a month. CloudFormation: [`AWS::SecretsManager::Secret`](cfn::Secret)
#[derive(Debug, Clone, Copy)]
pub struct Secret {
    node: NodeId,
    resource: Ref<cfn::Secret>,
    encryption_key: Option<Key>,
}

/// Builds a [`Secret`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct SecretBuilder {
    id: String,
    description: Option<String>,
    encryption_key: Option<Key>,
    text: GeneratedText,
}

impl Secret {
    /// Starts a secret.
    pub fn builder(id: impl Into<String>) -> SecretBuilder {
        SecretBuilder {
            id: id.into(),
            description: None,
            encryption_key: None,
            text: GeneratedText::default(),
        }
    }

    /// The ARN of the secret, which is no secret itself.
    #[must_use]
    pub fn arn(self) -> Value<SecretArn> {
        self.resource.reference()
    }

    /// One field of a secret that is JSON, such as `password`, for the properties of resources.
    ///
    /// A rotation does not reach what was deployed with the old value: give running services the
    /// [ARN](Self::arn) instead.
    #[must_use]
    pub fn value(self, key: &str) -> SecretValue {
        SecretsManagerReference::new(self.arn())
            .json_key(key)
            .value()
    }

    /// The text of a secret that has no fields.
    #[must_use]
    pub fn whole_value(self) -> SecretValue {
        SecretsManagerReference::new(self.arn()).value()
    }

    /// The key that encrypts the secret, where it is not that of Secrets Manager.
    #[must_use]
    pub fn encryption_key(self) -> Option<Key> {
        self.encryption_key
    }

    /// Lets `grantee` read the secret, and use its own key for it.
    #[track_caller]
    pub fn grant_read(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        let read = PolicyStatement::allow()
            .actions(["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"])
            .resources([self.arn()]);
        grantee.grant(read, scope)?;
        match self.encryption_key {
            Some(key) => key.grant_decrypt(grantee, scope),
            None => Ok(()),
        }
    }

    /// The secret with its attachment, for dependencies.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.node
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Secret> {
        self.resource
    }
}

impl SecretBuilder {
    /// What the secret is for, at most 2,048 characters. Default: its path.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The key that encrypts the secret; readers of other accounts need it. Default: that of
    /// Secrets Manager.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// How many characters the password has, 8 to 4,096. Default: 32.
    pub fn length(mut self, length: u16) -> Self {
        self.text.length = length;
        self
    }

    /// The characters that the password does not have. Default: space and
    /// ``%+~`#$&*()|[]{}:;<>?!'/@"\``.
    pub fn exclude_characters(mut self, characters: impl Into<String>) -> Self {
        self.text.excluded = characters.into();
        self
    }

    /// The field `username`. Default: none.
    pub fn username(self, name: impl Into<String>) -> Self {
        self.field("username", name)
    }

    /// A field beside the password, which anybody may know. Adds to those before; default: none.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.text.fields.push((name.into(), value.into()));
        self
    }

    /// The field that the generated text is in. Default: `password` where there are other fields.
    pub fn generated_key(mut self, key: impl Into<String>) -> Self {
        self.text.key = Some(key.into());
        self
    }

    /// Adds the secret to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Secret> {
        let mut scope = scope.child(&self.id)?;
        self.text.check(&scope)?;
        let description = self.description.unwrap_or_else(|| scope.path().to_string());
        let mut secret = cfn::Secret::new()
            .description(description)
            .generate_secret_string(self.text.property());
        if let Some(key) = self.encryption_key {
            secret = secret.kms_key_id(key.resource());
        }
        let resource = secret.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(Secret { node: scope.node(), resource, encryption_key: self.encryption_key })
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::secretsmanager::SecretBuilder, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Secret::builder("Token").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let secret = Secret::builder("Credentials")
                .description("how the gateway signs in")
                .encryption_key(&key)
                .length(48)
                .exclude_characters("\"'")
                .username("ecomind")
                .field("scope", "orders \"and\" refunds")
                .generated_key("token")
                .build(stack)?;
            let role = Role::builder("Reader", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            secret.grant_read(&role, stack)?;
            let token: Value<String> = secret.value("token").into_value();
            RawResource::new("AWS::SSM::Parameter")
                .property("Type", "String")
                .property("Value", token)
                .add("Use", stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn the_whole_text_of_a_secret_without_fields_can_be_used() {
        let template = testing::synth(|stack| {
            let secret = Secret::builder("Token").build(stack)?;
            let token: Value<String> = secret.whole_value().into_value();
            RawResource::new("Custom::Use")
                .property("Token", token)
                .add("Use", stack)
        });
        template.assert_has(
            "Custom::Use",
            r#"{"Token": {"Fn::Sub": "{{resolve:secretsmanager:${TokenCB33349F}:SecretString:}}"}}"#,
        );
    }

    fn refusal(change: impl FnOnce(SecretBuilder) -> SecretBuilder) -> String {
        testing::reject(|stack| change(Secret::builder("Token")).build(stack)).to_string()
    }

    #[test]
    fn rejects_passwords_that_cannot_be_generated() {
        insta::assert_snapshot!(refusal(|secret| secret.length(7)), @"`length` of `Test/Token` must be 8 to 4,096, got 7");
        insta::assert_snapshot!(refusal(|secret| secret.exclude_characters("ä")), @"`exclude_characters` of `Test/Token` must be printable ASCII characters, got 'ä'");
        let all: String = ('0'..='z').collect();
        insta::assert_snapshot!(refusal(|secret| secret.exclude_characters(all)), @"`exclude_characters` of `Test/Token` must leave some letters or digits, got all of them");
    }

    #[test]
    fn rejects_fields_of_one_name() {
        insta::assert_snapshot!(refusal(|secret| secret.field("password", "x")), @r#"`field` of `Test/Token` must have names of their own, not "password", got "password""#);
        insta::assert_snapshot!(refusal(|secret| secret.username("a").username("b")), @r#"`field` of `Test/Token` must have names of their own, not "password", got "username""#);
        insta::assert_snapshot!(refusal(|secret| secret.generated_key("")), @r#"`generated_key` of `Test/Token` must not be empty, got """#);
    }

    #[test]
    fn rejects_a_secret_in_an_output() {
        let error = testing::reject(|stack| {
            let secret = Secret::builder("Token").build(stack)?;
            let text: Value<String> = secret.whole_value().into_value();
            Output::new(text).add("Shown", stack)
        });
        insta::assert_snapshot!(error, @"`secret` of `Test/Shown` must not reach what everybody may read");
    }
}
