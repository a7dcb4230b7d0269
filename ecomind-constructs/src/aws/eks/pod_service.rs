//! Services.

use std::fmt;

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections},
        ecs::{Container, Scaling, TaskSize},
        elbv2::{ListenerRule, TargetGroup},
        iam::{Grantee, Role},
    },
    cfn::{Tag, elasticloadbalancingv2 as cfn},
    tree::Scope,
    value::{Expr, IntoValue as _},
};

use super::{
    Cluster, PodIdentity,
    workload::{self, Behind, Kind},
};

/// A service in a cluster: what [`FargateService`](crate::aws::ecs::FargateService) is, where
/// Kubernetes runs it.
///
/// It is made of the same container. CloudFormation has no pods: this is what they work as, and
/// what leads to them. The pods themselves are in the chart that `kubernetes::Chart` makes of all
/// services of an app; the name of the container is that of the deployment, of its service
/// account, and of the host that others call.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let api = eks::PodService::builder("Api", &cluster, "shop", Container::new("api", image))
///     .size((512, Size::gibibytes(1)))
///     .scaling(Scaling::between(3, 12).cpu(60))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EKS::PodIdentityAssociation`](crate::cfn::eks::PodIdentityAssociation)
#[derive(Debug, Clone)]
pub struct PodService {
    name: String,
    namespace: String,
    identity: PodIdentity,
    connections: Connections,
}

/// Builds a [`PodService`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct PodServiceBuilder {
    id: String,
    cluster: Cluster,
    namespace: String,
    container: Container,
    size: Result<TaskSize, String>,
    scaling: Scaling,
    behind: Option<ListenerRule>,
}

impl PodService {
    /// Starts a service of `container` in a namespace of `cluster`.
    pub fn builder(
        id: impl Into<String>,
        cluster: &Cluster,
        namespace: impl Into<String>,
        container: Container,
    ) -> PodServiceBuilder {
        PodServiceBuilder {
            id: id.into(),
            cluster: cluster.clone(),
            namespace: namespace.into(),
            container,
            size: Ok(TaskSize::SMALLEST),
            scaling: Scaling::between(2, 4).cpu(60),
            behind: None,
        }
    }

    /// What Kubernetes calls it, which is the host that others call, too.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The namespace that it is in.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// What its pods work as.
    #[must_use]
    pub fn identity(&self) -> PodIdentity {
        self.identity
    }
}

impl Connectable for PodService {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for PodService {
    fn role(&self) -> Role {
        self.identity.role()
    }
}

impl PodServiceBuilder {
    /// What each pod gets: a [`TaskSize`], or CPU units and memory. Default:
    /// [`TaskSize::SMALLEST`].
    pub fn size<S: TryInto<TaskSize, Error: fmt::Display>>(mut self, size: S) -> Self {
        self.size = size.try_into().map_err(|error| error.to_string());
        self
    }

    /// How the number of pods follows what there is to do, by processor and memory. Default: 2 to
    /// 4, with processors at 60 %.
    pub fn scaling(mut self, scaling: Scaling) -> Self {
        self.scaling = scaling;
        self
    }

    /// The rule that sends it requests, whose load balancer may then connect to it. The controller
    /// of the cluster keeps the first target group of the rule filled with the pods that are well.
    /// Default: none.
    pub fn behind(mut self, rule: &ListenerRule) -> Self {
        self.behind = Some(*rule);
        self
    }

    /// Adds the service to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<PodService> {
        let mut scope = scope.child(&self.id)?;
        let size = self.size.map_err(|reason| scope.invalid("size", reason))?;
        self.scaling
            .check(None)
            .map_err(|reason| scope.invalid("scaling", reason))?;
        let port = self.container.ports.first().map(|port| port.number);
        let behind = match self.behind {
            None => None,
            Some(rule) => {
                let group = rule.target_group();
                if port != Some(group.port()) {
                    let given = port.map_or("none".to_owned(), |port| port.to_string());
                    let leads_to = group.port();
                    let reason = format!(
                        "must lead to the first port of the container, got {leads_to} where there is {given}"
                    );
                    return Err(scope.invalid("behind", reason));
                }
                give(group, &self.cluster, &mut scope)?;
                Some(lead(rule, &scope))
            }
        };
        let name = self.container.name.clone();
        let namespace = self.namespace.clone();
        let kind = Kind::Service { scaling: self.scaling, behind };
        let built =
            workload::add(&self.cluster, self.namespace, self.container, size, kind, &mut scope)?;
        let service = PodService {
            name,
            namespace,
            identity: built.identity,
            connections: built.connections,
        };
        if let Some(rule) = self.behind {
            service.allow_from(&rule.load_balancer(), &mut scope)?;
        }
        Ok(service)
    }
}

/// The controller of Auto Mode fills those groups alone that are tagged with its cluster: so says
/// its [policy](https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSLoadBalancingPolicy.html),
/// where it allows `RegisterTargets`. That of other clusters fills any.
fn give(group: TargetGroup, cluster: &Cluster, scope: &mut Scope<'_>) -> Result<()> {
    if !cluster.is_auto_mode {
        return Ok(());
    }
    let tag = Tag::new("eks:eks-cluster-name", cluster.name());
    scope.modify(group.resource(), |group| group.tags([tag]))
}

/// How the rule leads to the service, read from the resources that say so.
fn lead(rule: ListenerRule, scope: &Scope<'_>) -> Behind {
    let group = rule.target_group();
    let found = scope
        .resources_of::<cfn::TargetGroup>()
        .find(|(resource, _)| *resource == group.resource());
    let path = found.and_then(|(_, it)| it.get("HealthCheckPath")?.as_str());
    let mut behind = Behind {
        target_group: group.arn().into_value(),
        health_path: path.unwrap_or("/").to_owned(),
        paths: Vec::new(),
        host: None,
        priority: 0,
    };
    let mut rules = scope.resources_of::<cfn::ListenerRule>();
    let Some((_, it)) = rules.find(|(resource, _)| *resource == rule.resource()) else {
        return behind;
    };
    if let Some(Expr::Integer(priority)) = it.get("Priority") {
        behind.priority = *priority;
    }
    if let Some(Expr::List(conditions)) = it.get("Conditions") {
        behind.paths = values(conditions, "PathPatternConfig");
        behind.host = values(conditions, "HostHeaderConfig").into_iter().next();
    }
    behind
}

/// The texts of a kind of conditions.
fn values(conditions: &[Expr], kind: &str) -> Vec<String> {
    let texts = conditions.iter().filter_map(|condition| {
        let Expr::Map(condition) = condition else { return None };
        let Some(Expr::Map(config)) = condition.get(kind) else { return None };
        let Some(Expr::List(texts)) = config.get("Values") else { return None };
        Some(texts.iter().filter_map(Expr::as_str).map(str::to_owned))
    });
    texts.flatten().collect()
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::{ec2::Opening, eks},
        cfn::ids::certificatemanager::CertificateArn,
        prelude::*,
        testing,
    };

    fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .public_subnet("use1-az1", "subnet-0a1b2c31")
            .public_subnet("use1-az2", "subnet-0a1b2c32")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)
    }

    fn container(port: u16) -> Container {
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        Container::new("api", image).http_port(port)
    }

    fn api(
        stack: &mut Scope<'_>,
        change: impl FnOnce(eks::PodServiceBuilder) -> eks::PodServiceBuilder,
        container: Container,
    ) -> Result<eks::PodService> {
        let vpc = vpc(stack)?;
        let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
        change(eks::PodService::builder("Api", &cluster, "shop", container)).build(stack)
    }

    fn behind(stack: &mut Scope<'_>) -> Result<(Vpc, ListenerRule)> {
        let vpc = vpc(stack)?;
        let certificate = CertificateArn::literal(
            "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-0000-0000-000000000000",
        );
        let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate)
            .internal(true)
            .build(stack)?;
        let targets = TargetGroup::builder("Targets", &vpc, 8000).build(stack)?;
        let rule = ListenerRule::builder("Rule", &balancer, 10, &targets)
            .path("/api/*")
            .build(stack)?;
        Ok((vpc, rule))
    }

    #[test]
    fn secrets_are_read_by_the_role_of_the_pods() {
        let template = testing::synth(|stack| {
            let token = Secret::builder("Token").build(stack)?;
            let secret = ContainerSecret::from_secret(&token);
            api(stack, |it| it, container(8000).secret("TOKEN", secret))
        });
        template.assert_count("AWS::IAM::Policy", 1);
        let yaml = template.yaml();
        for action in ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"] {
            assert!(yaml.contains(action), "{yaml}");
        }
    }

    #[test]
    fn a_load_balancer_may_connect_and_its_group_is_the_cluster_s() {
        let template = testing::synth(|stack| {
            let (vpc, rule) = behind(stack)?;
            let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
            let api = eks::PodService::builder("Api", &cluster, "shop", container(8000))
                .behind(&rule)
                .build(stack)?;
            assert_eq!((api.name(), api.namespace()), ("api", "shop"));
            // Two for names, one for probes, one for the load balancer.
            assert_eq!(stack.notes::<Opening>().count(), 4);
            Ok(api)
        });
        template.assert_has(
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            r#"{"Tags": [{"Key": "eks:eks-cluster-name", "Value": {"Ref": "ClusterEB0386A7"}}]}"#,
        );
        template.assert_has(
            "AWS::EC2::SecurityGroupIngress",
            r#"{"Description": "Test/Balancer to Test/Api, tcp 8000", "FromPort": 8000,
                "GroupId": {"Fn::GetAtt": ["ApiSecurityGroup2D7B9747", "GroupId"]}}"#,
        );
    }

    #[test]
    fn a_target_group_says_its_cluster_to_auto_mode_alone() {
        let template = testing::synth(|stack| {
            let (vpc, rule) = behind(stack)?;
            let cluster = eks::Cluster::builder("Cluster", "shop", &vpc)
                .node_group(eks::NodeGroup::new("General"))
                .build(stack)?;
            eks::PodService::builder("Api", &cluster, "shop", container(8000))
                .behind(&rule)
                .build(stack)
        });
        assert!(!template.yaml().contains("eks:eks-cluster-name"));
    }

    #[test]
    fn rejects_what_neither_ecs_nor_kubernetes_runs() {
        let refusal = |container: Container| {
            testing::reject(|stack| api(stack, |it| it, container)).to_string()
        };
        let image = || ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        insta::assert_snapshot!(refusal(Container::new("My_Api", image())), @r#"`container` of `Test/Api` must be 1 to 63 small letters, digits and inner hyphens, got "My_Api" in container "My_Api""#);
        insta::assert_snapshot!(refusal(container(8000).tcp_port("metrics", 8000)), @r#"`container` of `Test/Api` must have ports from 1 of different numbers and names, got 8000 "metrics" in container "api""#);
        let password = value::ssm_secure("/orders/password", None);
        insta::assert_snapshot!(refusal(container(8000).variable("PASSWORD", password)), @r#"`container` of `Test/Api` must have secrets by `secret`, not in a variable that everybody can read, got "PASSWORD" in container "api""#);
    }

    #[test]
    fn rejects_sizes_and_rules_that_do_not_fit() {
        let size = testing::reject(|stack| {
            api(stack, |it| it.size((300, Size::gibibytes(1))), container(8000))
        });
        insta::assert_snapshot!(size, @"`size` of `Test/Api` must have one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units, got 300");
        let rule = testing::reject(|stack| {
            let (vpc, rule) = behind(stack)?;
            let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
            eks::PodService::builder("Api", &cluster, "shop", container(9000))
                .behind(&rule)
                .build(stack)
        });
        insta::assert_snapshot!(rule, @"`behind` of `Test/Api` must lead to the first port of the container, got 8000 where there is 9000");
    }
}
