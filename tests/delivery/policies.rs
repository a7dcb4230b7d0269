//! What a role of a template may do.

use std::collections::BTreeMap;

use serde_json::Value;

/// What the policies of a role allow.
pub(crate) struct Role {
    statements: Vec<Value>,
}

impl Role {
    /// The role with this name in a template, with its own statements and its managed policies.
    pub(crate) fn named(template: &Value, name: &str) -> Self {
        let resources = template["Resources"]
            .as_object()
            .expect("a template has resources");
        let properties = resources
            .values()
            .map(|it| &it["Properties"])
            .find(|it| it["RoleName"] == name)
            .expect("the role is in the template");
        let managed = properties["ManagedPolicyArns"]
            .as_array()
            .into_iter()
            .flatten();
        let managed = managed.map(|it| {
            let id = it["Ref"].as_str().expect("policies of the same template");
            &resources[id]["Properties"]["PolicyDocument"]
        });
        let own = properties["Policies"].as_array().into_iter().flatten();
        let own = own.map(|it| &it["PolicyDocument"]);
        let statements = managed
            .chain(own)
            .flat_map(|it| it["Statement"].as_array().cloned().unwrap_or_default())
            .collect();
        Self { statements }
    }

    /// Whether it allows `action` on `arn`, with these keys of the request.
    pub(crate) fn allows(&self, action: &str, arn: &str, keys: &[(&str, &str)]) -> bool {
        let keys: BTreeMap<_, _> = keys.iter().copied().collect();
        self.statements.iter().any(|it| {
            assert_eq!(it["Effect"], "Allow", "what denies is not modelled here");
            texts(&it["Action"]).any(|known| matches(known, action))
                && texts(&it["Resource"]).any(|known| matches(known, arn))
                && holds(&it["Condition"], &keys)
        })
    }
}

fn holds(condition: &Value, keys: &BTreeMap<&str, &str>) -> bool {
    let operators = condition.as_object().into_iter().flatten();
    operators.into_iter().all(|(operator, wanted)| {
        assert!(["StringEquals", "ArnLike"].contains(&operator.as_str()), "{operator}");
        let wanted = wanted.as_object().into_iter().flatten();
        wanted.into_iter().all(|(key, values)| {
            keys.get(key.as_str())
                .is_some_and(|given| texts(values).any(|it| matches(it, given)))
        })
    })
}

/// A text, or a list of them.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let many = value.as_array().into_iter().flatten();
    many.chain(value.is_string().then_some(value))
        .filter_map(Value::as_str)
}

/// Whether a pattern with `*` fits.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, rest)) => text.strip_prefix(before).is_some_and(|after| {
            (0..=after.len())
                .filter(|at| after.is_char_boundary(*at))
                .any(|at| matches(rest, &after[at..]))
        }),
    }
}
