//! What Secrets Manager makes up.

use crate::{Result, cfn::secretsmanager as cfn, tree::Scope};

/// What connection strings, shells and engines take for something else than part of a password.
pub(super) const EXCLUDED: &str = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/// How the text of a secret is generated.
#[derive(Debug)]
pub(super) struct GeneratedText {
    pub(super) length: u16,
    pub(super) excluded: String,
    pub(super) fields: Vec<(String, String)>,
    /// Under which name the password stands beside the fields.
    pub(super) key: Option<String>,
}

impl Default for GeneratedText {
    fn default() -> Self {
        Self { length: 32, excluded: EXCLUDED.to_owned(), fields: Vec::new(), key: None }
    }
}

impl GeneratedText {
    /// Errors where Secrets Manager can't make such a text.
    pub(super) fn check(&self, scope: &Scope<'_>) -> Result<()> {
        if !(8..=4_096).contains(&self.length) {
            let reason = format!("must be 8 to 4,096, got {}", self.length);
            return Err(scope.invalid("length", reason));
        }
        let is_printable = |c: char| c.is_ascii() && !c.is_ascii_control();
        if let Some(odd) = self.excluded.chars().find(|&c| !is_printable(c)) {
            let reason = format!("must be printable ASCII characters, got {odd:?}");
            return Err(scope.invalid("exclude_characters", reason));
        }
        let is_left = |c: char| c.is_ascii_alphanumeric() && !self.excluded.contains(c);
        if !('0'..='z').any(is_left) {
            let reason = "must leave some letters or digits, got all of them";
            return Err(scope.invalid("exclude_characters", reason));
        }
        let key = self.key();
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in &self.fields {
            if name.is_empty() || name == key || names.contains(&name.as_str()) {
                let reason = format!("must have names of their own, not {key:?}, got {name:?}");
                return Err(scope.invalid("field", reason));
            }
            names.push(name);
        }
        if key.is_empty() {
            return Err(scope.invalid("generated_key", "must not be empty, got \"\""));
        }
        Ok(())
    }

    /// The same as templates write it.
    pub(super) fn property(self) -> cfn::SecretGenerateSecretString {
        let key = self.key().to_owned();
        let text = cfn::SecretGenerateSecretString::new()
            .password_length(i64::from(self.length))
            .exclude_characters(self.excluded);
        if self.fields.is_empty() && self.key.is_none() {
            return text;
        }
        let fields: serde_json::Map<String, serde_json::Value> = self
            .fields
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect();
        let template = serde_json::Value::Object(fields).to_string();
        text.secret_string_template(template)
            .generate_string_key(key)
    }

    fn key(&self) -> &str {
        self.key.as_deref().unwrap_or("password")
    }
}
