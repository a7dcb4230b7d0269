//! What the internet reaches.

use serde_json::Value;

use super::{
    Key, Network, Verdict,
    network::{text, wearers},
    rules::{Peer, Rule, Way, is_public},
};
use crate::{
    template::{Meaning, Resource, Stacks},
    value::Port,
};

impl Network<'_> {
    /// Whether the internet can connect to members of a group, on a port or on any.
    pub(super) fn internet_to(&self, group: &Key, port: Option<Port>) -> Verdict {
        self.lets_internet_in(group, port)
            .and(self.has_public_members(group))
    }

    fn lets_internet_in(&self, group: &Key, port: Option<Port>) -> Verdict {
        let fits = |rule: &&Rule| {
            rule.way == Way::In && rule.group == *group && port.is_none_or(|it| rule.allows(it))
        };
        let on = port.map_or_else(|| "any port".to_owned(), text);
        let nothing = || {
            Verdict::no(format!(
                "`{}` lets no address of the internet in on {on}",
                self.path(group)
            ))
        };
        let rules = self.rules.iter().filter(fits);
        rules
            .map(|rule| match &rule.peer {
                Peer::Group(_) => nothing(),
                Peer::Block(block) if !is_public(block) => nothing(),
                Peer::Block(block) => Verdict::yes(format!("`{}` lets {block} in", rule.path)),
                Peer::PrefixList(list) => {
                    Verdict::unknown(format!("`{}` lets the addresses of {list} in", rule.path))
                }
                Peer::Unknown => Verdict::unknown(format!(
                    "`{}` is of addresses that are known only at deployment",
                    rule.path
                )),
            })
            .reduce(Verdict::or)
            .unwrap_or_else(nothing)
    }

    /// Whether something that has the group has an address of the internet.
    fn has_public_members(&self, group: &Key) -> Verdict {
        let unused =
            || Verdict::unknown(format!("nothing in the app has the group `{}`", self.path(group)));
        wearers(self.stacks, group)
            .map(|(stack, resource)| member(self.stacks, stack, resource))
            .reduce(Verdict::or)
            .unwrap_or_else(unused)
    }
}

/// Whether a resource can be reached from the internet, groups aside.
fn member(stacks: &Stacks, stack: usize, resource: Resource<'_>) -> Verdict {
    let path = stacks.all()[stack].path(resource.logical_id);
    let yes = |why: &str| Verdict::yes(format!("`{path}` {why}"));
    let no = |why: &str| Verdict::no(format!("`{path}` {why}"));
    let unknown = |why: &str| Verdict::unknown(format!("`{path}` {why}"));
    let known = |at: &[&str]| {
        let properties = resource.entry.get("Properties")?;
        at.iter()
            .try_fold((stack, properties), |(stack, value), name| {
                match stacks.meaning(stack, value.get(name)?) {
                    Meaning::Written { stack, value } => Some((stack, value)),
                    _ => None,
                }
            })
    };
    let is = |at: &[&str], text: &str| known(at).and_then(|(_, it)| it.as_str()) == Some(text);
    let address = match resource.type_name {
        "AWS::ElasticLoadBalancingV2::LoadBalancer" if is(&["Scheme"], "internal") => {
            return no("is an internal load balancer");
        }
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => yes("is a load balancer of the internet"),
        "AWS::RDS::DBInstance" => match known(&["PubliclyAccessible"]).map(|(_, it)| it) {
            Some(Value::Bool(false)) => return no("is not publicly accessible"),
            Some(Value::Bool(true)) => yes("is publicly accessible"),
            _ => unknown("does not say whether it is publicly accessible"),
        },
        "AWS::ECS::Service" => {
            let at = ["NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"];
            if !is(&at, "ENABLED") {
                return no("gives its tasks no public address");
            }
            yes("gives its tasks public addresses")
        }
        "AWS::MSK::Cluster" => {
            let at = ["BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"];
            if !is(&at, "SERVICE_PROVIDED_EIPS") {
                return no("has no public brokers");
            }
            yes("has public brokers")
        }
        "AWS::ElastiCache::ReplicationGroup"
        | "AWS::EC2::VPCEndpoint"
        | "AWS::Lambda::Function"
        | "AWS::SecretsManager::RotationSchedule" => return no("has no public address"),
        "AWS::EC2::Instance" | "AWS::EC2::NetworkInterface" => {
            address_of_instance(stacks, stack, resource, &path)
        }
        _ => unknown("is of a type whose addresses are beyond the model"),
    };
    address.and(routes(stacks, stack, resource, &path))
}

/// Whether a server or an interface has a public address: its own, or an elastic one.
fn address_of_instance(
    stacks: &Stacks,
    stack: usize,
    resource: Resource<'_>,
    path: &str,
) -> Verdict {
    let mut says = Vec::new();
    resource
        .entry
        .values()
        .for_each(|value| find(value, "AssociatePublicIpAddress", &mut says));
    if says.iter().any(|it| **it == Value::Bool(true)) {
        return Verdict::yes(format!("`{path}` has a public address"));
    }
    let is_here =
        |value: &Value, at: usize| stacks.target(at, value) == Some((stack, resource.logical_id));
    let has_elastic = stacks.resources().any(|(at, other)| {
        let is_address = matches!(other.type_name, "AWS::EC2::EIP" | "AWS::EC2::EIPAssociation");
        let ends = ["InstanceId", "NetworkInterfaceId"].map(|name| other.property(name));
        is_address && ends.into_iter().flatten().any(|value| is_here(value, at))
    });
    if has_elastic {
        return Verdict::yes(format!("`{path}` has an elastic address"));
    }
    let gives_addresses = subnets(stacks, stack, resource).iter().any(|(at, id)| {
        let subnet = stacks
            .resource(*at, id)
            .and_then(|it| it.property("MapPublicIpOnLaunch"));
        subnet == Some(&Value::Bool(true))
    });
    if gives_addresses && says.is_empty() {
        return Verdict::yes(format!("`{path}` gets a public address in its subnet"));
    }
    Verdict::no(format!("`{path}` has no public address"))
}

/// Whether a subnet of a resource has a route from the internet.
fn routes(stacks: &Stacks, stack: usize, resource: Resource<'_>, path: &str) -> Verdict {
    let subnets = subnets(stacks, stack, resource);
    if subnets.is_empty() {
        return Verdict::unknown(format!("`{path}` is in subnets that are not in the app"));
    }
    let is_public = |subnet: &Key| {
        let tables = stacks
            .resources()
            .filter(|(_, it)| it.type_name == "AWS::EC2::SubnetRouteTableAssociation");
        let mut table = tables.filter_map(|(at, it)| {
            let of = stacks.target(at, it.property("SubnetId")?)?;
            (of == (subnet.0, subnet.1.as_str())).then_some(())?;
            stacks.target(at, it.property("RouteTableId")?)
        });
        let table = table.next();
        stacks.resources().any(|(at, it)| {
            let of = it
                .property("RouteTableId")
                .and_then(|value| stacks.target(at, value));
            it.type_name == "AWS::EC2::Route"
                && table.is_some()
                && of == table
                && it
                    .property("GatewayId")
                    .is_some_and(|value| is_internet_gateway(stacks, at, value))
        })
    };
    if subnets.iter().any(is_public) {
        Verdict::yes(format!("`{path}` is in a subnet with a route to the internet gateway"))
    } else {
        Verdict::no(format!("`{path}` is in subnets without a route to an internet gateway"))
    }
}

fn is_internet_gateway(stacks: &Stacks, stack: usize, value: &Value) -> bool {
    let target = stacks.target(stack, value);
    let resource = target.and_then(|(stack, id)| stacks.resource(stack, id));
    // One from outside of the app is named by its id.
    resource.map_or_else(
        || value.as_str().is_some_and(|id| id.starts_with("igw-")),
        |it| it.type_name == "AWS::EC2::InternetGateway",
    )
}

/// The subnets of the app that a resource is in, by whatever property, or by its subnet group.
fn subnets(stacks: &Stacks, stack: usize, resource: Resource<'_>) -> Vec<Key> {
    let mut found = Vec::new();
    let mut pending = vec![(stack, resource)];
    for _ in 0..2 {
        let mut groups = Vec::new();
        for (stack, resource) in pending {
            let Some(properties) = resource.entry.get("Properties") else { continue };
            let mut targets = Vec::new();
            targets_of(stacks, stack, properties, &mut targets);
            for (at, id) in targets {
                match stacks.resource(at, id) {
                    Some(it) if it.type_name == "AWS::EC2::Subnet" => {
                        found.push((at, id.to_owned()));
                    }
                    Some(it) if it.type_name.ends_with("SubnetGroup") => groups.push((at, it)),
                    _ => {}
                }
            }
        }
        pending = groups;
    }
    found
}

fn targets_of<'a>(
    stacks: &'a Stacks,
    stack: usize,
    value: &'a Value,
    targets: &mut Vec<(usize, &'a str)>,
) {
    if let Some(target) = stacks.target(stack, value) {
        targets.push(target);
        return;
    }
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|it| targets_of(stacks, stack, it, targets)),
        Value::Object(map) => map
            .values()
            .for_each(|it| targets_of(stacks, stack, it, targets)),
        _ => {}
    }
}

fn find<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get(name));
            map.values().for_each(|it| find(it, name, found));
        }
        Value::Array(items) => items.iter().for_each(|it| find(it, name, found)),
        _ => {}
    }
}
