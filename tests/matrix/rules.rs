//! Every rule of every security group, wherever it is written.

use serde_json::Value as Json;

use super::templates::{Id, Templates};

/// One rule: a group, which way, whom to, and on which ports.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) group: Id,
    pub(crate) way: Way,
    pub(crate) peer: Peer,
    pub(crate) protocol: String,
    pub(crate) ports: (i64, i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    In,
    Out,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Peer {
    Group(Id),
    Block(String),
    PrefixList(String),
}

/// What CloudFormation writes where a group says nothing about the way out.
const EVERYWHERE: &str = "0.0.0.0/0";
/// What a group has that is to let nothing out: no list at all would let everything out.
const NOBODY: &str = "255.255.255.255/32";

pub(crate) fn all(templates: &Templates) -> Result<Vec<Rule>, String> {
    let mut rules = Vec::new();
    for (id, kind, properties) in templates.resources() {
        match kind {
            "AWS::EC2::SecurityGroup" => {
                for (property, way) in
                    [("SecurityGroupIngress", Way::In), ("SecurityGroupEgress", Way::Out)]
                {
                    for rule in properties[property].as_array().into_iter().flatten() {
                        rules.push(one(templates, &id.0, id.clone(), way, rule)?);
                    }
                }
                if properties["SecurityGroupEgress"]
                    .as_array()
                    .is_none_or(Vec::is_empty)
                {
                    rules.push(Rule {
                        group: id,
                        way: Way::Out,
                        peer: Peer::Block(EVERYWHERE.to_owned()),
                        protocol: "-1".to_owned(),
                        ports: (0, 65_535),
                    });
                }
            }
            "AWS::EC2::SecurityGroupIngress" | "AWS::EC2::SecurityGroupEgress" => {
                let way = if kind.ends_with("Ingress") { Way::In } else { Way::Out };
                let group = templates.resolve(&id.0, &properties["GroupId"])?;
                rules.push(one(templates, &id.0, group, way, properties)?);
            }
            _ => {}
        }
    }
    rules.retain(|rule| rule.peer != Peer::Block(NOBODY.to_owned()));
    Ok(rules)
}

fn one(
    templates: &Templates,
    stack: &str,
    group: Id,
    way: Way,
    rule: &Json,
) -> Result<Rule, String> {
    let side = match way {
        Way::In => "Source",
        Way::Out => "Destination",
    };
    let other = &rule[format!("{side}SecurityGroupId")];
    let list = &rule[format!("{side}PrefixListId")];
    let block = if rule["CidrIp"].is_null() { &rule["CidrIpv6"] } else { &rule["CidrIp"] };
    let peer = if !other.is_null() {
        Peer::Group(templates.resolve(stack, other)?)
    } else if let Some(list) = list.as_str() {
        Peer::PrefixList(list.to_owned())
    } else if let Some(block) = block.as_str() {
        Peer::Block(block.to_owned())
    } else {
        return Err(format!("nobody knows whom {rule} of {stack} speaks of"));
    };
    let port = |name: &str, all: i64| rule[name].as_i64().unwrap_or(all);
    let protocol = rule["IpProtocol"].as_str().unwrap_or("-1").to_owned();
    let ports = (port("FromPort", 0), port("ToPort", 65_535));
    Ok(Rule { group, way, peer, protocol, ports })
}
