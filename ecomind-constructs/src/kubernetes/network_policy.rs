//! Who may connect to whom: what security groups are to tasks.

use k8s_openapi::{
    api::networking::v1::{
        IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule,
        NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec,
    },
    apimachinery::pkg::util::intstr::IntOrString,
};

use crate::{
    aws::{ec2::Opening, eks::Workload},
    value::{CidrBlock, Port, Protocol},
};

use super::pod;

/// The agent that gives pods their roles, which is on each server.
const IDENTITY_AGENT: &str = "169.254.170.23/32";

/// A policy that closes the pods of a workload, and opens what the app has opened for it.
///
/// Databases, caches, brokers and load balancers have addresses of the network; their security
/// groups say which of them the pods of the cluster get to. Beside that pods may find names, ask for
/// their role, and call anybody by HTTPS, as tasks may.
pub(super) fn network_policy(
    workload: &Workload,
    all: &[&Workload],
    openings: &[Opening],
    network: CidrBlock,
) -> NetworkPolicy {
    let peer = |owner| match all.iter().find(|other| other.owner == owner) {
        Some(other) => NetworkPolicyPeer {
            pod_selector: Some(pod::selector(other)),
            ..NetworkPolicyPeer::default()
        },
        None => block(&network.to_string()),
    };
    let mut ingress: Vec<NetworkPolicyIngressRule> = Vec::new();
    let mut egress: Vec<NetworkPolicyEgressRule> = Vec::new();
    // The cluster itself asks pods whether they are well, and tells them names: servers always may.
    let is_of_cluster = |owner| owner == workload.cluster;
    for Opening { client, server, port, .. } in openings {
        if is_of_cluster(client.owner()) || is_of_cluster(server.owner()) {
            continue;
        }
        if server.owner() == workload.owner {
            let from = Some(vec![peer(client.owner())]);
            let rule = NetworkPolicyIngressRule { from, ports: Some(vec![at(*port)]) };
            if !ingress.contains(&rule) {
                ingress.push(rule);
            }
        }
        if client.owner() == workload.owner {
            let to = Some(vec![peer(server.owner())]);
            let rule = NetworkPolicyEgressRule { ports: Some(vec![at(*port)]), to };
            if !egress.contains(&rule) {
                egress.push(rule);
            }
        }
    }
    let names = [at(Port::udp(53)), at(Port::tcp(53))];
    egress.push(NetworkPolicyEgressRule { ports: Some(names.to_vec()), to: None });
    for (to, port) in [(IDENTITY_AGENT, Port::tcp(80)), ("0.0.0.0/0", Port::HTTPS)] {
        let (ports, to) = (Some(vec![at(port)]), Some(vec![block(to)]));
        egress.push(NetworkPolicyEgressRule { ports, to });
    }
    NetworkPolicy {
        metadata: pod::metadata(workload),
        spec: Some(NetworkPolicySpec {
            egress: Some(egress),
            ingress: Some(ingress),
            pod_selector: Some(pod::selector(workload)),
            policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
        }),
    }
}

fn block(cidr: &str) -> NetworkPolicyPeer {
    let ip_block = Some(IPBlock { cidr: cidr.to_owned(), except: None });
    NetworkPolicyPeer { ip_block, ..NetworkPolicyPeer::default() }
}

fn at(port: Port) -> NetworkPolicyPort {
    let protocol = if port.protocol() == Protocol::Udp { "UDP" } else { "TCP" };
    NetworkPolicyPort {
        end_port: (port.from() != port.to()).then(|| i32::from(port.to())),
        port: Some(IntOrString::Int(port.from().into())),
        protocol: Some(protocol.to_owned()),
    }
}
