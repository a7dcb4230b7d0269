//! Dynamic references: `{{resolve:ssm:…}}`, `{{resolve:ssm-secure:…}}`, `{{resolve:secretsmanager:…}}`.

use serde_json::Value;

use super::scope::{Result, Scope};

const OPEN: &str = "{{resolve:";

impl Scope<'_> {
    /// The text with its plain references replaced. Secrets are looked up, to see that they are there,
    /// and stay references: no state, event or change set ever holds one.
    pub(super) fn dynamic(&self, text: &str) -> Result<Value> {
        // What depends on a resource that is still to be made can't be read yet.
        if self.planning && text.contains(super::UNKNOWN) {
            return Ok(Value::from(text));
        }
        let mut result = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(OPEN) {
            result.push_str(&rest[..start]);
            rest = &rest[start + OPEN.len()..];
            let end = rest
                .find("}}")
                .ok_or("Template error: a dynamic reference has no end")?;
            let reference = &rest[..end];
            match self.resolve(reference)? {
                Some(value) => result.push_str(&value),
                None => result.extend([OPEN, reference, "}}"]),
            }
            rest = &rest[end + 2..];
        }
        result.push_str(rest);
        Ok(Value::String(result))
    }

    /// The value of a reference; none for a secret that is there.
    fn resolve(&self, reference: &str) -> Result<Option<String>> {
        let (service, path) = reference.split_once(':').unwrap_or((reference, ""));
        match service {
            "ssm" | "ssm-secure" => {
                let name = path.rsplit_once(':').map_or(path, |(name, version)| {
                    if version.bytes().all(|it| it.is_ascii_digit()) { name } else { path }
                });
                let found = self.world.named(self.place, "AWS::SSM::Parameter", name);
                let value = found.and_then(|it| it.get("Value")?.as_str());
                let value =
                    value.ok_or_else(|| format!("Parameters: [{path}] cannot be found."))?;
                Ok((service == "ssm").then(|| value.to_owned()))
            }
            "secretsmanager" => self.secret(path).map(|()| None),
            other => Err(format!("Template error: unknown dynamic reference to {other}")),
        }
    }

    /// `name-or-arn:SecretString:key:…`; the key chooses in a secret that is JSON.
    fn secret(&self, path: &str) -> Result<()> {
        let (name, rest) = match path.split_once(":SecretString") {
            Some((name, rest)) => (name, rest.trim_start_matches(':')),
            None => (path.trim_end_matches(':'), ""),
        };
        // Databases make secrets of their own.
        if name.contains(":secret:rds!") {
            return Ok(());
        }
        let missing =
            || format!("Secrets Manager can't find the specified secret. (secret: {name})");
        let found = self
            .world
            .named(self.place, "AWS::SecretsManager::Secret", name);
        let properties = found.ok_or_else(missing)?;
        let text = secret_string(properties);
        let key = rest.split(':').next().unwrap_or_default();
        if key.is_empty() {
            return Ok(());
        }
        let json: Value = serde_json::from_str(&text).unwrap_or_default();
        json.get(key).map(|_| ()).ok_or_else(|| {
            format!("Could not find a value associated with JSONKey {key} in SecretString")
        })
    }
}

/// The text of a secret: given, or generated as its properties ask.
fn secret_string(properties: &Value) -> String {
    if let Some(text) = properties.get("SecretString").and_then(Value::as_str) {
        return text.to_owned();
    }
    let password = crate::digest::hex(&["secret", &properties.to_string()], 32);
    let generate = properties.get("GenerateSecretString");
    let text = |name: &str| generate.and_then(|it| it.get(name)?.as_str());
    let (Some(template), Some(key)) = (text("SecretStringTemplate"), text("GenerateStringKey"))
    else {
        return password;
    };
    let mut json: Value = serde_json::from_str(template).unwrap_or_default();
    if let Value::Object(map) = &mut json {
        map.insert(key.to_owned(), Value::from(password));
    }
    json.to_string()
}
