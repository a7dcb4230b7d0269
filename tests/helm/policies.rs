//! Who may connect to whom, by network policies and by security groups.

use std::collections::BTreeSet;

use ecomind_app::Environment;
use ecomind_constructs::reachability::{End, Reachability};
use serde_json::Value as Json;

use super::charts::Outcome;

/// What pods may do that tasks may without a rule: find names, and ask for their role.
const ANYWAY: [&str; 3] = ["udp 53", "tcp 53", "tcp 80"];

/// What the group of a cluster is called, which its servers have.
const SERVERS: &str = "servers";

/// What the policies of pods open, such as `api -> network: tcp 5432`. A connection between two
/// pods takes both of their policies.
pub(crate) fn of_pods(manifests: &[Json], network: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let mut into = BTreeSet::new();
    for policy in manifests.iter().filter(|it| it["kind"] == "NetworkPolicy") {
        let spec = &policy["spec"];
        let pod = selected(&spec["podSelector"]);
        for (rules, peers, is_out) in [("egress", "to", true), ("ingress", "from", false)] {
            for rule in spec[rules].as_array().into_iter().flatten() {
                for port in rule["ports"].as_array().into_iter().flatten() {
                    let protocol = port["protocol"].as_str().unwrap_or_default().to_lowercase();
                    let port = format!("{protocol} {}", port["port"]);
                    for peer in rule[peers].as_array().into_iter().flatten() {
                        let other = called(peer, network);
                        if is_out {
                            out.insert(format!("{pod} -> {other}: {port}"));
                        } else {
                            into.insert(format!("{other} -> {pod}: {port}"));
                        }
                    }
                }
            }
        }
    }
    let is_between_pods = |line: &String| !line.contains("network") && !line.contains("anywhere");
    let agreed: BTreeSet<String> = out.intersection(&into).cloned().collect();
    let alone = out
        .symmetric_difference(&into)
        .filter(|line| !is_between_pods(line))
        .cloned();
    agreed
        .iter()
        .cloned()
        .chain(alone)
        .filter(|line| !ANYWAY.iter().any(|port| line.ends_with(port)))
        .collect()
}

/// The same of the security groups of tasks or pods, whatever runs there. What is neither is part
/// of the network, as it is to pods. What every pod needs of its server is left out: that it is
/// asked whether it is well, and finds names.
pub(crate) fn of_groups(environment: &Environment) -> Outcome<BTreeSet<String>> {
    let app = ecomind_app::every_stack(environment)?;
    let reachability = Reachability::of(&app)?;
    let lines = reachability
        .network()
        .connections()
        .into_iter()
        .filter_map(|it| {
            let (from, to) = (end(&it.from), end(&it.to));
            let is_of_task = |name: &str| !["network", "anywhere"].contains(&name);
            let port = format!("{} {}", it.protocol, it.ports.0);
            let is_of_server = [&from, &to].contains(&&SERVERS.to_owned());
            (it.is_open && !is_of_server && (is_of_task(&from) || is_of_task(&to)))
                .then(|| format!("{from} -> {to}: {port}"))
        });
    Ok(lines.collect())
}

fn end(end: &End) -> String {
    const TASKS: [(&str, &str); 5] = [
        ("Services/Gateway/", "gateway"),
        ("Services/Api/", "api"),
        ("Services/Worker/", "worker"),
        ("Services/Ui/", "ui"),
        ("Compute/Migration", "migration"),
    ];
    match end {
        End::Block(block) if block == "0.0.0.0/0" => "anywhere".to_owned(),
        End::Group { path, .. } if path.starts_with("Compute/Cluster") => SERVERS.to_owned(),
        End::Group { path, .. } => {
            let task = TASKS.iter().find(|(prefix, _)| path.starts_with(prefix));
            task.map_or("network", |(_, name)| *name).to_owned()
        }
        _ => "network".to_owned(),
    }
}

fn called(peer: &Json, network: &str) -> String {
    match peer["ipBlock"]["cidr"].as_str() {
        Some("0.0.0.0/0") => "anywhere".to_owned(),
        Some(block) if block == network => "network".to_owned(),
        Some(other) => other.to_owned(),
        None => selected(&peer["podSelector"]),
    }
}

fn selected(selector: &Json) -> String {
    let name = &selector["matchLabels"]["app.kubernetes.io/name"];
    name.as_str().unwrap_or_default().to_owned()
}
