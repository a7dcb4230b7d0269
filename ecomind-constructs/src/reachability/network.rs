//! What security groups let through.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Key, Verdict,
    rules::{self, Cover, Peer, Rule, Way, covers},
};
use crate::{
    template::{Meaning, Stacks},
    value::{CidrBlock, Port},
};

/// Every connection that the security groups of some stacks open.
///
/// Groups are taken to reach each other when they are in one VPC: routes inside of a VPC always
/// lead everywhere.
#[derive(Debug)]
pub struct Network<'a> {
    pub(super) stacks: &'a Stacks,
    pub(super) rules: Vec<Rule>,
    /// Rules of groups that are not in the app.
    lost: usize,
    worn: BTreeMap<Key, Vec<String>>,
}

/// A connection that may be made, as far as rules are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// Who makes it.
    pub from: End,
    /// Who takes it.
    pub to: End,
    /// A name such as `tcp`, or `-1` for any.
    pub protocol: String,
    /// The first and the last port.
    pub ports: (u16, u16),
    /// Whether both ends let it through; otherwise one rule is there and its counterpart is not.
    pub is_open: bool,
}

/// One end of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum End {
    /// A security group.
    Group {
        /// Its construct.
        path: String,
        /// The constructs that have it, in the order of the templates.
        worn_by: Vec<String>,
    },
    /// A block of addresses, such as `0.0.0.0/0`.
    Block(String),
    /// A prefix list, by its id.
    PrefixList(String),
    /// Something that is known only at deployment.
    Unknown,
}

impl<'a> Network<'a> {
    /// Reads the rules of all stacks.
    #[must_use]
    pub fn of(stacks: &'a Stacks) -> Self {
        let (rules, lost) = rules::all(stacks);
        Self { stacks, rules, lost, worn: worn(stacks) }
    }

    /// Every connection that both ends let through, then every rule without a counterpart, each
    /// once and in the order of the templates.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        let mut found = Vec::new();
        let mut used = vec![false; self.rules.len()];
        for (at, out) in self.of_way(Way::Out) {
            for (other_at, into) in self.of_way(Way::In) {
                let meet = self.means(&out.peer, &into.group) != Cover::Nothing
                    && self.means(&into.peer, &out.group) != Cover::Nothing;
                let Some((protocol, ports)) = out.common(into).filter(|_| meet) else { continue };
                (used[at], used[other_at]) = (true, true);
                let (from, to) = (self.end(&out.group), self.end(&into.group));
                found.push(Connection { from, to, protocol, ports, is_open: true });
            }
        }
        for (rule, used) in self.rules.iter().zip(used) {
            let is_group = matches!(rule.peer, Peer::Group(_));
            if used && is_group {
                continue;
            }
            let (here, there) = (self.end(&rule.group), self.peer(&rule.peer));
            let (from, to) = match rule.way {
                Way::In => (there, here),
                Way::Out => (here, there),
            };
            let (protocol, ports) = (rule.protocol.clone(), rule.ports);
            found.push(Connection { from, to, protocol, ports, is_open: !is_group });
        }
        let mut each = Vec::new();
        for connection in found {
            if !each.contains(&connection) {
                each.push(connection);
            }
        }
        each
    }

    /// Whether members of one group can connect to a port of members of another.
    pub(super) fn between(&self, from: &Key, to: &Key, port: Port) -> Verdict {
        let out = self.side(from, Way::Out, to, port);
        let into = self.side(to, Way::In, from, port);
        let verdict = out.and(into);
        if !verdict.is_no() && self.vpc(from) != self.vpc(to) {
            return Verdict::unknown("the groups are not known to be in one VPC");
        }
        if verdict.is_yes() && self.has_network_acls() {
            return Verdict::unknown("network ACLs are beyond the model");
        }
        verdict
    }

    /// What the rules of one end say about the other.
    fn side(&self, group: &Key, way: Way, other: &Key, port: Port) -> Verdict {
        let (here, there) = (self.path(group), self.path(other));
        let direction = match way {
            Way::In => "in from",
            Way::Out => "out to",
        };
        let nothing = || {
            let place = format!("`{here}` lets nothing {direction} `{there}` on {}", text(port));
            // A rule of a group that cannot be followed might be of this one.
            if self.lost == 0 { Verdict::no(place) } else { Verdict::unknown(place) }
        };
        let rules = self.of_way(way).map(|(_, rule)| rule);
        let fitting = rules.filter(|rule| rule.group == *group && rule.allows(port));
        fitting
            .map(|rule| match (&rule.peer, self.means(&rule.peer, other)) {
                (Peer::Unknown | Peer::PrefixList(_), _) => {
                    Verdict::unknown(format!("`{}` is of addresses that are not known", rule.path))
                }
                (_, Cover::Everything) => Verdict::yes(format!("`{}` allows it", rule.path)),
                (_, Cover::Some) => {
                    Verdict::unknown(format!("`{}` is of some addresses of the VPC", rule.path))
                }
                (_, Cover::Nothing) => nothing(),
            })
            .reduce(Verdict::or)
            .unwrap_or_else(nothing)
    }

    /// Whether a peer is the members of a group, or some of them.
    fn means(&self, peer: &Peer, group: &Key) -> Cover {
        match peer {
            Peer::Group(other) if other == group => Cover::Everything,
            Peer::Block(block) => match self.addresses(group) {
                Some(network) => covers(block, network),
                None if block == "0.0.0.0/0" => Cover::Everything,
                None => Cover::Some,
            },
            Peer::Group(_) | Peer::PrefixList(_) | Peer::Unknown => Cover::Nothing,
        }
    }

    /// The VPC of a group.
    pub(super) fn vpc(&self, (stack, id): &Key) -> Option<Key> {
        let vpc = self.stacks.resource(*stack, id)?.property("VpcId")?;
        let (stack, id) = self.stacks.target(*stack, vpc)?;
        Some((stack, id.to_owned()))
    }

    fn addresses(&self, group: &Key) -> Option<CidrBlock> {
        let (stack, id) = self.vpc(group)?;
        let block = self.stacks.resource(stack, &id)?.property("CidrBlock")?;
        match self.stacks.meaning(stack, block) {
            Meaning::Written { value: Value::String(block), .. } => block.parse().ok(),
            _ => None,
        }
    }

    fn has_network_acls(&self) -> bool {
        self.stacks
            .resources()
            .any(|(_, it)| it.type_name == "AWS::EC2::NetworkAcl")
    }

    fn of_way(&self, way: Way) -> impl Iterator<Item = (usize, &Rule)> {
        self.rules
            .iter()
            .enumerate()
            .filter(move |(_, rule)| rule.way == way)
    }

    pub(super) fn path(&self, (stack, id): &Key) -> String {
        self.stacks.all()[*stack].path(id)
    }

    fn end(&self, group: &Key) -> End {
        let worn_by = self.worn.get(group).cloned().unwrap_or_default();
        End::Group { path: self.path(group), worn_by }
    }

    fn peer(&self, peer: &Peer) -> End {
        match peer {
            Peer::Group(group) => self.end(group),
            Peer::Block(block) => End::Block(block.clone()),
            Peer::PrefixList(list) => End::PrefixList(list.clone()),
            Peer::Unknown => End::Unknown,
        }
    }
}

/// The resources that have a group, by whatever property.
pub(super) fn wearers<'a>(
    stacks: &'a Stacks,
    group: &'a Key,
) -> impl Iterator<Item = (usize, crate::template::Resource<'a>)> {
    stacks.resources().filter(move |(stack, resource)| {
        let mut groups = Vec::new();
        resource
            .entry
            .values()
            .for_each(|value| collect(value, &mut groups));
        groups
            .iter()
            .any(|value| stacks.target(*stack, value) == Some((group.0, group.1.as_str())))
    })
}

fn worn(stacks: &Stacks) -> BTreeMap<Key, Vec<String>> {
    let mut worn: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for (stack, resource) in stacks.resources() {
        let mut groups = Vec::new();
        resource
            .entry
            .values()
            .for_each(|value| collect(value, &mut groups));
        for (at, id) in groups
            .iter()
            .filter_map(|value| stacks.target(stack, value))
        {
            let wearers = worn.entry((at, id.to_owned())).or_default();
            let path = stacks.all()[stack].path(resource.logical_id);
            if !wearers.contains(&path) {
                wearers.push(path);
            }
        }
    }
    worn
}

/// The security groups that a resource has.
fn collect<'a>(value: &'a Value, groups: &mut Vec<&'a Value>) {
    const PROPERTIES: [&str; 6] = [
        "SecurityGroups",
        "SecurityGroupIds",
        "VPCSecurityGroups",
        "VpcSecurityGroupIds",
        "GroupSet",
        "Groups",
    ];
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_array() {
                    Some(list) if PROPERTIES.contains(&key.as_str()) => groups.extend(list),
                    _ => collect(value, groups),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, groups)),
        _ => {}
    }
}

pub(super) fn text(port: Port) -> String {
    let protocol = port.protocol().name();
    match (port.from(), port.to()) {
        (from, to) if from == to => format!("{protocol} {from}"),
        (from, to) => format!("{protocol} {from}-{to}"),
    }
}
