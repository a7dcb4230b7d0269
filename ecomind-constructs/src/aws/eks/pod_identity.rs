//! What pods work as.

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections},
        iam::{Grantee, Role},
    },
    cfn::eks as cfn,
    tree::{Ref, Resource as _, Scope},
    value::Port,
};

use super::{Cluster, addon, kubernetes_name};

/// The role of the pods of one service account.
///
/// The agent of EKS gives it to them and to nobody else in the cluster: it is granted what a task
/// role of ECS would be, by the same methods. It connects to others in the security group of the
/// cluster, which pods have unless a policy gives them another: those of a
/// [`PodService`](super::PodService) have one of their own.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let reports = Bucket::builder("Reports").build(stack)?;
/// # let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let api = eks::PodIdentity::builder("Api", &cluster, "shop", "api").build(stack)?;
/// reports.grant_read(&api, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EKS::PodIdentityAssociation`](cfn::PodIdentityAssociation)
#[derive(Debug, Clone, Copy)]
pub struct PodIdentity {
    resource: Ref<cfn::PodIdentityAssociation>,
    role: Role,
    connections: Connections,
}

/// Builds a [`PodIdentity`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct PodIdentityBuilder {
    id: String,
    cluster: Cluster,
    namespace: String,
    service_account: String,
    port: Option<Port>,
}

impl PodIdentity {
    /// Starts what the pods of a service account in a namespace of `cluster` work as. Both are made
    /// by whoever deploys the pods.
    pub fn builder(
        id: impl Into<String>,
        cluster: &Cluster,
        namespace: impl Into<String>,
        service_account: impl Into<String>,
    ) -> PodIdentityBuilder {
        PodIdentityBuilder {
            id: id.into(),
            cluster: cluster.clone(),
            namespace: namespace.into(),
            service_account: service_account.into(),
            port: None,
        }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::PodIdentityAssociation> {
        self.resource
    }
}

impl Connectable for PodIdentity {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for PodIdentity {
    fn role(&self) -> Role {
        self.role
    }
}

impl PodIdentityBuilder {
    /// What the pods listen on. Default: nothing, they only connect to others.
    pub fn port(mut self, port: Port) -> Self {
        self.port = Some(port);
        self
    }

    /// Adds the role and its association to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<PodIdentity> {
        let mut scope = scope.child(&self.id)?;
        let Self { namespace, service_account, .. } = self;
        for (setter, name) in [("namespace", &namespace), ("service_account", &service_account)] {
            if let Some(reason) = kubernetes_name::flaw(name) {
                return Err(scope.invalid(setter, reason));
            }
        }
        let role = Role::builder("Role", addon::pods())
            .trust(addon::trust())
            .build(&mut scope)?;
        let arguments = cfn::PodIdentityAssociationArgs {
            cluster_name: self.cluster.name(),
            namespace,
            role_arn: role,
            service_account,
        };
        let resource = cfn::PodIdentityAssociation::new(arguments).add("Resource", &mut scope)?;
        let connections = Connections::sharing(self.cluster.connections(), scope.node(), self.port);
        Ok(PodIdentity { resource, role, connections })
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::eks, prelude::*, testing};

    fn cluster(stack: &mut Scope<'_>) -> Result<(Vpc, eks::Cluster)> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)?;
        let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
        Ok((vpc, cluster))
    }

    fn pods(id: &str, cluster: &eks::Cluster, stack: &mut Scope<'_>) -> Result<eks::PodIdentity> {
        eks::PodIdentity::builder(id, cluster, "shop", id.to_lowercase())
            .port(Port::tcp(8000))
            .build(stack)
    }

    #[test]
    fn pods_are_granted_what_a_task_would_be() {
        let template = testing::synth(|stack| {
            let (_, cluster) = cluster(stack)?;
            let reports = Bucket::builder("Reports").build(stack)?;
            reports.grant_read(&pods("Api", &cluster, stack)?, stack)
        });
        template.assert_has(
            "AWS::EKS::PodIdentityAssociation",
            r#"{"ClusterName": {"Ref": "ClusterEB0386A7"}, "Namespace": "shop",
                "ServiceAccount": "api", "RoleArn": {"Fn::GetAtt": ["ApiRoleDE7A08EC", "Arn"]}}"#,
        );
        template.assert_has("AWS::IAM::Policy", r#"{"Roles": [{"Ref": "ApiRoleDE7A08EC"}]}"#);
    }

    /// EC2 refuses the same rule twice.
    #[test]
    fn what_two_services_need_is_one_rule_of_their_group() {
        let template = testing::synth(|stack| {
            let (vpc, cluster) = cluster(stack)?;
            let orders = SecurityGroup::builder("Orders", &vpc)
                .port(Port::POSTGRES)
                .build(stack)?;
            let (api, ui) = (pods("Api", &cluster, stack)?, pods("Ui", &cluster, stack)?);
            orders.allow_from(&api, stack)?;
            orders.allow_from(&ui, stack)?;
            // Members of the group may all connect to each other.
            api.allow_from(&ui, stack)
        });
        template.assert_count("AWS::EC2::SecurityGroupIngress", 1);
        template.assert_has(
            "AWS::EC2::SecurityGroupIngress",
            r#"{"SourceSecurityGroupId": {"Fn::GetAtt": ["ClusterEB0386A7", "ClusterSecurityGroupId"]},
                "Description": "Test/Cluster to Test/Orders, tcp 5432"}"#,
        );
    }

    #[test]
    fn rejects_names_that_kubernetes_refuses() {
        let error = testing::reject(|stack| {
            let (_, cluster) = cluster(stack)?;
            eks::PodIdentity::builder("Api", &cluster, "shop", "Api").build(stack)
        });
        insta::assert_snapshot!(error, @r#"`service_account` of `Test/Api` must be 1 to 63 small letters, digits and inner hyphens, got "Api""#);
    }
}
