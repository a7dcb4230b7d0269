//! Rules of networks that were gained and lost.

use std::collections::BTreeSet;

use ecomind_constructs::template::{Resource, canonical};
use serde_json::Value;

use crate::{
    assembly::StackSnapshot,
    diff::{risk::RiskLevel, values::shown},
};

use super::{
    Direction, Exposed, ExposureChange, ExposureKind, Rule,
    rule::{ports, protocol},
};

/// Rules gained and lost through the resources that differ. What another rule covers is neither.
pub(super) fn changes(
    changed: &BTreeSet<&str>,
    added: &BTreeSet<&str>,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> Vec<ExposureChange> {
    let (old, new) =
        (rules(before, |id| changed.contains(id)), rules(after, |id| changed.contains(id)));
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let rest = rules(after, |id| !changed.contains(id));
    let covered = |rule: &Rule, side: &[(Rule, String)]| {
        side.iter()
            .chain(&rest)
            .any(|(other, _)| other.covers(rule))
    };
    let gained = new
        .iter()
        .filter(|(rule, _)| !covered(rule, &old))
        .map(|it| (it, true));
    let lost = old
        .iter()
        .filter(|(rule, _)| !covered(rule, &new))
        .map(|it| (it, false));
    let change = |((rule, owner), is_gained): (&(Rule, String), bool)| {
        let direction =
            if is_gained == rule.allow { Direction::Broadening } else { Direction::Narrowing };
        ExposureChange {
            kind: ExposureKind::Network,
            direction,
            level: level(rule, added, direction),
            logical_id: owner.clone(),
            what: Exposed::Rule(rule.clone()),
        }
    };
    let mut found: Vec<ExposureChange> = Vec::new();
    for it in gained.chain(lost).map(change) {
        if !found
            .iter()
            .any(|known| known.what == it.what && known.direction == it.direction)
        {
            found.push(it);
        }
    }
    found
}

fn level(rule: &Rule, added: &BTreeSet<&str>, direction: Direction) -> RiskLevel {
    let id = rule
        .group
        .trim_start_matches("${")
        .split(['.', '}'])
        .next()
        .unwrap_or_default();
    match direction {
        Direction::Narrowing => RiskLevel::Low,
        // Web servers are meant for everybody; little else is.
        _ if rule.ingress && rule.is_to_everybody() => match rule.ports.as_str() {
            "80" | "443" if rule.protocol != "all" => RiskLevel::Medium,
            _ => RiskLevel::High,
        },
        _ if added.contains(id) || !rule.ingress => RiskLevel::Low,
        Direction::Broadening => RiskLevel::Medium,
    }
}

fn rules(stack: Option<&StackSnapshot>, is_meant: impl Fn(&str) -> bool) -> Vec<(Rule, String)> {
    let resources = stack
        .into_iter()
        .flat_map(|stack| stack.template.resources());
    let meant = resources.filter(|resource| is_meant(resource.logical_id));
    let owned = |resource: Resource<'_>| {
        let owner = resource.logical_id.to_owned();
        of(resource)
            .into_iter()
            .map(move |rule| (rule, owner.clone()))
            .collect::<Vec<_>>()
    };
    meant.flat_map(owned).collect()
}

fn of(resource: Resource<'_>) -> Vec<Rule> {
    let property = |name: &str| resource.property(name).map(canonical);
    match resource.type_name {
        "AWS::EC2::SecurityGroup" => {
            let group = format!("${{{}.GroupId}}", resource.logical_id);
            let mut rules = listed(&group, true, property("SecurityGroupIngress"));
            let egress = listed(&group, false, property("SecurityGroupEgress"));
            if egress.is_empty() {
                // Without rules of its own a group lets everything out.
                for peer in ["0.0.0.0/0", "::/0"] {
                    rules.push(Rule {
                        group: group.clone(),
                        ingress: false,
                        allow: true,
                        protocol: "all".to_owned(),
                        ports: "all".to_owned(),
                        peer: peer.to_owned(),
                    });
                }
            }
            rules.extend(egress);
            rules
        }
        "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => {
            let Some(group) = property("GroupId").or_else(|| property("GroupName")) else {
                return Vec::new();
            };
            let ingress = resource.type_name.ends_with("Ingress");
            listed(&group_name(&group), ingress, resource.entry.get("Properties").map(canonical))
        }
        "AWS::EC2::NetworkAclEntry" => acl_entry(resource).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// A group by its id, however it is referred to.
fn group_name(group: &Value) -> String {
    match group.get("Ref").and_then(Value::as_str) {
        Some(id) => format!("${{{id}.GroupId}}"),
        None => shown(group),
    }
}

fn listed(group: &str, ingress: bool, rules: Option<Value>) -> Vec<Rule> {
    let items = match rules {
        Some(Value::Array(items)) => items,
        Some(single @ Value::Object(_)) => vec![single],
        _ => Vec::new(),
    };
    let rule = |item: &Value| Rule {
        group: group.to_owned(),
        ingress,
        allow: true,
        protocol: protocol(item.get("IpProtocol")),
        ports: ports(item.get("FromPort"), item.get("ToPort")),
        peer: peer(item),
    };
    items
        .iter()
        .filter(|item| item.is_object())
        .map(rule)
        .collect()
}

fn peer(rule: &Value) -> String {
    const PEERS: [&str; 8] = [
        "CidrIp",
        "CidrIpv6",
        "SourceSecurityGroupId",
        "DestinationSecurityGroupId",
        "SourcePrefixListId",
        "DestinationPrefixListId",
        "SourceSecurityGroupName",
        "SourceSecurityGroupOwnerId",
    ];
    let found = PEERS.iter().find_map(|name| Some((name, rule.get(*name)?)));
    match found {
        Some((name, value)) if name.contains("SecurityGroupId") => group_name(value),
        Some((_, value)) => shown(value),
        None => "an unknown peer".to_owned(),
    }
}

fn acl_entry(resource: Resource<'_>) -> Option<Rule> {
    let property = |name: &str| resource.property(name).map(canonical);
    let range = property("PortRange");
    let port = |name: &str| range.as_ref().and_then(|range| range.get(name));
    let is_true = |value: Value| value == true || value == "true";
    Some(Rule {
        group: shown(&property("NetworkAclId")?),
        ingress: !property("Egress").is_some_and(is_true),
        allow: property("RuleAction")? != "deny",
        protocol: protocol(property("Protocol").as_ref()),
        ports: ports(port("From"), port("To")),
        peer: property("CidrBlock")
            .or_else(|| property("Ipv6CidrBlock"))
            .map(|it| shown(&it))?,
    })
}
