//! Rules of security groups, in the group or beside it.

use serde_json::Value;

use crate::rules::{ResourceView, resource_view};

/// What may come in, with paths.
pub(in crate::rules) fn ingress<'a>(group: &ResourceView<'a>) -> Vec<(String, &'a Value)> {
    rules(group, "SecurityGroupIngress")
}

/// What may go out, with paths.
pub(in crate::rules) fn egress<'a>(group: &ResourceView<'a>) -> Vec<(String, &'a Value)> {
    rules(group, "SecurityGroupEgress")
}

fn rules<'a>(resource: &ResourceView<'a>, name: &str) -> Vec<(String, &'a Value)> {
    if resource.type_name().ends_with(name) {
        return resource
            .raw("")
            .map(|rule| (String::new(), rule))
            .into_iter()
            .collect();
    }
    let inside = resource.list(name).iter().enumerate();
    let inside = inside.filter(|(_, rule)| !resource_view::is_function(rule));
    inside
        .map(|(index, rule)| (format!("{name}/{index}"), rule))
        .collect()
}

/// A port that is known.
pub(in crate::rules) fn port(rule: &Value, name: &str) -> Option<i64> {
    resource_view::text(rule.get(name)?)?.parse().ok()
}

/// Whether a rule is about every address there is.
pub(in crate::rules) fn is_anywhere(rule: &Value) -> bool {
    let is = |name: &str, range: &str| rule.get(name).is_some_and(|value| value == range);
    is("CidrIp", "0.0.0.0/0") || is("CidrIpv6", "::/0")
}

/// What is wrong with the ports of a rule.
pub(in crate::rules) fn flaw_of_ports(rule: &Value) -> Option<String> {
    let protocol = resource_view::text(rule.get("IpProtocol")?)?.to_lowercase();
    if !["tcp", "udp", "6", "17"].contains(&&*protocol) {
        return None;
    }
    for name in ["FromPort", "ToPort"] {
        if rule.get(name).is_none() {
            return Some(format!("must have `{name}` with {protocol}"));
        }
    }
    let (from, to) = (port(rule, "FromPort")?, port(rule, "ToPort")?);
    (to < from).then(|| format!("must have ports in order, got {from} to {to}"))
}
