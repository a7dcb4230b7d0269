//! [Dynamic references] to parameters and secrets that live outside of the template.
//!
//! [Dynamic references]: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html

use super::{IntoValue, SecretValue, Value, concat};

/// A parameter of Systems Manager: `{{resolve:ssm:…}}`.
///
/// Without a version it is read anew at every deployment, which replaces what can't be changed.
pub fn ssm(name: impl IntoValue<String>, version: Option<u32>) -> Value<String> {
    let version = version.map_or(String::new(), |version| format!(":{version}"));
    concat([
        "{{resolve:ssm:".into_value(),
        name.into_value(),
        format!("{version}}}}}").into_value(),
    ])
}

/// A secure string of Systems Manager: `{{resolve:ssm-secure:…}}`. Few properties take one.
pub fn ssm_secure(name: impl IntoValue<String>, version: Option<u32>) -> SecretValue {
    let version = version.map_or(String::new(), |version| format!(":{version}"));
    SecretValue::new(concat([
        "{{resolve:ssm-secure:".into_value(),
        name.into_value(),
        format!("{version}}}}}").into_value(),
    ]))
}

/// A secret of Secrets Manager, or one key of it: `{{resolve:secretsmanager:…}}`.
///
/// A rotation does not reach what was deployed with the old value.
///
/// ```
/// use ecomind_constructs::value::{SecretValue, SecretsManagerReference};
///
/// let password: SecretValue = SecretsManagerReference::new("orders").json_key("password").value();
/// assert_eq!(format!("{password:?}"), "SecretValue(***)");
/// ```
#[derive(Debug, Clone)]
#[must_use = "is nothing until `value` is called"]
pub struct SecretsManagerReference {
    secret: Value<String>,
    json_key: String,
    version: Version,
}

#[derive(Debug, Clone)]
enum Version {
    Current,
    Stage(String),
    Id(String),
}

impl SecretsManagerReference {
    /// The whole text of the secret with this name or ARN.
    pub fn new(secret: impl IntoValue<String>) -> Self {
        Self { secret: secret.into_value(), json_key: String::new(), version: Version::Current }
    }

    /// The value of one key, when the secret is JSON. Default: the whole text.
    pub fn json_key(mut self, key: impl Into<String>) -> Self {
        self.json_key = key.into();
        self
    }

    /// The version with this staging label. Default: `AWSCURRENT`.
    pub fn version_stage(mut self, stage: impl Into<String>) -> Self {
        self.version = Version::Stage(stage.into());
        self
    }

    /// The version with this id. Default: the current one.
    pub fn version_id(mut self, id: impl Into<String>) -> Self {
        self.version = Version::Id(id.into());
        self
    }

    /// The secret.
    #[must_use]
    pub fn value(self) -> SecretValue {
        let version = match self.version {
            Version::Current => String::new(),
            Version::Stage(stage) => format!(":{stage}"),
            // The label stays empty: CloudFormation takes one or the other.
            Version::Id(id) => format!("::{id}"),
        };
        let tail = format!(":SecretString:{}{version}}}}}", self.json_key);
        let head = "{{resolve:secretsmanager:".into_value();
        SecretValue::new(concat([head, self.secret, tail.into_value()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(secret: SecretValue) -> String {
        let value: Value<String> = secret.into_value();
        format!("{:?}", value.expr())
    }

    #[test]
    fn a_reference_names_key_and_version() {
        let whole = text(SecretsManagerReference::new("orders").value());
        assert!(whole.contains("{{resolve:secretsmanager:orders:SecretString:}}"), "{whole}");
        let key = SecretsManagerReference::new("orders").json_key("password");
        let staged = text(key.clone().version_stage("AWSPREVIOUS").value());
        assert!(staged.contains("orders:SecretString:password:AWSPREVIOUS}}"), "{staged}");
        let pinned = text(key.version_id("v1").value());
        assert!(pinned.contains("orders:SecretString:password::v1}}"), "{pinned}");
    }

    #[test]
    fn a_parameter_may_be_pinned() {
        assert_eq!(ssm("/ami", Some(3)).as_literal(), Some("{{resolve:ssm:/ami:3}}"));
        assert_eq!(ssm("/ami", None).as_literal(), Some("{{resolve:ssm:/ami}}"));
        assert!(text(ssm_secure("/key", None)).contains("{{resolve:ssm-secure:/key}}"));
    }
}
