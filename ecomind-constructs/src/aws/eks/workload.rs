//! What runs in a cluster, for the generator of manifests.

use crate::{
    Result,
    aws::{
        ec2::{Connectable as _, Connections},
        ecs::{Container, Scaling, TaskSize},
        iam::{Grantee as _, PolicyStatement},
    },
    name::NodeId,
    tree::Scope,
    value::{IntoValue as _, Port, Value},
};

use super::{Cluster, PodIdentity};

/// One container that pods are made of, and all that its manifests say: it is
/// [noted](Scope::note) where it is built.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "kubernetes"), expect(dead_code, reason = "the chart reads it"))]
pub(crate) struct Workload {
    /// What openings name.
    pub(crate) owner: NodeId,
    pub(crate) namespace: String,
    pub(crate) container: Container,
    pub(crate) image: Value<String>,
    pub(crate) size: TaskSize,
    pub(crate) kind: Kind,
}

/// How it runs.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "kubernetes"), expect(dead_code, reason = "the chart reads it"))]
pub(crate) enum Kind {
    /// All the time.
    Service { scaling: Scaling, behind: Option<Behind> },
    /// Once, before each new version.
    Job,
}

/// How a load balancer leads to it.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "kubernetes"), expect(dead_code, reason = "the chart reads it"))]
pub(crate) struct Behind {
    /// The ARN of the group that its pods are in.
    pub(crate) target_group: Value<String>,
    /// What it asks for to see whether a pod is well.
    pub(crate) health_path: String,
    /// Which paths lead there, such as `/api/*`, of which host.
    pub(crate) paths: Vec<String>,
    pub(crate) host: Option<String>,
    /// Lower ones go first.
    pub(crate) priority: i64,
}

/// What is built of it.
pub(super) struct Built {
    pub(super) identity: PodIdentity,
    pub(super) connections: Connections,
}

/// Adds what the pods of a container work as to `scope`, with what they may do from the start.
pub(super) fn add(
    cluster: Cluster,
    namespace: String,
    container: Container,
    size: TaskSize,
    kind: Kind,
    scope: &mut Scope<'_>,
) -> Result<Built> {
    let invalid = |setter: &'static str, reason: String| {
        scope.invalid(setter, format!("{reason} in container {:?}", container.name))
    };
    container
        .check()
        .map_err(|reason| invalid("container", reason))?;
    if let Some(reason) = super::kubernetes_name::flaw(&container.name) {
        return Err(invalid("container", reason));
    }
    let image = container
        .image
        .resolve()
        .map_err(|reason| invalid("image", reason))?;
    let mut identity =
        PodIdentity::builder("Identity", &cluster, namespace.clone(), container.name.clone());
    if let Some(port) = container.ports.first() {
        identity = identity.port(Port::tcp(port.number));
    }
    let identity = identity.build(scope)?;
    for (_, secret) in &container.secrets {
        for statement in secret.statements() {
            identity.grant(statement, scope)?;
        }
        // What mounts secrets asks for their versions, too.
        let arn: Value<String> = secret.arn.clone().into_value();
        let describe = PolicyStatement::allow()
            .actions(["secretsmanager:DescribeSecret"])
            .resources([arn]);
        identity.grant(describe, scope)?;
    }
    let port = identity.connections().port();
    let connections = Connections::sharing(cluster.connections(), scope.node(), port);
    let owner = scope.node();
    let image = image.uri;
    scope.note(Workload { owner, namespace, container, image, size, kind });
    Ok(Built { identity, connections })
}
