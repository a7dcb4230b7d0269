//! The policy of a stack: what no update may do to data.

use serde_json::{Value, json};

/// Denies to replace or to delete the resources `protected`, and allows everything else.
pub(crate) fn stack_policy<'a>(protected: impl Iterator<Item = &'a str>) -> Value {
    let ids: Vec<_> = protected
        .map(|id| format!("LogicalResourceId/{id}"))
        .collect();
    let allow = json!({"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"});
    if ids.is_empty() {
        return json!({"Statement": [allow]});
    }
    let deny = json!({
        "Effect": "Deny",
        "Action": ["Update:Replace", "Update:Delete"],
        "Principal": "*",
        "Resource": ids,
    });
    json!({"Statement": [allow, deny]})
}

/// Whether a stack has the policy `wanted`. One that denies nothing is as good as none.
pub(crate) fn is_current(existing: Option<&str>, wanted: &Value) -> bool {
    match existing {
        Some(existing) => {
            serde_json::from_str::<Value>(existing).is_ok_and(|existing| existing == *wanted)
        }
        None => *wanted == stack_policy(std::iter::empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_policy_is_one_that_denies_nothing() {
        let open = stack_policy(std::iter::empty());
        let closed = stack_policy(["Table"].into_iter());
        assert!(is_current(None, &open) && !is_current(None, &closed));
        assert!(is_current(Some(&closed.to_string()), &closed));
        assert!(!is_current(Some("no JSON"), &open));
    }
}
