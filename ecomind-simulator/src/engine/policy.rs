//! Stack policies.

use serde_json::Value;

/// Why a policy denies `action` on a resource, if it does.
///
/// As soon as a stack has a policy, what no statement allows is denied.
pub(super) fn denied(
    policy: &str,
    action: &str,
    logical_id: &str,
    type_name: &str,
) -> Option<String> {
    let policy: Value = serde_json::from_str(policy).ok()?;
    let statements = match policy.get("Statement")? {
        Value::Array(statements) => statements.clone(),
        one => vec![one.clone()],
    };
    let resource = format!("LogicalResourceId/{logical_id}");
    let mut is_allowed = false;
    for (index, statement) in statements.iter().enumerate() {
        let applies = part(statement, "Action", "NotAction", action)
            && part(statement, "Resource", "NotResource", &resource)
            && condition(statement, type_name);
        match statement.get("Effect").and_then(Value::as_str) {
            Some("Deny") if applies => {
                return Some(format!(
                    "Action denied by stack policy: Statement [#{}] does not allow [{action}] for \
                     resource [{resource}]",
                    index + 1
                ));
            }
            Some("Allow") => is_allowed |= applies,
            _ => {}
        }
    }
    (!is_allowed).then(|| {
        format!(
            "Action not allowed by stack policy: No statement allows [{action}] for resource \
             [{resource}]"
        )
    })
}

fn part(statement: &Value, name: &str, not: &str, wanted: &str) -> bool {
    match (statement.get(name), statement.get(not)) {
        (Some(patterns), _) => any(patterns, wanted),
        (None, Some(patterns)) => !any(patterns, wanted),
        (None, None) => false,
    }
}

fn condition(statement: &Value, type_name: &str) -> bool {
    let Some(condition) = statement.get("Condition") else { return true };
    let types = |operator: &str| {
        condition
            .get(operator)
            .and_then(|it| it.get("ResourceType"))
    };
    types("StringEquals")
        .or_else(|| types("StringLike"))
        .is_some_and(|it| any(it, type_name))
}

fn any(patterns: &Value, wanted: &str) -> bool {
    match patterns {
        Value::String(pattern) => matches(pattern, wanted),
        Value::Array(patterns) => patterns.iter().any(|it| any(it, wanted)),
        _ => false,
    }
}

/// `*` stands for any characters.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let starts = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            starts.into_iter().any(|at| matches(rest, &text[at..]))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Statement": [
        {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*",
         "Resource": "LogicalResourceId/Db*"},
        {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*",
         "Condition": {"StringEquals": {"ResourceType": ["AWS::KMS::Key"]}}}]}"#;

    #[test]
    fn what_is_allowed_passes() {
        assert_eq!(denied(POLICY, "Update:Modify", "Db1", "AWS::RDS::DBInstance"), None);
        assert_eq!(denied(POLICY, "Update:Replace", "Queue", "AWS::SQS::Queue"), None);
    }

    #[test]
    fn rejects_what_is_denied_or_not_allowed() {
        let replaced = denied(POLICY, "Update:Replace", "Db1", "AWS::RDS::DBInstance").unwrap();
        assert!(
            replaced.starts_with("Action denied by stack policy: Statement [#2]"),
            "{replaced}"
        );
        assert!(denied(POLICY, "Update:Modify", "Key", "AWS::KMS::Key").is_some());
        let empty = r#"{"Statement": []}"#;
        assert!(denied(empty, "Update:Modify", "Queue", "AWS::SQS::Queue").is_some());
    }
}
