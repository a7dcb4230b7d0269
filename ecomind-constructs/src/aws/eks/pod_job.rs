//! What runs once for each version.

use std::fmt;

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections},
        ecs::{Container, TaskSize},
        iam::{Grantee, Role},
    },
    tree::Scope,
};

use super::{
    Cluster, PodIdentity,
    workload::{self, Kind},
};

/// A container that runs once before each new version of the services, such as a migration.
///
/// A version whose job fails is not started. As with a [`PodService`](super::PodService), the job
/// itself is in the chart.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let container = Container::new("migration", image).command(["python", "migrate.py"]);
/// let migration = eks::PodJob::builder("Migration", &cluster, "shop", container).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PodJob {
    identity: PodIdentity,
    connections: Connections,
}

/// Builds a [`PodJob`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct PodJobBuilder {
    id: String,
    cluster: Cluster,
    namespace: String,
    container: Container,
    size: Result<TaskSize, String>,
}

impl PodJob {
    /// Starts a job of `container` in a namespace of `cluster`.
    pub fn builder(
        id: impl Into<String>,
        cluster: &Cluster,
        namespace: impl Into<String>,
        container: Container,
    ) -> PodJobBuilder {
        PodJobBuilder {
            id: id.into(),
            cluster: cluster.clone(),
            namespace: namespace.into(),
            container,
            size: Ok(TaskSize::SMALLEST),
        }
    }
}

impl Connectable for PodJob {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for PodJob {
    fn role(&self) -> Role {
        self.identity.role()
    }
}

impl PodJobBuilder {
    /// What its pod gets: a [`TaskSize`], or CPU units and memory. Default:
    /// [`TaskSize::SMALLEST`].
    pub fn size<S: TryInto<TaskSize, Error: fmt::Display>>(mut self, size: S) -> Self {
        self.size = size.try_into().map_err(|error| error.to_string());
        self
    }

    /// Adds what the job works as to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<PodJob> {
        let mut scope = scope.child(&self.id)?;
        let size = self.size.map_err(|reason| scope.invalid("size", reason))?;
        let Self { cluster, namespace, container, .. } = self;
        let built = workload::add(&cluster, namespace, container, size, Kind::Job, &mut scope)?;
        Ok(PodJob { identity: built.identity, connections: built.connections })
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::eks, prelude::*, testing};

    #[test]
    fn a_job_has_a_role_of_its_own() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
            let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
            let migration = Container::new("migration", image);
            let job = eks::PodJob::builder("Migration", &cluster, "shop", migration)
                .size((512, Size::gibibytes(1)))
                .build(stack)?;
            Bucket::builder("Dumps")
                .build(stack)?
                .grant_read(&job, stack)
        });
        template.assert_has(
            "AWS::EKS::PodIdentityAssociation",
            r#"{"Namespace": "shop", "ServiceAccount": "migration"}"#,
        );
    }
}
