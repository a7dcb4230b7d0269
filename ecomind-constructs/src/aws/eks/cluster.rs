//! Clusters.

use crate::{
    aws::ec2::{Connectable, Connections, Vpc},
    cfn::{eks as cfn, ids::eks::ClusterArn},
    name::NodeId,
    tree::Ref,
    value::Value,
};

use super::ClusterBuilder;

/// A cluster of Kubernetes in the private subnets of a VPC.
///
/// AWS starts and replaces the servers, as many as pods need: Auto Mode, which brings the network,
/// volumes, DNS, load balancers and the identities of pods. Its API is private; every call of it is
/// logged; secrets are encrypted by a key of the account; who may do what is in
/// [entries](super::AccessEntry) of IAM. It refuses to be deleted. Autoscalers and mounted secrets
/// of Secrets Manager have the [add-ons](super::Addon) that they need.
///
/// Services and jobs have security groups of their own, which their pods get from policies in the
/// chart, as tasks of ECS have. All other pods have the group of the cluster, whose members may
/// connect to each other and to everything.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let cluster = eks::Cluster::builder("Cluster", "shop", &vpc)
///     .version(eks::KubernetesVersion::V1_36)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EKS::Cluster`](cfn::Cluster)
#[derive(Debug, Clone)]
pub struct Cluster {
    pub(super) resource: Ref<cfn::Cluster>,
    pub(super) ready: NodeId,
    pub(super) connections: Connections,
    pub(super) vpc: Vpc,
    pub(super) is_auto_mode: bool,
    pub(super) has_pod_groups: bool,
}

impl Cluster {
    /// Starts a cluster called `name`, 1 to 100 letters, digits, `-` and `_`: what people, log
    /// groups and load balancers call it. Changing it replaces the cluster.
    pub fn builder(
        id: impl Into<String>,
        name: impl Into<String>,
        vpc: &Vpc,
    ) -> ClusterBuilder<'_> {
        ClusterBuilder::new(id.into(), name.into(), vpc)
    }

    /// The name of the cluster.
    #[must_use]
    pub fn name(&self) -> Value<String> {
        self.resource.reference().cast()
    }

    /// The ARN of the cluster.
    #[must_use]
    pub fn arn(&self) -> Value<ClusterArn> {
        self.resource.arn()
    }

    /// The cluster with its servers and add-ons, for what must not start before them.
    #[must_use]
    pub fn node(&self) -> NodeId {
        self.ready
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::Cluster> {
        self.resource
    }
}

impl Connectable for Cluster {
    fn connections(&self) -> Connections {
        self.connections
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::eks::{Addon, Cluster, ClusterBuilder, KubernetesVersion, NodeGroup},
        prelude::{CidrBlock, Key, Result, Retention, Scope, Size, Vpc},
        testing,
    };

    fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)
    }

    fn synth(change: impl FnOnce(ClusterBuilder<'_>) -> ClusterBuilder<'_>) -> testing::Template {
        testing::synth(|stack| {
            let vpc = vpc(stack)?;
            change(Cluster::builder("Cluster", "shop", &vpc)).build(stack)
        })
    }

    fn refusal(change: impl FnOnce(ClusterBuilder<'_>) -> ClusterBuilder<'_>) -> String {
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            change(Cluster::builder("Cluster", "shop", &vpc)).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(synth(|cluster| cluster).yaml());
    }

    #[test]
    fn with_servers_of_our_own() {
        let template = synth(|cluster| {
            cluster
                .version(KubernetesVersion::V1_35)
                .extended_support(true)
                .node_group(NodeGroup::new("General").between(2, 6))
                .node_group(
                    NodeGroup::new("Intel")
                        .instance_types(["m7i.large"])
                        .x86_64(),
                )
                .addon(Addon::new("snapshot-controller").version("v8.3.0-eksbuild.1"))
                .public_access_from("198.51.100.0/24".parse().expect("a block"))
                .deletion_protection(false)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn what_containers_write_is_kept_for_a_time() {
        let template = testing::synth(|stack| {
            let vpc = vpc(stack)?;
            let key = Key::builder("Key").for_cloudwatch_logs().build(stack)?;
            Cluster::builder("Cluster", "shop", &vpc)
                .container_insights()
                .log_retention(Retention::OneMonth)
                .log_encryption_key(&key)
                .build(stack)
        });
        template.assert_has(
            "AWS::Logs::LogGroup",
            r#"{"LogGroupName": "/aws/containerinsights/shop/application", "RetentionInDays": 30,
                "KmsKeyId": {"Fn::GetAtt": ["Key961B73FD", "Arn"]}}"#,
        );
        template
            .assert_has("AWS::EKS::Addon", r#"{"AddonName": "amazon-cloudwatch-observability"}"#);
        template.assert_count("AWS::Logs::LogGroup", 5);
    }

    #[test]
    fn rejects_versions_that_aws_does_not_support() {
        let refused = refusal(|cluster| cluster.version(KubernetesVersion::Other("1.29")));
        insta::assert_snapshot!(refused, @r#"`version` of `Test/Cluster` must be 1.34 (until 2026-12-02), 1.35 (until 2027-03-27), 1.36 (until 2027-08-02) or a later version, got "1.29""#);
    }

    #[test]
    fn rejects_groups_of_pods_where_there_are_none() {
        let refused = refusal(|cluster| cluster.version(KubernetesVersion::V1_35));
        insta::assert_snapshot!(refused, @"`pod_security_groups` of `Test/Cluster` must be false in Auto Mode before Kubernetes 1.36, whose pods all have the group of the cluster, got true and 1.35");
        let refused = refusal(|cluster| {
            cluster.node_group(NodeGroup::new("General").instance_types(["m7g.large", "t4g.large"]))
        });
        insta::assert_snapshot!(refused, @r#"`pod_security_groups` of `Test/Cluster` must be false with types of servers that have no branch network interfaces, got true and "t4g.large""#);
        synth(|cluster| {
            cluster
                .version(KubernetesVersion::V1_35)
                .pod_security_groups(false)
        });
    }

    /// The controller of load balancers is no add-on: it has a role for when it is installed.
    #[test]
    fn the_controller_of_load_balancers_touches_what_is_of_its_cluster() {
        synth(|cluster| cluster).assert_count("AWS::EKS::PodIdentityAssociation", 0);
        let template = synth(|cluster| cluster.node_group(NodeGroup::new("General")));
        template.assert_has(
            "AWS::EKS::PodIdentityAssociation",
            r#"{"Namespace": "kube-system", "ServiceAccount": "aws-load-balancer-controller"}"#,
        );
        let yaml = template.yaml();
        for needed in
            ["elasticloadbalancing:RegisterTargets", "aws:ResourceTag/elbv2.k8s.aws/cluster"]
        {
            assert!(yaml.contains(needed), "{needed}");
        }
    }

    #[test]
    fn rejects_what_eks_refuses() {
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            Cluster::builder("Cluster", "my shop", &vpc).build(stack)
        });
        insta::assert_snapshot!(error, @r#"`name` of `Test/Cluster` must be 1 to 100 letters, digits, `-` and `_`, of which the first is a letter or digit, got "my shop""#);
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .private_subnet("use1-az1", "subnet-0a1b2c33")
                .build(stack)?;
            Cluster::builder("Cluster", "shop", &vpc).build(stack)
        });
        insta::assert_snapshot!(error, @"`vpc` of `Test/Cluster` must have private subnets in 2 zones or more, got 1");
        let inside = "10.0.0.0/8".parse().expect("a block");
        insta::assert_snapshot!(refusal(|cluster| cluster.service_cidr(inside)), @"`service_cidr` of `Test/Cluster` must be a /12 to /24 of private addresses, got 10.0.0.0/8");
        insta::assert_snapshot!(refusal(|cluster| cluster.public_access_from(CidrBlock::ANYWHERE)), @"`public_access_from` of `Test/Cluster` must not be everybody, got 0.0.0.0/0");
    }

    #[test]
    fn rejects_servers_that_eks_refuses() {
        let refusal = |group: NodeGroup| refusal(|cluster| cluster.node_group(group));
        let group = || NodeGroup::new("General");
        insta::assert_snapshot!(refusal(group().between(3, 2)), @"`between` of `Test/Cluster/General` must be a number and the same or more, up to 450, got 3 and 2");
        insta::assert_snapshot!(refusal(group().instance_types([""; 0])), @"`instance_types` of `Test/Cluster/General` must be 1 to 20, got 0");
        insta::assert_snapshot!(refusal(group().instance_types(["large"])), @r#"`instance_types` of `Test/Cluster/General` must look like `m7g.large`, got "large""#);
        insta::assert_snapshot!(refusal(group().disk(Size::mebibytes(100))), @"`disk` of `Test/Cluster/General` must be 8 to 16,384 whole GiB, got 100 MiB");
    }
}
