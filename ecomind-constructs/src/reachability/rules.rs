//! Every rule of every security group, wherever it is written.

use std::net::Ipv4Addr;

use serde_json::Value;

use super::Key;
use crate::{
    template::{Meaning, Resource, Stacks},
    value::{CidrBlock, Port},
};

/// One rule: a group, which way, whom to, and on which ports.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) group: Key,
    pub(super) way: Way,
    pub(super) peer: Peer,
    /// A name such as `tcp`, or `-1` for any.
    pub(super) protocol: String,
    pub(super) ports: (u16, u16),
    /// The construct of the rule.
    pub(super) path: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
}

/// The other end of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Peer {
    Group(Key),
    /// As it is written, such as `10.0.0.0/16`.
    Block(String),
    PrefixList(String),
    Unknown,
}

/// What a group has that is to let nothing out: no list at all would let everything out.
const NOBODY: &str = "255.255.255.255/32";

/// The rules of all groups. A group that no rule can be followed to is left out, and counted.
pub(super) fn all(stacks: &Stacks) -> (Vec<Rule>, usize) {
    let mut rules = Vec::new();
    let mut lost = 0;
    for (stack, resource) in stacks.resources() {
        let reader = Reader { stacks, stack, resource };
        match resource.type_name {
            "AWS::EC2::SecurityGroup" => reader.of_group(&mut rules),
            "AWS::EC2::SecurityGroupIngress" => lost += reader.alone(Way::In, &mut rules),
            "AWS::EC2::SecurityGroupEgress" => lost += reader.alone(Way::Out, &mut rules),
            _ => {}
        }
    }
    rules.retain(|rule| rule.peer != Peer::Block(NOBODY.to_owned()));
    (rules, lost)
}

impl Rule {
    /// Whether it lets traffic on a port through.
    pub(super) fn allows(&self, port: Port) -> bool {
        let is_protocol = self.protocol == "-1" || self.protocol == port.protocol().name();
        is_protocol && self.ports.0 <= port.from() && port.to() <= self.ports.1
    }

    /// The protocol and ports that both let through.
    pub(super) fn common(&self, other: &Self) -> Option<(String, (u16, u16))> {
        let protocol = match (self.protocol.as_str(), other.protocol.as_str()) {
            ("-1", it) | (it, "-1") => it,
            (one, it) if one == it => one,
            _ => return None,
        };
        let ports = (self.ports.0.max(other.ports.0), self.ports.1.min(other.ports.1));
        (ports.0 <= ports.1).then(|| (protocol.to_owned(), ports))
    }
}

/// Whether addresses of the internet are in a block; unknown blocks may have some.
pub(super) fn is_public(block: &str) -> bool {
    const PRIVATE: [(Ipv4Addr, u8); 5] = [
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
    ];
    if let Some((first, _)) = block.split_once('/').filter(|_| block.contains(':')) {
        // Unique local addresses of IPv6.
        return !(first.starts_with("fc") || first.starts_with("fd"));
    }
    let Some((first, prefix)) = parts(block) else { return true };
    !PRIVATE
        .iter()
        .any(|(private, bits)| *bits <= prefix && masked(first, *bits) == u32::from(*private))
}

/// Whether the first block has all addresses of the second, or some.
pub(super) fn covers(block: &str, other: CidrBlock) -> Cover {
    let text = other.to_string();
    let (Some((one, bits)), Some((two, other_bits))) = (parts(block), parts(&text)) else {
        return Cover::Nothing;
    };
    let shorter = bits.min(other_bits);
    if masked(one, shorter) != masked(two, shorter) {
        Cover::Nothing
    } else if bits <= other_bits {
        Cover::Everything
    } else {
        Cover::Some
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cover {
    Everything,
    Some,
    Nothing,
}

fn parts(block: &str) -> Option<(Ipv4Addr, u8)> {
    let (first, prefix) = block.split_once('/')?;
    let prefix = prefix.parse().ok().filter(|bits| *bits <= 32)?;
    Some((first.parse().ok()?, prefix))
}

fn masked(address: Ipv4Addr, bits: u8) -> u32 {
    let mask = u32::MAX
        .checked_shl(32 - u32::from(bits))
        .unwrap_or_default();
    u32::from(address) & mask
}

struct Reader<'a> {
    stacks: &'a Stacks,
    stack: usize,
    resource: Resource<'a>,
}

impl Reader<'_> {
    fn of_group(&self, rules: &mut Vec<Rule>) {
        let group = (self.stack, self.resource.logical_id.to_owned());
        for (name, way) in [("SecurityGroupIngress", Way::In), ("SecurityGroupEgress", Way::Out)] {
            let list = self.resource.property(name).and_then(Value::as_array);
            for rule in list.into_iter().flatten() {
                rules.push(self.rule(group.clone(), way, rule));
            }
            // EC2 gives such a group a rule that lets everything out.
            if way == Way::Out && list.is_none_or(Vec::is_empty) {
                rules.push(Rule {
                    peer: Peer::Block("0.0.0.0/0".to_owned()),
                    ..self.rule(group.clone(), way, &Value::Null)
                });
            }
        }
    }

    /// A rule that is a resource of its own; 1 when its group is not in the app.
    fn alone(&self, way: Way, rules: &mut Vec<Rule>) -> usize {
        let group = self.resource.property("GroupId");
        let target = group.and_then(|group| self.stacks.target(self.stack, group));
        let Some((stack, id)) = target else { return 1 };
        let properties = self
            .resource
            .entry
            .get("Properties")
            .unwrap_or(&Value::Null);
        rules.push(self.rule((stack, id.to_owned()), way, properties));
        0
    }

    fn rule(&self, group: Key, way: Way, rule: &Value) -> Rule {
        let side = match way {
            Way::In => "Source",
            Way::Out => "Destination",
        };
        let port = |name: &str, all: u16| match self.written(rule.get(name)) {
            Some(Value::Number(number)) => number
                .as_u64()
                .and_then(|it| it.try_into().ok())
                .unwrap_or(all),
            Some(Value::String(text)) => text.parse().unwrap_or(all),
            _ => all,
        };
        let protocol = match self.written(rule.get("IpProtocol")).map(text_of).as_deref() {
            Some("6") => "tcp".to_owned(),
            Some("17") => "udp".to_owned(),
            Some(name) => name.to_lowercase(),
            None => "-1".to_owned(),
        };
        let group_of = rule.get(format!("{side}SecurityGroupId"));
        let list = rule.get(format!("{side}PrefixListId"));
        let block = rule.get("CidrIp").or_else(|| rule.get("CidrIpv6"));
        let peer = match (group_of, list, block) {
            (Some(value), _, _) => match self.stacks.target(self.stack, value) {
                Some((stack, id)) => Peer::Group((stack, id.to_owned())),
                None => Peer::Unknown,
            },
            (_, Some(value), _) => match self.written(Some(value)) {
                Some(Value::String(id)) => Peer::PrefixList(id.clone()),
                _ => Peer::PrefixList("a prefix list".to_owned()),
            },
            (_, _, Some(value)) => match self.written(Some(value)) {
                Some(Value::String(block)) => Peer::Block(block.clone()),
                _ => self.block_of_vpc(value).map_or(Peer::Unknown, Peer::Block),
            },
            _ => Peer::Unknown,
        };
        Rule {
            group,
            way,
            peer,
            protocol,
            ports: (port("FromPort", 0), port("ToPort", u16::MAX)),
            path: self.stacks.all()[self.stack].path(self.resource.logical_id),
        }
    }

    fn written<'b>(&'b self, value: Option<&'b Value>) -> Option<&'b Value> {
        match self.stacks.meaning(self.stack, value?) {
            Meaning::Written { value, .. } => Some(value),
            Meaning::Resource { .. } | Meaning::Unknown => None,
        }
    }

    /// The addresses of a VPC, where a rule takes them from its attribute.
    fn block_of_vpc(&self, value: &Value) -> Option<String> {
        let Meaning::Resource { stack, logical_id, attribute: Some("CidrBlock") } =
            self.stacks.meaning(self.stack, value)
        else {
            return None;
        };
        let block = self
            .stacks
            .resource(stack, logical_id)?
            .property("CidrBlock")?;
        block.as_str().map(str::to_owned)
    }
}

fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_the_internet_are_told_from_private_ones() {
        let public = ["0.0.0.0/0", "203.0.113.0/24", "::/0", "10.0.0.0/7", "?"];
        assert_eq!(public.map(is_public), [true; 5]);
        let private = ["10.2.0.0/16", "172.16.0.0/12", "192.168.1.1/32", "fd00::/8"];
        assert_eq!(private.map(is_public), [false; 4]);
    }

    #[test]
    fn a_block_covers_another_wholly_or_in_part() {
        let network: CidrBlock = "10.2.0.0/16".parse().unwrap();
        let covered = ["0.0.0.0/0", "10.0.0.0/8", "10.2.128.0/20", "10.3.0.0/16", "::/0"]
            .map(|block| covers(block, network));
        use Cover::{Everything, Nothing, Some};
        assert_eq!(covered, [Everything, Everything, Some, Nothing, Nothing]);
    }
}
