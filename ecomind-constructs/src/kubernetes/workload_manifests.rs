//! The manifests of one workload.

use serde_json::json;

use crate::{
    aws::{
        ec2::Opening,
        eks::{Kind, Workload},
    },
    value::{CidrBlock, Value},
};

use super::{
    config, deployment,
    manifest::{Manifest, Values},
    network_policy, rollout, secrets, service, yaml,
};

/// Whether services are stepped from version to version by Argo.
const ROLLOUTS: &str = ".Values.rollouts.enabled";

/// What all workloads of a chart know.
pub(super) struct Surroundings<'a> {
    pub(super) all: Vec<&'a Workload>,
    pub(super) openings: Vec<Opening>,
    pub(super) network: CidrBlock,
    pub(super) region: String,
}

/// The manifests of a workload; what a deployment tells is what `fill` says.
pub(super) fn manifests(
    workload: &Workload,
    around: &Surroundings<'_>,
    fill: &dyn Fn(&str) -> String,
) -> Vec<Manifest> {
    let at = values_path(workload);
    let image = text(&workload.image, &format!("{at}.image"), fill);
    let mut all = vec![
        Manifest::new("service-account", &config::service_account(workload)),
        config_map(workload, &at, fill),
        network_policy(workload, around, &at),
    ];
    if !workload.container.secrets.is_empty() {
        all.push(secret_class(workload, around, &at, fill));
    }
    let resources = format!("{at}.resources");
    match &workload.kind {
        Kind::Job => {
            let job = Manifest::new("job", &deployment::job(workload, image))
                .lift_text("/spec/template/spec/containers/0/image", &format!("{at}.image"))
                .lift("/spec/template/spec/containers/0/resources", &resources);
            // What the job stands on is there before it, and gone before it is made anew.
            all = all
                .into_iter()
                .map(|it| hook(it, "-5", "before-hook-creation"))
                .collect();
            all.push(hook(job, "0", "before-hook-creation,hook-succeeded"));
        }
        Kind::Service { scaling, behind } => {
            let changed = format!(".Values.{at}.config | toJson | sha256sum | quote");
            let annotations = json!({"checksum/config": yaml::code(&changed)});
            all.push(
                Manifest::new("deployment", &deployment::deployment(workload, image))
                    .lift_text("/spec/template/spec/containers/0/image", &format!("{at}.image"))
                    .lift("/spec/template/spec/containers/0/resources", &resources)
                    .with("/spec/template/metadata", "annotations", annotations)
                    // Argo scales what it has taken over to nothing.
                    .with("/spec", &yaml::when(ROLLOUTS, "replicas"), 0.into()),
            );
            all.push(
                Manifest::new("autoscaler", &deployment::autoscaler(workload, scaling))
                    .lift("/spec/minReplicas", &format!("{at}.replicas.least"))
                    .lift("/spec/maxReplicas", &format!("{at}.replicas.most"))
                    .compute(
                        "/spec/scaleTargetRef/apiVersion",
                        &format!("ternary \"argoproj.io/v1alpha1\" \"apps/v1\" {ROLLOUTS}"),
                    )
                    .compute(
                        "/spec/scaleTargetRef/kind",
                        &format!("ternary \"Rollout\" \"Deployment\" {ROLLOUTS}"),
                    ),
            );
            all.push(Manifest::new("disruption-budget", &deployment::disruption_budget(workload)));
            all.push(Manifest::new("rollout", &rollout::rollout(workload)).when(ROLLOUTS));
            if !workload.container.ports.is_empty() {
                all.push(Manifest::new("service", &service::service(workload)));
            }
            if let Some(behind) = behind {
                let path = format!("{at}.targetGroupArn");
                let group = text(&behind.target_group, &path, fill);
                let binding = service::target_group_binding(workload, &group);
                all.push(
                    Manifest::new("target-group", &binding)
                        .lift_text("/spec/targetGroupARN", &path)
                        .when(".Values.targetGroups.enabled"),
                );
            }
        }
    }
    all
}

/// Where the values of a workload are.
pub(super) fn values_path(workload: &Workload) -> String {
    let name = camel(&workload.container.name);
    match workload.kind {
        Kind::Job => format!("jobs.{name}"),
        Kind::Service { .. } => format!("services.{name}"),
    }
}

/// What only a deployment tells of a workload.
pub(super) fn add_outputs(workload: &Workload, values: &mut Values) {
    let at = values_path(workload);
    let mut note = |path: String, value: &Value<String>| {
        if value.is_token() {
            values.from_outputs.push((path, value.clone()));
        }
    };
    note(format!("{at}.image"), &workload.image);
    for (name, value) in &workload.container.variables {
        note(format!("{at}.config.{name}"), value);
    }
    for source in secrets::sources(workload) {
        note(format!("{at}.{}", source.path), &source.arn);
    }
    if let Some(group) = &workload.security_group {
        note(format!("{at}.securityGroupId"), &group.clone().cast());
    }
    if let Kind::Service { behind: Some(behind), .. } = &workload.kind {
        note(format!("{at}.targetGroupArn"), &behind.target_group);
    }
}

fn config_map(workload: &Workload, at: &str, fill: &dyn Fn(&str) -> String) -> Manifest {
    let path = |name: &str| format!("{at}.config.{name}");
    let told = |name: &str| {
        let mut variables = workload.container.variables.iter();
        let value = variables
            .find(|(known, _)| known == name)
            .map(|(_, value)| value);
        value.map_or_else(String::new, |value| text(value, &path(name), fill))
    };
    let names = workload.container.variables.iter().map(|(name, _)| name);
    names.fold(Manifest::new("config-map", &config::config_map(workload, told)), |it, name| {
        it.lift_text(&format!("/data/{name}"), &path(name))
    })
}

fn network_policy(workload: &Workload, around: &Surroundings<'_>, at: &str) -> Manifest {
    let Surroundings { all, openings, network, .. } = around;
    let policy = network_policy::network_policy(workload, all, openings, *network);
    Manifest::new("network-policy", &policy)
        .lift("/spec/egress", &format!("{at}.networkPolicy.egress"))
        .lift("/spec/ingress", &format!("{at}.networkPolicy.ingress"))
}

fn secret_class(
    workload: &Workload,
    around: &Surroundings<'_>,
    at: &str,
    fill: &dyn Fn(&str) -> String,
) -> Manifest {
    let sources = secrets::sources(workload);
    let arns: Vec<String> = sources
        .iter()
        .map(|source| text(&source.arn, &format!("{at}.{}", source.path), fill))
        .collect();
    let class = secrets::provider_class(workload, &around.region, &arns);
    Manifest::new("secrets", &class)
        .compute("/spec/parameters/objects", &secrets::objects_expression(workload, at))
        .lift_text("/spec/parameters/region", "region")
}

/// A hook of Helm: before anything of a version is installed.
fn hook(manifest: Manifest, weight: &str, deleted: &str) -> Manifest {
    let annotations = json!({
        "helm.sh/hook": "pre-install,pre-upgrade",
        "helm.sh/hook-delete-policy": deleted,
        "helm.sh/hook-weight": weight,
    });
    manifest.with("/metadata", "annotations", annotations)
}

/// The text as it is in an environment.
pub(super) fn text(value: &Value<String>, path: &str, fill: &dyn Fn(&str) -> String) -> String {
    value.as_literal().map_or_else(|| fill(path), str::to_owned)
}

/// `orderWorker` of `order-worker`, since Helm reads a hyphen as minus.
fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, rest) = word.split_at(word.len().min(1));
        name + &head.to_uppercase() + rest
    })
}
