//! Services, one way or the other.

use crate::aws::{
    ec2::{Connectable, Connections},
    ecs::FargateService,
    eks::PodService,
    iam::{Grantee, Role},
};

/// A service that runs on Fargate or in a cluster of Kubernetes: whoever connects to it or grants
/// it something need not know.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let reports = Bucket::builder("Reports").build(stack)?;
/// # let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let api: ContainerService =
///     eks::PodService::builder("Api", &cluster, "shop", Container::new("api", image))
///         .build(stack)?
///         .into();
/// reports.grant_read(&api, stack)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum ContainerService {
    /// Without servers.
    Fargate(FargateService),
    /// With all that Kubernetes brings, and asks for.
    Pods(PodService),
}

impl Connectable for ContainerService {
    fn connections(&self) -> Connections {
        match self {
            Self::Fargate(service) => service.connections(),
            Self::Pods(service) => service.connections(),
        }
    }
}

impl Grantee for ContainerService {
    fn role(&self) -> Role {
        match self {
            Self::Fargate(service) => service.role(),
            Self::Pods(service) => service.role(),
        }
    }
}

impl From<FargateService> for ContainerService {
    fn from(service: FargateService) -> Self {
        Self::Fargate(service)
    }
}

impl From<PodService> for ContainerService {
    fn from(service: PodService) -> Self {
        Self::Pods(service)
    }
}
