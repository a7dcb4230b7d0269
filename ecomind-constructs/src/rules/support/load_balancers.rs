//! Attributes of load balancers, which are a list of keys and values.

use crate::rules::{Flaws, ResourceView, resource_view};

/// Finds an attribute that is missing, or known to be something else.
pub(in crate::rules) fn must_have(
    balancer: &ResourceView<'_>,
    key: &str,
    value: &str,
    flaws: &mut Flaws,
) {
    let path = "LoadBalancerAttributes";
    let attributes = balancer.list(path);
    let found = attributes
        .iter()
        .find(|one| one.get("Key").is_some_and(|name| name == key));
    let text = found
        .and_then(|one| one.get("Value"))
        .map(resource_view::text);
    match text {
        None => flaws.add(balancer, path, format!("must set `{key}` to {value}")),
        Some(Some(text)) if text != value => {
            flaws.add(balancer, path, format!("must set `{key}` to {value}, got {text}"));
        }
        Some(_) => {}
    }
}
