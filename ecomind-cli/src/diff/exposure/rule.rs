//! One rule of a security group or a network ACL, and whether it holds another one.

use serde_json::Value;

use crate::diff::values::{scalar_text, shown};

use super::cidr::Cidr;

/// One rule about traffic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The security group or network ACL.
    pub group: String,
    /// Whether it is about what comes in; otherwise about what goes out.
    pub ingress: bool,
    /// Whether it allows; only network ACLs deny.
    pub allow: bool,
    /// The protocol: `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `all`.
    pub protocol: String,
    /// The ports, such as `443` or `0-65535`; for ICMP the type.
    pub ports: String,
    /// The other side: a range of addresses, a group, a prefix list.
    pub peer: String,
}

impl Rule {
    /// Whether it allows, or denies, all that another one does.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let same_place =
            self.group == other.group && self.ingress == other.ingress && self.allow == other.allow;
        let protocol = self.protocol == "all" || self.protocol == other.protocol;
        same_place && protocol && self.covers_ports(other) && self.covers_peer(other)
    }

    fn covers_ports(&self, other: &Self) -> bool {
        if self.protocol == "all" || self.ports == other.ports {
            return true;
        }
        let range = |text: &str| {
            let (from, to) = text.split_once('-').unwrap_or((text, text));
            Some((from.parse::<u32>().ok()?, to.parse::<u32>().ok()?))
        };
        match (range(&self.ports), range(&other.ports)) {
            (Some((from, to)), Some((low, high))) => from <= low && high <= to,
            _ => self.ports == "all",
        }
    }

    fn covers_peer(&self, other: &Self) -> bool {
        match (Cidr::parse(&self.peer), Cidr::parse(&other.peer)) {
            (Some(wide), Some(narrow)) => wide.covers(narrow),
            _ => self.peer == other.peer,
        }
    }

    /// Whether the other side is everybody.
    pub(super) fn is_to_everybody(&self) -> bool {
        Cidr::parse(&self.peer).is_some_and(Cidr::is_everything)
    }

    /// The group, a verb, and the rest.
    pub(super) fn sentence(&self, verb: &str) -> String {
        let Self { group, protocol, ports, peer, .. } = self;
        let direction = if self.ingress { "to" } else { "towards" };
        let ports = if ports == "all" || protocol == "all" {
            "all ports".to_owned()
        } else {
            format!("port {ports}")
        };
        let protocol =
            if protocol == "all" { "all protocols".to_owned() } else { protocol.clone() };
        format!("{group} {verb} {protocol}, {ports} {direction} {peer}")
    }
}

/// The protocol by the name that everybody uses.
pub(super) fn protocol(value: Option<&Value>) -> String {
    let text = value.map(|value| scalar_text(value).unwrap_or_else(|| shown(value)));
    match text.as_deref().map(str::to_lowercase).as_deref() {
        None | Some("-1" | "all") => "all".to_owned(),
        Some("6") => "tcp".to_owned(),
        Some("17") => "udp".to_owned(),
        Some("1") => "icmp".to_owned(),
        Some("58") => "icmpv6".to_owned(),
        Some(other) => other.to_owned(),
    }
}

/// A range of ports; none given, or -1, is all of them.
pub(super) fn ports(from: Option<&Value>, to: Option<&Value>) -> String {
    let text = |value: Option<&Value>| value.map(|it| scalar_text(it).unwrap_or_else(|| shown(it)));
    match (text(from), text(to)) {
        (None, None) => "all".to_owned(),
        (Some(from), Some(to)) if from == to => {
            if from == "-1" {
                "all".to_owned()
            } else {
                from
            }
        }
        (Some(from), None) if from == "-1" => "all".to_owned(),
        (Some(from), Some(to)) if from == "0" && to == "65535" => "all".to_owned(),
        (from, to) => format!("{}-{}", from.unwrap_or_default(), to.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(protocol: &str, ports: &str, peer: &str) -> Rule {
        let text = str::to_owned;
        Rule {
            group: text("g"),
            ingress: true,
            allow: true,
            protocol: text(protocol),
            ports: text(ports),
            peer: text(peer),
        }
    }

    #[test]
    fn a_wider_rule_holds_a_narrower_one() {
        assert!(rule("tcp", "0-1024", "10.0.0.0/8").covers(&rule("tcp", "443", "10.1.0.0/16")));
        assert!(rule("all", "all", "0.0.0.0/0").covers(&rule("udp", "53", "10.0.0.0/8")));
        assert!(!rule("tcp", "443", "0.0.0.0/0").covers(&rule("tcp", "442-443", "0.0.0.0/0")));
        assert!(!rule("tcp", "443", "10.0.0.0/8").covers(&rule("udp", "443", "10.0.0.0/8")));
        assert!(!rule("tcp", "443", "${A.GroupId}").covers(&rule("tcp", "443", "${B.GroupId}")));
    }
}
