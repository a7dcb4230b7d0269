//! Which properties of an object go together.

use serde_json::Value;

use super::objects::Node;
use crate::ir::Rule;

/// The rules of one object.
pub(crate) fn rules(root: &Value, node: &Node<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for part in &node.always {
        rules.extend(choice(root, &part["oneOf"]).map(Rule::ExactlyOne));
        rules.extend(choice(root, &part["anyOf"]).map(Rule::AtLeastOne));
        rules.extend(singles(&part["requiredXor"]).map(Rule::ExactlyOne));
        rules.extend(singles(&part["requiredOr"]).map(Rule::AtLeastOne));
        for key in ["dependentRequired", "dependencies"] {
            rules.extend(pairs(&part[key]).map(|(name, others)| Rule::Requires(name, others)));
        }
        let excluded = pairs(&part["dependentExcluded"]);
        rules.extend(excluded.map(|(name, others)| Rule::Excludes(name, others)));
    }
    let mut unique = Vec::new();
    for rule in rules {
        if !unique.contains(&rule) {
            unique.push(rule);
        }
    }
    unique
}

/// The set of properties that each branch requires; `None` when a branch requires nothing,
/// because then the branches differ in something else.
fn choice(root: &Value, branches: &Value) -> Option<Vec<Vec<String>>> {
    let sets: Vec<Vec<String>> = branches
        .as_array()?
        .iter()
        .map(|branch| Node::new(root, branch).required().map(Into::into).collect())
        .collect();
    let meaningful = !sets.is_empty() && sets.iter().all(|set| !set.is_empty());
    meaningful.then_some(sets)
}

fn singles(names: &Value) -> impl Iterator<Item = Vec<Vec<String>>> {
    let names = names.as_array();
    names
        .into_iter()
        .map(|names| strings(names).map(|name| vec![name]).collect())
}

fn pairs(object: &Value) -> impl Iterator<Item = (String, Vec<String>)> {
    let pairs = object.as_object().into_iter().flatten();
    pairs.filter_map(|(name, others)| Some((name.clone(), strings(others.as_array()?).collect())))
}

fn strings(values: &[Value]) -> impl Iterator<Item = String> {
    values.iter().filter_map(Value::as_str).map(Into::into)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(value: &Value) -> Vec<Rule> {
        rules(&json!({}), &Node::new(&json!({}), value))
    }

    #[test]
    fn branches_that_require_something_are_a_choice() {
        let found = of(&json!({"oneOf": [{"required": ["A"]}, {"required": ["B", "C"]}]}));
        let sets = vec![vec!["A".to_owned()], vec!["B".to_owned(), "C".to_owned()]];
        assert_eq!(found, [Rule::ExactlyOne(sets)]);
    }

    #[test]
    fn branches_that_differ_otherwise_are_no_choice() {
        assert_eq!(of(&json!({"anyOf": [{"required": ["A"]}, {"format": "x"}]})), []);
    }

    #[test]
    fn dependencies_of_both_spellings_are_read() {
        let found = of(&json!({"dependencies": {"A": ["B"]}, "dependentExcluded": {"C": ["D"]}}));
        let names = |name: &str| vec![name.to_owned()];
        let expected =
            [Rule::Requires("A".into(), names("B")), Rule::Excludes("C".into(), names("D"))];
        assert_eq!(found, expected);
    }
}
