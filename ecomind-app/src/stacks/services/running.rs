//! What runs a service: Fargate or the cluster, as the environment chooses.

use ecomind_constructs::prelude::*;

/// A container that has its place: a task, or pods to come.
#[expect(clippy::large_enum_variant, reason = "there are four of them, for a moment")]
pub(super) enum Placed {
    Task(FargateTaskDefinition),
    Pods(Container),
}

/// A service that is being made.
#[expect(clippy::large_enum_variant, reason = "there are four of them, for a moment")]
pub(super) enum Starting<'a> {
    Fargate(FargateServiceBuilder<'a>),
    Pods(eks::PodServiceBuilder),
}

impl Starting<'_> {
    /// The rule that sends it requests.
    pub(super) fn behind(self, rule: &ListenerRule) -> Self {
        match self {
            Self::Fargate(service) => Self::Fargate(service.behind(rule)),
            Self::Pods(service) => Self::Pods(service.behind(rule)),
        }
    }

    /// How a new version takes over; pods have that from the chart.
    pub(super) fn deployment(self, deployment: Deployment) -> Self {
        match self {
            Self::Fargate(service) => Self::Fargate(service.deployment(deployment)),
            pods @ Self::Pods(_) => pods,
        }
    }

    /// An alarm that takes a new version of tasks back. It tells people in any case.
    pub(super) fn rollback_alarm(self, alarm: Alarm) -> Self {
        match self {
            Self::Fargate(service) => Self::Fargate(service.rollback_alarm(alarm.name())),
            pods @ Self::Pods(_) => pods,
        }
    }

    /// How it finds others, and is found by them: Kubernetes needs no word for it.
    pub(super) fn service_connect(self, connect: ServiceConnect) -> Self {
        match self {
            Self::Fargate(service) => Self::Fargate(service.service_connect(connect)),
            pods @ Self::Pods(_) => pods,
        }
    }

    /// Adds the service to `scope`.
    #[track_caller]
    pub(super) fn build(self, scope: &mut Scope<'_>) -> Result<ContainerService> {
        Ok(match self {
            Self::Fargate(service) => service.build(scope)?.into(),
            Self::Pods(service) => service.build(scope)?.into(),
        })
    }
}
