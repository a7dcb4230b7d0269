//! Deployments and jobs, autoscalers and disruption budgets.

use k8s_openapi::{
    api::{
        apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment},
        autoscaling::v2::{
            CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler,
            HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget,
            ResourceMetricSource,
        },
        batch::v1::{Job, JobSpec},
        policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec},
    },
    apimachinery::pkg::util::intstr::IntOrString,
};

use crate::{
    aws::{ecs::Scaling, eks::Workload},
    value::Duration,
};

use super::pod;

/// All the pods of a service. The autoscaler says how many there are.
///
/// A new version is there before the old one goes, as with rolling deployments of ECS.
pub(super) fn deployment(workload: &Workload, image: String) -> Deployment {
    let rolling = RollingUpdateDeployment {
        max_surge: Some(IntOrString::String("100%".to_owned())),
        max_unavailable: Some(IntOrString::Int(0)),
    };
    Deployment {
        metadata: pod::metadata(workload),
        spec: Some(DeploymentSpec {
            revision_history_limit: Some(3),
            selector: pod::selector(workload),
            strategy: Some(DeploymentStrategy {
                rolling_update: Some(rolling),
                type_: Some("RollingUpdate".to_owned()),
            }),
            template: pod::template(workload, image),
            ..DeploymentSpec::default()
        }),
        status: None,
    }
}

/// A job that is run once, whose failure fails the release.
pub(super) fn job(workload: &Workload, image: String) -> Job {
    Job {
        metadata: pod::metadata(workload),
        spec: Some(JobSpec {
            // What half of a migration did is for people to look at.
            backoff_limit: Some(0),
            template: pod::template(workload, image),
            ..JobSpec::default()
        }),
        status: None,
    }
}

/// As many pods as it takes to keep processors and memory where `scaling` says.
pub(super) fn autoscaler(workload: &Workload, scaling: &Scaling) -> HorizontalPodAutoscaler {
    let goals = [("cpu", scaling.cpu), ("memory", scaling.memory)];
    let metrics = goals.into_iter().filter_map(|(name, percent)| {
        let target = MetricTarget {
            average_utilization: Some(percent?.into()),
            type_: "Utilization".to_owned(),
            ..MetricTarget::default()
        };
        let resource = Some(ResourceMetricSource { name: name.to_owned(), target });
        Some(MetricSpec { resource, type_: "Resource".to_owned(), ..MetricSpec::default() })
    });
    HorizontalPodAutoscaler {
        metadata: pod::metadata(workload),
        spec: HorizontalPodAutoscalerSpec {
            behavior: Some(HorizontalPodAutoscalerBehavior {
                scale_down: Some(after(scaling.scale_in_cooldown)),
                scale_up: Some(after(scaling.scale_out_cooldown)),
            }),
            max_replicas: i32::try_from(scaling.most).unwrap_or(i32::MAX),
            metrics: Some(metrics.collect()),
            min_replicas: i32::try_from(scaling.least).ok(),
            scale_target_ref: CrossVersionObjectReference {
                api_version: Some("apps/v1".to_owned()),
                kind: "Deployment".to_owned(),
                name: workload.container.name.clone(),
            },
        },
        status: None,
    }
}

/// One pod at a time may be taken away when servers are replaced.
pub(super) fn disruption_budget(workload: &Workload) -> PodDisruptionBudget {
    PodDisruptionBudget {
        metadata: pod::metadata(workload),
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable: Some(IntOrString::Int(1)),
            selector: Some(pod::selector(workload)),
            unhealthy_pod_eviction_policy: Some("AlwaysAllow".to_owned()),
            ..PodDisruptionBudgetSpec::default()
        }),
        status: None,
    }
}

fn after(cooldown: Duration) -> HPAScalingRules {
    HPAScalingRules {
        stabilization_window_seconds: i32::try_from(cooldown.as_seconds().min(3_600)).ok(),
        ..HPAScalingRules::default()
    }
}
