//! Services.

use crate::{
    aws::{
        ec2::{Connectable, Connections, Vpc},
        iam::{Grantee, Role},
    },
    cfn::{ecs as cfn, ids::ecs::ServiceArn},
    tree::Ref,
    value::Value,
};

use super::{Cluster, FargateServiceBuilder, FargateTaskDefinition};

/// Tasks that are kept running, replaced when they fail, and behind a load balancer if need be.
///
/// They are in private subnets, spread over the zones, without public addresses. A version whose
/// tasks don't start is taken back. The service listens on the first port of its first container
/// and is closed, but for the load balancer that it is [behind](FargateServiceBuilder::behind) and
/// for HTTPS to anywhere, which tasks pull their image, secrets and logs over.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let image = ContainerImage::from_registry("public.ecr.aws/docker/library/python:3.14.1");
/// let task = FargateTaskDefinition::builder("Task")
///     .size((512, Size::gibibytes(1)))
///     .container(Container::new("api", image).http_port(8000))
///     .build(stack)?;
/// let cluster = Cluster::builder("Cluster").build(stack)?;
/// let api = FargateService::builder("Api", &cluster, &vpc, &task)
///     .scaling(Scaling::between(3, 12).cpu(60))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ECS::Service`](cfn::Service)
#[derive(Debug, Clone, Copy)]
pub struct FargateService {
    resource: Ref<cfn::Service>,
    connections: Connections,
    task_role: Role,
}

impl FargateService {
    /// Starts a service of `cluster` in the private subnets of `vpc`.
    pub fn builder<'a>(
        id: impl Into<String>,
        cluster: &Cluster,
        vpc: &'a Vpc,
        task_definition: &'a FargateTaskDefinition,
    ) -> FargateServiceBuilder<'a> {
        FargateServiceBuilder::new(id.into(), *cluster, vpc, task_definition)
    }

    pub(super) fn of(
        resource: Ref<cfn::Service>,
        connections: Connections,
        task_role: Role,
    ) -> Self {
        Self { resource, connections, task_role }
    }

    /// The name of the service.
    #[must_use]
    pub fn name(self) -> Value<String> {
        self.resource.name()
    }

    /// The ARN of the service.
    #[must_use]
    pub fn arn(self) -> Value<ServiceArn> {
        self.resource.service_arn()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Service> {
        self.resource
    }
}

impl Connectable for FargateService {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for FargateService {
    fn role(&self) -> Role {
        self.task_role
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::{ecs::ServiceConnect, elbv2::TargetGroupBuilder},
        cfn::ids::{certificatemanager::CertificateArn, cloudwatch::AlarmName},
        prelude::*,
        testing,
    };

    use super::super::FargateServiceBuilder;

    /// What a service is built of.
    struct Parts {
        vpc: Vpc,
        cluster: Cluster,
        task: FargateTaskDefinition,
    }

    fn parts(stack: &mut Scope<'_>) -> Result<Parts> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .public_subnet("use1-az1", "subnet-0a1b2c31")
            .public_subnet("use1-az2", "subnet-0a1b2c32")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)?;
        let cluster = Cluster::builder("Cluster")
            .namespace("ecomind")
            .build(stack)?;
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        let task = FargateTaskDefinition::builder("Task")
            .container(Container::new("api", image).http_port(8000))
            .build(stack)?;
        Ok(Parts { vpc, cluster, task })
    }

    impl Parts {
        fn service(&self) -> FargateServiceBuilder<'_> {
            FargateService::builder("Api", &self.cluster, &self.vpc, &self.task)
        }

        fn targets(&self, id: &str) -> TargetGroupBuilder<'_> {
            TargetGroup::builder(id, &self.vpc, 8000)
        }

        fn balancer(&self, stack: &mut Scope<'_>) -> Result<ApplicationLoadBalancer> {
            let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/a";
            let certificate = CertificateArn::literal(certificate);
            ApplicationLoadBalancer::builder("Balancer", &self.vpc, certificate).build(stack)
        }

        /// A rule with one target group or two.
        fn rule(&self, groups: u8, stack: &mut Scope<'_>) -> Result<ListenerRule> {
            let balancer = self.balancer(stack)?;
            let blue = self.targets("Blue").build(stack)?;
            let mut rule = ListenerRule::builder("Rule", &balancer, 10, &blue).path("/*");
            if groups == 2 {
                rule = rule.alternate(&self.targets("Green").build(stack)?);
            }
            rule.build(stack)
        }
    }

    /// The template of a service behind a rule of one target group or two, without what it takes.
    fn behind(
        groups: u8,
        change: impl FnOnce(FargateServiceBuilder<'_>) -> FargateServiceBuilder<'_>,
    ) -> Result<String> {
        let mut app = App::new().region("us-east-1");
        {
            let parts = parts(&mut app.stack("Base")?)?;
            let rule = parts.rule(groups, &mut app.stack("Balancer")?)?;
            change(parts.service().behind(&rule)).build(&mut app.stack("Test")?)?;
        }
        Ok(testing::template_of(&app, "Test").yaml())
    }

    fn canary(percent: f64) -> Deployment {
        Deployment::Canary {
            percent,
            canary_bake_time: Duration::minutes(10),
            bake_time: Duration::minutes(10),
        }
    }

    fn refusal(
        change: impl FnOnce(FargateServiceBuilder<'_>) -> FargateServiceBuilder<'_>,
    ) -> String {
        let error = testing::reject(|stack| {
            let parts = parts(stack)?;
            change(parts.service()).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| parts(stack)?.service().build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let parts = parts(stack)?;
            let rule = parts.rule(1, stack)?;
            let reports = Bucket::builder("Reports").build(stack)?;
            let scaling = Scaling::between(3, 12)
                .cpu(60)
                .memory(70)
                .requests_per_target(500)
                .scale_in_cooldown(Duration::minutes(10))
                .scale_out_cooldown(Duration::seconds(30));
            let api = parts
                .service()
                .behind(&rule)
                .rollback_alarm(AlarmName::literal("errors"))
                .scaling(scaling)
                .service_connect(ServiceConnect::server("api"))
                .health_check_grace_period(Duration::minutes(2))
                .build(stack)?;
            let client = FargateService::builder("Ui", &parts.cluster, &parts.vpc, &parts.task)
                .service_connect(ServiceConnect::Client)
                .desired_count(3)
                .https_to_anywhere(false)
                .build(stack)?;
            api.allow_from(&client, stack)?;
            reports.grant_read(&api, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_canary_shifts_the_weights_of_its_rule() {
        let service = behind(2, |service| {
            service
                .deployment(canary(5.0))
                .rollback_alarm(AlarmName::literal("errors"))
        });
        insta::assert_snapshot!(service.unwrap());
    }

    #[test]
    fn every_strategy_is_written_as_ecs_wants_it() {
        let strategy = |deployment: Deployment| {
            let yaml = behind(2, |service| {
                service
                    .deployment(deployment)
                    .rollback_alarm(AlarmName::literal("errors"))
            });
            let yaml = yaml.unwrap();
            let start = yaml
                .find("      DeploymentConfiguration:")
                .expect("it is there");
            let end = yaml
                .find("      EnableECSManagedTags")
                .expect("it is there");
            yaml[start..end].to_owned()
        };
        let bake_time = Duration::minutes(5);
        insta::assert_snapshot!(strategy(Deployment::BlueGreen { bake_time }), @r"
        DeploymentConfiguration:
          Strategy: BLUE_GREEN
          BakeTimeInMinutes: 5
          Alarms:
            AlarmNames:
              - errors
            Enable: true
            Rollback: true
        ");
        let linear =
            Deployment::Linear { step_percent: 12.5, step_bake_time: bake_time, bake_time };
        insta::assert_snapshot!(strategy(linear), @r"
        DeploymentConfiguration:
          Strategy: LINEAR
          LinearConfiguration:
            StepPercent: 12.5
            StepBakeTimeInMinutes: 5
          BakeTimeInMinutes: 5
          Alarms:
            AlarmNames:
              - errors
            Enable: true
            Rollback: true
        ");
    }

    #[test]
    fn rejects_a_canary_without_alarms_or_without_two_groups() {
        let without_alarms = behind(2, |service| service.deployment(canary(5.0)));
        insta::assert_snapshot!(without_alarms.expect_err("refused"), @"`deployment` of `Test/Api` must have a `rollback_alarm` to be taken back by, got canary without alarms");
        let one_group = behind(1, |service| service.deployment(canary(5.0)));
        insta::assert_snapshot!(one_group.expect_err("refused"), @"`deployment` of `Test/Api` must be `Deployment::Rolling` unless the service is `behind` a rule with an `alternate` target group, got canary");
        insta::assert_snapshot!(refusal(|service| service.deployment(canary(5.0))), @"`deployment` of `Test/Api` must be `Deployment::Rolling` unless the service is `behind` a rule with an `alternate` target group, got canary");
    }

    #[test]
    fn rejects_strategies_out_of_range() {
        let refusal = |deployment: Deployment| {
            let alarm = AlarmName::literal("errors");
            let service = behind(2, |service| service.deployment(deployment).rollback_alarm(alarm));
            service.expect_err("refused").to_string()
        };
        let minute = Duration::minutes(1);
        insta::assert_snapshot!(refusal(canary(0.05)), @"`deployment` of `Test/Api` must have a percent of 0.1 to 100, got 0.05");
        insta::assert_snapshot!(refusal(canary(101.0)), @"`deployment` of `Test/Api` must have a percent of 0.1 to 100, got 101");
        let linear =
            Deployment::Linear { step_percent: 2.0, step_bake_time: minute, bake_time: minute };
        insta::assert_snapshot!(refusal(linear), @"`deployment` of `Test/Api` must have a step percent of 3 to 100, got 2");
        let linear = Deployment::Linear {
            step_percent: 10.0,
            step_bake_time: Duration::hours(25),
            bake_time: minute,
        };
        insta::assert_snapshot!(refusal(linear), @"`deployment` of `Test/Api` must have a step bake time of 0 to 1,440 whole minutes, got 25 hours");
        let blue_green = Deployment::BlueGreen { bake_time: Duration::seconds(90) };
        insta::assert_snapshot!(refusal(blue_green), @"`deployment` of `Test/Api` must have a bake time of 0 to 1,440 whole minutes, got 90 seconds");
        let canary = Deployment::Canary {
            percent: 5.0,
            canary_bake_time: Duration::days(2),
            bake_time: minute,
        };
        insta::assert_snapshot!(refusal(canary), @"`deployment` of `Test/Api` must have a canary bake time of 0 to 1,440 whole minutes, got 2 days");
    }

    #[test]
    fn rejects_scaling_that_cannot_be() {
        let scaling = |scaling: Scaling| refusal(|service| service.scaling(scaling));
        insta::assert_snapshot!(scaling(Scaling::between(3, 2).cpu(60)), @"`scaling` of `Test/Api` must be between a number and the same or more, got 3 and 2");
        insta::assert_snapshot!(scaling(Scaling::between(1, 2)), @"`scaling` of `Test/Api` must say what to keep the tasks at: `cpu`, `memory` or `requests_per_target`");
        insta::assert_snapshot!(scaling(Scaling::between(1, 2).cpu(101)), @"`scaling` of `Test/Api` must keep CPU at 1 to 100 percent, got 101");
        insta::assert_snapshot!(scaling(Scaling::between(1, 2).memory(0)), @"`scaling` of `Test/Api` must keep memory at 1 to 100 percent, got 0");
        insta::assert_snapshot!(scaling(Scaling::between(1, 2).requests_per_target(500)), @"`scaling` of `Test/Api` must leave out `requests_per_target` without a load balancer");
        insta::assert_snapshot!(
            refusal(|service| service.desired_count(3).scaling(Scaling::between(1, 2).cpu(60))),
            @"`desired_count` of `Test/Api` must be left out of a service that is scaled, got 3"
        );
        let two =
            behind(2, |service| service.scaling(Scaling::between(1, 2).requests_per_target(500)));
        insta::assert_snapshot!(two.expect_err("refused"), @"`scaling` of `Test/Api` must leave out `requests_per_target` where traffic is shifted between two target groups, of which it counts one");
    }

    #[test]
    fn rejects_what_the_service_cannot_do() {
        insta::assert_snapshot!(refusal(|service| service.desired_count(5_001)), @"`desired_count` of `Test/Api` must be at most 5,000, got 5001");
        let grace = Duration::seconds(30);
        insta::assert_snapshot!(refusal(|service| service.health_check_grace_period(grace)), @"`health_check_grace_period` of `Test/Api` must be left out without a load balancer");
        let connect = |connect: ServiceConnect| refusal(|service| service.service_connect(connect));
        insta::assert_snapshot!(connect(ServiceConnect::server("Api")), @r#"`service_connect` of `Test/Api` must have a host of small letters, digits and hyphens, got "Api""#);
        let (port_name, dns_name) = ("grpc".to_owned(), "api".to_owned());
        insta::assert_snapshot!(connect(ServiceConnect::Server { port_name, dns_name }), @r#"`service_connect` of `Test/Api` must name a port of the container "api", of which there is "http", got "grpc""#);
        let error = testing::reject(|stack| {
            let parts = parts(stack)?;
            let balancer = parts.balancer(stack)?;
            let metrics = TargetGroup::builder("Metrics", &parts.vpc, 9000).build(stack)?;
            let rule = ListenerRule::builder("Rule", &balancer, 1, &metrics)
                .path("/*")
                .build(stack)?;
            parts.service().behind(&rule).build(stack)
        });
        insta::assert_snapshot!(error, @"`behind` of `Test/Api` must lead to the first port of the first container, got 9000 where there is 8000");
        let isolated = testing::reject(|stack| {
            let parts = parts(stack)?;
            let vpc = Vpc::from_ids("Isolated", "vpc-0a1b2c3e").build(stack)?;
            FargateService::builder("Api", &parts.cluster, &vpc, &parts.task).build(stack)
        });
        insta::assert_snapshot!(isolated, @"`vpc` of `Test/Api` must have private subnets, got none");
        let alone = testing::reject(|stack| {
            let parts = parts(stack)?;
            let cluster = Cluster::builder("Alone").build(stack)?;
            FargateService::builder("Api", &cluster, &parts.vpc, &parts.task)
                .service_connect(ServiceConnect::Client)
                .build(stack)
        });
        insta::assert_snapshot!(alone, @"`service_connect` of `Test/Api` must be left out in a cluster without a namespace");
    }
}
