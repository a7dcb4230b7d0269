//! The policy of a stack: what no update may do to data.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// CloudFormation takes no policy of more bytes.
const LONGEST: usize = 16_384;

/// Denies to replace or to delete the resources `protected`, which are pairs of id and type, and
/// allows everything else. `others` are ids of the same types that it doesn't protect.
///
/// A policy that would name too many resources names their types instead.
pub(crate) fn stack_policy<'a>(
    protected: impl Iterator<Item = (&'a str, &'a str)>,
    others: &[&str],
) -> Value {
    let allow = json!({"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"});
    let (ids, types): (Vec<_>, BTreeSet<_>) = protected.map(|(id, name)| (named(id), name)).unzip();
    if ids.is_empty() {
        return json!({"Statement": [allow]});
    }
    let mut deny = json!({
        "Effect": "Deny",
        "Action": ["Update:Replace", "Update:Delete"],
        "Principal": "*",
        "Resource": ids,
    });
    let policy = json!({"Statement": [allow, deny]});
    if policy.to_string().len() <= LONGEST {
        return policy;
    }
    deny["Condition"] = json!({"StringEquals": {"ResourceType": types}});
    if others.is_empty() {
        deny["Resource"] = json!("*");
    } else if let Some(deny) = deny.as_object_mut() {
        deny.remove("Resource");
        let others: Vec<_> = others.iter().map(|id| named(id)).collect();
        deny.insert("NotResource".to_owned(), others.into());
    }
    json!({"Statement": [allow, deny]})
}

fn named(id: &str) -> String {
    format!("LogicalResourceId/{id}")
}

/// Whether a stack has the policy `wanted`. One that denies nothing is as good as none.
pub(crate) fn is_current(existing: Option<&str>, wanted: &Value) -> bool {
    match existing {
        Some(existing) => {
            serde_json::from_str::<Value>(existing).is_ok_and(|existing| existing == *wanted)
        }
        None => *wanted == stack_policy(std::iter::empty(), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_policy_is_one_that_denies_nothing() {
        let open = stack_policy(std::iter::empty(), &[]);
        let closed = stack_policy([("Table", "AWS::DynamoDB::Table")].into_iter(), &[]);
        assert!(is_current(None, &open) && !is_current(None, &closed));
        assert!(is_current(Some(&closed.to_string()), &closed));
        assert!(!is_current(Some("no JSON"), &open));
    }

    #[test]
    fn a_policy_that_would_be_too_long_names_types() {
        let ids: Vec<String> = (0..500)
            .map(|number| format!("Table{number:0>40}"))
            .collect();
        let policy = |others: &[&str]| {
            let protected = ids.iter().map(|id| (id.as_str(), "AWS::DynamoDB::Table"));
            let policy = stack_policy(protected, others);
            assert!(policy.to_string().len() <= LONGEST);
            policy["Statement"][1].to_string()
        };
        let condition = r#""Condition":{"StringEquals":{"ResourceType":["AWS::DynamoDB::Table"]}}"#;
        for (others, part) in [
            (&[][..], r#""Resource":"*""#),
            (&["Other"], r#""NotResource":["LogicalResourceId/Other"]"#),
        ] {
            let deny = policy(others);
            assert!(deny.contains(condition) && deny.contains(part), "{deny}");
        }
    }
}
