//! What security groups let through.

use ecomind_constructs::template::Resource;
use serde_json::{Value, json};

/// Traffic that a rule allows.
pub(super) struct Rule<'a> {
    pub(super) from: Peer<'a>,
    pub(super) to: Peer<'a>,
    /// For people: `5432`, `1024-65535`, `udp 53`, `all`.
    pub(super) ports: String,
}

/// One end of it.
pub(super) enum Peer<'a> {
    /// A security group, as the template refers to it.
    Group(Reference<'a>),
    /// Addresses, by a name for people.
    Outside(String),
}

/// Part of a template, or a reference that the template does not spell out.
pub(super) type Reference<'a> = std::borrow::Cow<'a, Value>;

/// Whether a resource of this type is a rule and nothing else.
pub(super) fn is_rule(type_name: &str) -> bool {
    matches!(type_name, INGRESS | EGRESS)
}

const INGRESS: &str = "AWS::EC2::SecurityGroupIngress";
const EGRESS: &str = "AWS::EC2::SecurityGroupEgress";

/// What a resource allows. What one group may send to another is said by the rule that lets it
/// in; of what a group may send, only addresses count.
pub(super) fn of(resource: Resource<'_>) -> Vec<Rule<'_>> {
    let Some(properties) = resource.entry.get("Properties") else { return Vec::new() };
    match resource.type_name {
        INGRESS => group_of(properties)
            .and_then(|group| ingress(properties, group))
            .into_iter()
            .collect(),
        EGRESS => group_of(properties)
            .and_then(|group| egress(properties, group))
            .into_iter()
            .collect(),
        "AWS::EC2::SecurityGroup" => {
            let own = || Peer::Group(Reference::Owned(json!({"Ref": resource.logical_id})));
            let list = |name: &str| properties.get(name).and_then(Value::as_array);
            let lets_in = list("SecurityGroupIngress").into_iter().flatten();
            let lets_out = list("SecurityGroupEgress").into_iter().flatten();
            lets_in
                .filter_map(|rule| ingress(rule, own()))
                .chain(lets_out.filter_map(|rule| egress(rule, own())))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn group_of(rule: &Value) -> Option<Peer<'_>> {
    rule.get("GroupId")
        .map(|group| Peer::Group(Reference::Borrowed(group)))
}

fn ingress<'a>(rule: &'a Value, to: Peer<'a>) -> Option<Rule<'a>> {
    let from = match rule.get("SourceSecurityGroupId") {
        Some(group) => Peer::Group(Reference::Borrowed(group)),
        None => addresses(rule, "SourcePrefixListId")?,
    };
    Some(Rule { from, to, ports: ports(rule) })
}

fn egress<'a>(rule: &'a Value, from: Peer<'a>) -> Option<Rule<'a>> {
    // A group that lets nothing out says so by a rule for an address that nobody has.
    if rule.get("CidrIp").and_then(Value::as_str) == Some("255.255.255.255/32") {
        return None;
    }
    let to = addresses(rule, "DestinationPrefixListId")?;
    Some(Rule { from, to, ports: ports(rule) })
}

fn addresses<'a>(rule: &Value, prefix_list: &str) -> Option<Peer<'a>> {
    if let Some(block) = rule.get("CidrIp").or_else(|| rule.get("CidrIpv6")) {
        let name = match block.as_str() {
            Some("0.0.0.0/0" | "::/0") => "anywhere".to_owned(),
            Some(block) => block.to_owned(),
            None => "addresses of a parameter".to_owned(),
        };
        return Some(Peer::Outside(name));
    }
    let list = rule.get(prefix_list)?;
    // The description names it, where the id is only known at deployment.
    let described = rule.get("Description").and_then(Value::as_str);
    let name = match (list.as_str(), described) {
        (Some(id), _) => id.to_owned(),
        (None, Some(text)) if prefix_list.starts_with("Source") => {
            text.split(" to ").next().unwrap_or(text).to_owned()
        }
        (None, Some(text)) => {
            let end = text.split(" to ").nth(1).unwrap_or(text);
            end.rsplit_once(',')
                .map_or(end, |(name, _)| name)
                .to_owned()
        }
        (None, None) => "a prefix list".to_owned(),
    };
    Some(Peer::Outside(name))
}

fn ports(rule: &Value) -> String {
    let number = |name: &str| rule.get(name).and_then(Value::as_i64);
    let protocol = rule
        .get("IpProtocol")
        .and_then(Value::as_str)
        .unwrap_or("-1");
    let range = match (number("FromPort"), number("ToPort")) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}-{to}"),
        _ => String::new(),
    };
    match protocol {
        "-1" => "all".to_owned(),
        "tcp" if !range.is_empty() => range,
        _ => format!("{protocol} {range}").trim_end().to_owned(),
    }
}
