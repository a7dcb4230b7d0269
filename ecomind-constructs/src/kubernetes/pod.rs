//! What pods are made of.

use std::collections::BTreeMap;

use k8s_openapi::{
    api::core::v1::{
        CSIVolumeSource, Capabilities, ConfigMapEnvSource, Container, ContainerPort,
        EmptyDirVolumeSource, EnvFromSource, ExecAction, HTTPGetAction, Lifecycle,
        LifecycleHandler, PodSecurityContext, PodSpec, PodTemplateSpec, Probe,
        ResourceRequirements, SeccompProfile, SecretEnvSource, SecurityContext, SleepAction,
        TopologySpreadConstraint, Volume, VolumeMount,
    },
    apimachinery::pkg::{
        api::resource::Quantity,
        apis::meta::v1::{LabelSelector, ObjectMeta},
        util::intstr::IntOrString,
    },
};

use crate::{
    aws::{
        ecs::{ContainerHealthCheck, TaskSize},
        eks::{Kind, Workload},
    },
    value::Duration,
};

/// For how long a load balancer still sends requests to a pod that was taken out.
const STILL_ASKED: i64 = 30;
/// Where secrets are mounted, which makes them variables, too.
const SECRETS: &str = "/mnt/secrets";

/// What tells the pods of a workload from others.
pub(super) fn labels(workload: &Workload) -> BTreeMap<String, String> {
    [
        ("app.kubernetes.io/name", workload.container.name.clone()),
        ("app.kubernetes.io/part-of", workload.namespace.clone()),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}

/// The name and the labels of an object of a workload.
pub(super) fn metadata(workload: &Workload) -> ObjectMeta {
    ObjectMeta {
        name: Some(workload.container.name.clone()),
        labels: Some(labels(workload)),
        ..ObjectMeta::default()
    }
}

/// What selects the pods of a workload.
pub(super) fn selector(workload: &Workload) -> LabelSelector {
    LabelSelector { match_labels: Some(labels(workload)), ..LabelSelector::default() }
}

/// The pods of a workload, with this image.
pub(super) fn template(workload: &Workload, image: String) -> PodTemplateSpec {
    let of = &workload.container;
    let is_job = matches!(workload.kind, Kind::Job);
    let stop = of.stop_timeout.unwrap_or(Duration::seconds(30));
    let leaves = if asked_by_balancer(workload) { STILL_ASKED } else { 0 };
    let spread = TopologySpreadConstraint {
        label_selector: Some(selector(workload)),
        max_skew: 1,
        topology_key: "topology.kubernetes.io/zone".to_owned(),
        when_unsatisfiable: "ScheduleAnyway".to_owned(),
        ..TopologySpreadConstraint::default()
    };
    let spec = PodSpec {
        // Nobody here speaks with the API of Kubernetes.
        automount_service_account_token: Some(false),
        containers: vec![container(workload, image)],
        enable_service_links: Some(false),
        node_selector: Some(BTreeMap::from([(
            "kubernetes.io/arch".to_owned(),
            "arm64".to_owned(),
        )])),
        restart_policy: is_job.then(|| "Never".to_owned()),
        security_context: Some(pod_security(&of.user)),
        service_account_name: Some(of.name.clone()),
        termination_grace_period_seconds: Some(seconds(stop) + leaves),
        topology_spread_constraints: (!is_job).then(|| vec![spread]),
        volumes: some(volumes(workload)),
        ..PodSpec::default()
    };
    let metadata = ObjectMeta { labels: Some(labels(workload)), ..ObjectMeta::default() };
    PodTemplateSpec { metadata: Some(metadata), spec: Some(spec) }
}

fn container(workload: &Workload, image: String) -> Container {
    let of = &workload.container;
    let ports = of.ports.iter().map(|port| ContainerPort {
        container_port: port.number.into(),
        name: Some(port.name.clone()),
        protocol: Some("TCP".to_owned()),
        ..ContainerPort::default()
    });
    let mut variables = vec![EnvFromSource {
        config_map_ref: Some(ConfigMapEnvSource { name: of.name.clone(), optional: None }),
        ..EnvFromSource::default()
    }];
    if !of.secrets.is_empty() {
        variables.push(EnvFromSource {
            secret_ref: Some(SecretEnvSource { name: of.name.clone(), optional: None }),
            ..EnvFromSource::default()
        });
    }
    let leaves = asked_by_balancer(workload).then(|| Lifecycle {
        pre_stop: Some(LifecycleHandler {
            sleep: Some(SleepAction { seconds: STILL_ASKED }),
            ..LifecycleHandler::default()
        }),
        ..Lifecycle::default()
    });
    Container {
        args: some(of.command.clone()),
        command: some(of.entry_point.clone()),
        env_from: Some(variables),
        image: Some(image),
        lifecycle: leaves,
        liveness_probe: probe(workload, 3),
        name: of.name.clone(),
        ports: some(ports.collect()),
        readiness_probe: probe(workload, 1).filter(|_| of.health_check.is_none()),
        resources: Some(resources(workload.size)),
        security_context: Some(SecurityContext {
            allow_privilege_escalation: Some(false),
            capabilities: Some(Capabilities { drop: Some(vec!["ALL".to_owned()]), add: None }),
            read_only_root_filesystem: Some(of.readonly_root_filesystem),
            ..SecurityContext::default()
        }),
        // A slow start is no failure: as long as a load balancer of ECS waits, twice.
        startup_probe: probe(workload, 24).map(|probe| Probe { period_seconds: Some(5), ..probe }),
        volume_mounts: some(mounts(workload)),
        ..Container::default()
    }
}

/// How it is asked whether it is well: as ECS and the load balancer ask it.
fn probe(workload: &Workload, failures: i32) -> Option<Probe> {
    if let Some(check) = &workload.container.health_check {
        return Some(Probe {
            exec: Some(ExecAction { command: Some(command(check)) }),
            failure_threshold: Some(failures.max(i32::from(check.retries))),
            period_seconds: i32::try_from(check.interval.as_seconds()).ok(),
            timeout_seconds: i32::try_from(check.timeout.as_seconds()).ok(),
            ..Probe::default()
        });
    }
    let Kind::Service { behind: Some(behind), .. } = &workload.kind else { return None };
    let port = workload.container.ports.first()?;
    Some(Probe {
        failure_threshold: Some(failures),
        http_get: Some(HTTPGetAction {
            path: Some(behind.health_path.clone()),
            port: IntOrString::String(port.name.clone()),
            ..HTTPGetAction::default()
        }),
        period_seconds: Some(15),
        timeout_seconds: Some(5),
        ..Probe::default()
    })
}

/// `CMD` and `CMD-SHELL` are words of Docker.
fn command(check: &ContainerHealthCheck) -> Vec<String> {
    match check.command.split_first() {
        Some((kind, line)) if kind == "CMD-SHELL" => ["/bin/sh", "-c"]
            .into_iter()
            .map(str::to_owned)
            .chain(line.iter().cloned())
            .collect(),
        Some((_, arguments)) => arguments.to_vec(),
        None => Vec::new(),
    }
}

/// What a task of this size has, both asked for and at most.
pub(super) fn resources(size: TaskSize) -> ResourceRequirements {
    let cpu = u64::from(size.cpu()) * 1000 / 1024;
    let both = BTreeMap::from([
        ("cpu".to_owned(), Quantity(format!("{cpu}m"))),
        ("memory".to_owned(), Quantity(format!("{}Mi", size.memory().as_mebibytes()))),
    ]);
    ResourceRequirements { claims: None, limits: Some(both.clone()), requests: Some(both) }
}

fn pod_security(user: &str) -> PodSecurityContext {
    let (user, group) = user.split_once(':').unwrap_or((user, user));
    PodSecurityContext {
        fs_group: group.parse().ok(),
        run_as_group: group.parse().ok(),
        run_as_non_root: Some(true),
        run_as_user: user.parse().ok(),
        seccomp_profile: Some(SeccompProfile {
            type_: "RuntimeDefault".to_owned(),
            localhost_profile: None,
        }),
        ..PodSecurityContext::default()
    }
}

fn mounts(workload: &Workload) -> Vec<VolumeMount> {
    let scratch = workload.container.scratch_directories.iter().enumerate();
    let scratch = scratch.map(|(at, path)| VolumeMount {
        mount_path: path.clone(),
        name: format!("scratch-{}", at + 1),
        ..VolumeMount::default()
    });
    let secrets = (!workload.container.secrets.is_empty()).then(|| VolumeMount {
        mount_path: SECRETS.to_owned(),
        name: "secrets".to_owned(),
        read_only: Some(true),
        ..VolumeMount::default()
    });
    scratch.chain(secrets).collect()
}

fn volumes(workload: &Workload) -> Vec<Volume> {
    let scratch = workload.container.scratch_directories.iter().enumerate();
    let scratch = scratch.map(|(at, _)| Volume {
        empty_dir: Some(EmptyDirVolumeSource::default()),
        name: format!("scratch-{}", at + 1),
        ..Volume::default()
    });
    let class = workload.container.name.clone();
    let secrets = (!workload.container.secrets.is_empty()).then(|| Volume {
        csi: Some(CSIVolumeSource {
            driver: "secrets-store.csi.k8s.io".to_owned(),
            read_only: Some(true),
            volume_attributes: Some(BTreeMap::from([("secretProviderClass".to_owned(), class)])),
            ..CSIVolumeSource::default()
        }),
        name: "secrets".to_owned(),
        ..Volume::default()
    });
    scratch.chain(secrets).collect()
}

fn asked_by_balancer(workload: &Workload) -> bool {
    matches!(&workload.kind, Kind::Service { behind: Some(_), .. })
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).unwrap_or(i64::MAX)
}
