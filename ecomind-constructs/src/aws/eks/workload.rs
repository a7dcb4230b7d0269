//! What runs in a cluster, for the generator of manifests.

use crate::{
    Result,
    aws::{
        ec2::{Connectable as _, Connections},
        ecs::{Container, Scaling, TaskSize},
        iam::{Grantee as _, PolicyStatement},
    },
    cfn::ids::ec2::SecurityGroupId,
    name::NodeId,
    tree::Scope,
    value::{CidrBlock, IntoValue as _, Port, Value},
};

use super::{Cluster, PodIdentity};

/// One container that pods are made of, and all that its manifests say: it is
/// [noted](Scope::note) where it is built.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "kubernetes"), expect(dead_code, reason = "the chart reads it"))]
pub(crate) struct Workload {
    /// What openings name.
    pub(crate) owner: NodeId,
    /// The cluster that it is in, as openings name it.
    pub(crate) cluster: NodeId,
    /// Whose controllers read what is made for it.
    pub(crate) is_auto_mode: bool,
    /// The security group of its pods alone; none where they have that of the cluster.
    pub(crate) security_group: Option<Value<SecurityGroupId>>,
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
    cluster: &Cluster,
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
        PodIdentity::builder("Identity", cluster, namespace.clone(), container.name.clone());
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
    let connections = if cluster.has_pod_groups {
        own_group(cluster, port, &kind, scope)?
    } else {
        Connections::sharing(cluster.connections(), scope.node(), port)
    };
    scope.note(Workload {
        owner: scope.node(),
        cluster: cluster.connections().owner(),
        is_auto_mode: cluster.is_auto_mode,
        security_group: cluster
            .has_pod_groups
            .then(|| connections.security_group_id()),
        namespace,
        container,
        image: image.uri,
        size,
        kind,
    });
    Ok(Built { identity, connections })
}

/// A group for its pods alone, with what every pod needs of the cluster.
///
/// AWS: [what the groups of pods have to let through](https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html)
fn own_group(
    cluster: &Cluster,
    port: Option<Port>,
    kind: &Kind,
    scope: &mut Scope<'_>,
) -> Result<Connections> {
    let own = Connections::closed(&cluster.vpc, port, scope)?;
    let mut scope = scope.child("Connections")?;
    own.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, &mut scope)?;
    // Names are found on the servers, which have the group of the cluster.
    for names in [Port::udp(53), Port::tcp(53)] {
        cluster.allow_from_on(&own, names, &mut scope)?;
    }
    // So do those who ask whether a pod is well.
    if let (Kind::Service { behind: Some(_), .. }, Some(_)) = (kind, port) {
        own.allow_from(cluster, &mut scope)?;
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use crate::{aws::eks, prelude::*, testing};

    /// The rules of a service that connects to a database.
    fn synth(own_groups: bool) -> testing::Template {
        testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .private_subnet("use1-az1", "subnet-0a1b2c33")
                .private_subnet("use1-az2", "subnet-0a1b2c34")
                .build(stack)?;
            let cluster = eks::Cluster::builder("Cluster", "shop", &vpc)
                .pod_security_groups(own_groups)
                .build(stack)?;
            let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
            let container = Container::new("api", image).http_port(8000);
            let api = eks::PodService::builder("Api", &cluster, "shop", container).build(stack)?;
            let orders = SecurityGroup::builder("Orders", &vpc)
                .port(Port::POSTGRES)
                .build(stack)?;
            orders.allow_from(&api, stack)
        })
    }

    #[test]
    fn pods_have_a_group_of_their_own() {
        let template = synth(true);
        template.assert_count("AWS::EC2::SecurityGroup", 2);
        let own = r#"{"Fn::GetAtt": ["ApiSecurityGroup2D7B9747", "GroupId"]}"#;
        for rule in [
            r#""FromPort": 53, "IpProtocol": "udp""#,
            r#""FromPort": 53, "IpProtocol": "tcp""#,
            r#""FromPort": 5432"#,
        ] {
            let rule = format!(r#"{{"SourceSecurityGroupId": {own}, {rule}}}"#);
            template.assert_has("AWS::EC2::SecurityGroupIngress", &rule);
        }
        let out = format!(r#"{{"GroupId": {own}, "CidrIp": "0.0.0.0/0", "FromPort": 443}}"#);
        template.assert_has("AWS::EC2::SecurityGroupEgress", &out);
    }

    #[test]
    fn pods_may_share_the_group_of_the_cluster() {
        let template = synth(false);
        template.assert_count("AWS::EC2::SecurityGroup", 1);
        template.assert_count("AWS::EC2::SecurityGroupIngress", 1);
        template.assert_has(
            "AWS::EC2::SecurityGroupIngress",
            r#"{"SourceSecurityGroupId": {"Fn::GetAtt": ["ClusterEB0386A7", "ClusterSecurityGroupId"]},
                "FromPort": 5432}"#,
        );
    }
}
