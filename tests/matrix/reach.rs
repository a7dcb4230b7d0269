//! Who reaches whom, by the rules of both ends.

use std::collections::{BTreeMap, BTreeSet};

use ecomind_constructs::prelude::CidrBlock;
use serde_json::Value as Json;

use super::{
    rules::{self, Peer, Rule, Way},
    templates::{Id, Templates},
};

/// Every connection that is open, such as `Api -> Database: tcp 5432`, and every rule that opens
/// nothing, since its other end is closed. `names` says what paths and prefix lists are called.
pub(crate) fn reach(
    templates: &Templates,
    network: &str,
    names: &[(&str, &str)],
) -> Result<BTreeSet<String>, String> {
    let network: CidrBlock = network.parse().map_err(|flaw| format!("{flaw}"))?;
    let actors = actors(templates, names)?;
    let rules = rules::all(templates)?;
    let called = |id: &Id| {
        let path = || name(&templates.path(id), names);
        actors.get(id).cloned().unwrap_or_else(path)
    };
    let mut found = BTreeSet::new();
    let mut used = vec![false; rules.len()];
    let of_way = |way| {
        rules
            .iter()
            .enumerate()
            .filter(move |(_, rule)| rule.way == way)
    };
    for (out_at, out) in of_way(Way::Out) {
        for (in_at, into) in of_way(Way::In) {
            if !(means(&out.peer, &into.group, network) && means(&into.peer, &out.group, network)) {
                continue;
            }
            if let Some(ports) = common(out, into) {
                used[in_at] = true;
                used[out_at] = true;
                found.insert(format!("{} -> {}: {ports}", called(&out.group), called(&into.group)));
            }
        }
    }
    for (rule, used) in rules.iter().zip(used) {
        let (here, ports) = (called(&rule.group), text(&rule.protocol, rule.ports));
        let outside = match &rule.peer {
            Peer::Block(block) if block.parse() == Ok(CidrBlock::ANYWHERE) => "anywhere".to_owned(),
            Peer::Block(block) => block.clone(),
            Peer::PrefixList(list) => name(list, names),
            Peer::Group(_) if used => continue,
            Peer::Group(other) => format!("{}, which is closed", called(other)),
        };
        found.insert(match rule.way {
            Way::In => format!("{outside} -> {here}: {ports}"),
            Way::Out => format!("{here} -> {outside}: {ports}"),
        });
    }
    Ok(found)
}

/// What each group is called: after what wears it, or its own path where that comes later.
fn actors(templates: &Templates, names: &[(&str, &str)]) -> Result<BTreeMap<Id, String>, String> {
    let mut worn: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for (id, kind, properties) in templates.resources() {
        if kind == "AWS::EC2::SecurityGroup" {
            worn.entry(id).or_default();
            continue;
        }
        let mut groups = Vec::new();
        collect(properties, &mut groups);
        for group in groups {
            let group = templates.resolve(&id.0, group)?;
            let wearer = name(&templates.path(&id), names);
            worn.entry(group).or_default().insert(wearer);
        }
    }
    let called = worn.into_iter().map(|(group, wearers)| {
        let wearers: Vec<_> = wearers.into_iter().collect();
        let name = match &*wearers {
            [] => name(&templates.path(&group), names),
            _ => wearers.join(" and "),
        };
        (group, name)
    });
    Ok(called.collect())
}

/// The security groups that a resource has, by whatever property.
fn collect<'a>(value: &'a Json, groups: &mut Vec<&'a Json>) {
    const PROPERTIES: [&str; 5] = [
        "SecurityGroups",
        "SecurityGroupIds",
        "VPCSecurityGroups",
        "VpcSecurityGroupIds",
        "GroupSet",
    ];
    match value {
        Json::Object(map) => {
            for (key, value) in map {
                match value.as_array() {
                    Some(list) if PROPERTIES.contains(&key.as_str()) => groups.extend(list),
                    _ => collect(value, groups),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| collect(item, groups)),
        _ => {}
    }
}

/// Whether a peer may be a member of `group`: itself, or by an address in the network.
fn means(peer: &Peer, group: &Id, network: CidrBlock) -> bool {
    match peer {
        Peer::Group(other) => other == group,
        Peer::Block(block) => block
            .parse::<CidrBlock>()
            .is_ok_and(|block| block.overlaps(network)),
        // The lists that rules name are of addresses of AWS.
        Peer::PrefixList(_) => false,
    }
}

fn common(out: &Rule, into: &Rule) -> Option<String> {
    let protocol = match (out.protocol.as_str(), into.protocol.as_str()) {
        ("-1", other) | (other, "-1") => other,
        (one, other) if one == other => one,
        _ => return None,
    };
    let ports = (out.ports.0.max(into.ports.0), out.ports.1.min(into.ports.1));
    (ports.0 <= ports.1).then(|| text(protocol, ports))
}

fn text(protocol: &str, (from, to): (i64, i64)) -> String {
    let protocol = if protocol == "-1" { "all" } else { protocol };
    if from == to { format!("{protocol} {from}") } else { format!("{protocol} {from}-{to}") }
}

fn name(given: &str, names: &[(&str, &str)]) -> String {
    let known = names.iter().find(|(path, _)| *path == given);
    known.map_or(given, |(_, name)| name).to_owned()
}
