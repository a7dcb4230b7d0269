//! What a template needs the caller to acknowledge.

use serde_json::Value;

use crate::{
    failure::{Failure, Result},
    state::section,
    template::transforms,
};

const IAM: [(&str, &str); 8] = [
    ("AWS::IAM::AccessKey", ""),
    ("AWS::IAM::Group", "GroupName"),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName"),
    ("AWS::IAM::Policy", ""),
    ("AWS::IAM::Role", "RoleName"),
    ("AWS::IAM::User", "UserName"),
    ("AWS::IAM::UserToGroupAddition", ""),
];

/// The capability that IAM resources need, and why.
pub(super) fn needed(template: &Value) -> Option<(&'static str, String)> {
    let mut types = Vec::new();
    let mut is_named = false;
    for entry in section(template, "Resources").values() {
        let type_name = entry
            .get("Type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let Some((_, name)) = IAM.iter().find(|(it, _)| *it == type_name) else { continue };
        types.push(type_name);
        is_named |= entry
            .get("Properties")
            .is_some_and(|it| it.get(name).is_some());
    }
    types.sort_unstable();
    types.dedup();
    let reason = format!("The following resource(s) require capabilities: [{}]", types.join(", "));
    let capability = if is_named { "CAPABILITY_NAMED_IAM" } else { "CAPABILITY_IAM" };
    (!types.is_empty()).then_some((capability, reason))
}

/// Refuses a template whose capabilities the caller doesn't acknowledge. `directly` says that no
/// change set shows what transforms make of it.
pub(super) fn check(
    source: &Value,
    processed: &Value,
    given: &[String],
    directly: bool,
) -> Result<()> {
    let has = |name: &str| given.iter().any(|it| it == name);
    let missing = match needed(processed) {
        Some(("CAPABILITY_NAMED_IAM", _)) if !has("CAPABILITY_NAMED_IAM") => {
            Some("CAPABILITY_NAMED_IAM")
        }
        Some(("CAPABILITY_IAM", _)) if !has("CAPABILITY_IAM") && !has("CAPABILITY_NAMED_IAM") => {
            Some("CAPABILITY_IAM")
        }
        _ => None,
    };
    let expands = directly && !transforms(source).is_empty() && !has("CAPABILITY_AUTO_EXPAND");
    match missing.or(expands.then_some("CAPABILITY_AUTO_EXPAND")) {
        Some(name) => Err(Failure::new(
            "InsufficientCapabilitiesException",
            format!("Requires capabilities : [{name}]"),
        )),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn role(properties: &Value) -> Value {
        json!({"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": properties}}})
    }

    #[test]
    fn a_named_role_needs_more_than_a_role() {
        let plain = role(&json!({}));
        let named = role(&json!({"RoleName": "x"}));
        let iam = ["CAPABILITY_IAM".to_owned()];
        let named_iam = ["CAPABILITY_NAMED_IAM".to_owned()];
        assert!(check(&plain, &plain, &iam, false).is_ok());
        assert!(check(&plain, &plain, &named_iam, false).is_ok());
        assert!(check(&named, &named, &named_iam, false).is_ok());
    }

    #[test]
    fn rejects_what_is_not_acknowledged() {
        let plain = role(&json!({}));
        let named = role(&json!({"RoleName": "x"}));
        let refused = |template: &Value, given: &[String]| {
            check(template, template, given, true).unwrap_err().message
        };
        assert_eq!(refused(&plain, &[]), "Requires capabilities : [CAPABILITY_IAM]");
        let iam = ["CAPABILITY_IAM".to_owned()];
        assert_eq!(refused(&named, &iam), "Requires capabilities : [CAPABILITY_NAMED_IAM]");
        let loops = json!({"Transform": "AWS::LanguageExtensions", "Resources": {}});
        assert_eq!(refused(&loops, &[]), "Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
    }
}
