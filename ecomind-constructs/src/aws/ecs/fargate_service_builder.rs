//! How a service is made.

use crate::{
    Result,
    aws::{
        ec2::{Connectable as _, Connections, Vpc},
        elbv2::ListenerRule,
    },
    cfn::{ecs as cfn, ids::cloudwatch::AlarmName},
    name::NodeId,
    tree::{Ref, Resource as _, Scope},
    value::{CidrBlock, Duration, IntoValue, Port, Value},
};

use super::{
    Cluster, Deployment, FargateService, FargateTaskDefinition, LifecycleHook, Scaling,
    ServiceConnect, container_health_check::seconds, infrastructure_role, lifecycle_hook_role,
};

/// Builds a [`FargateService`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct FargateServiceBuilder<'a> {
    id: String,
    cluster: Cluster,
    vpc: &'a Vpc,
    task_definition: &'a FargateTaskDefinition,
    behind: Option<ListenerRule>,
    deployment: Deployment,
    rollback_alarms: Vec<Value<AlarmName>>,
    lifecycle_hooks: Vec<LifecycleHook>,
    desired_count: Option<u32>,
    scaling: Option<Scaling>,
    service_connect: Option<ServiceConnect>,
    health_check_grace_period: Option<Duration>,
    https_to_anywhere: bool,
}

/// As many as make sense of one zone being lost.
const DESIRED_COUNT: u32 = 2;

/// What a service takes at most, if AWS is not asked for more.
const MOST_TASKS: u32 = 5_000;

impl<'a> FargateServiceBuilder<'a> {
    pub(super) fn new(
        id: String,
        cluster: Cluster,
        vpc: &'a Vpc,
        task_definition: &'a FargateTaskDefinition,
    ) -> Self {
        Self {
            id,
            cluster,
            vpc,
            task_definition,
            behind: None,
            deployment: Deployment::Rolling,
            rollback_alarms: Vec::new(),
            lifecycle_hooks: Vec::new(),
            desired_count: None,
            scaling: None,
            service_connect: None,
            health_check_grace_period: None,
            https_to_anywhere: true,
        }
    }

    /// The rule that sends it requests, whose load balancer may then connect to it: don't allow that
    /// again. Default: none.
    pub fn behind(mut self, rule: &ListenerRule) -> Self {
        self.behind = Some(*rule);
        self
    }

    /// How a new version takes over. Default: [`Deployment::Rolling`].
    pub fn deployment(mut self, deployment: Deployment) -> Self {
        self.deployment = deployment;
        self
    }

    /// An alarm that takes a new version back. Adds to those before; default: none.
    pub fn rollback_alarm(mut self, alarm: impl IntoValue<AlarmName>) -> Self {
        self.rollback_alarms.push(alarm.into_value());
        self
    }

    /// What stops a deployment on its way. Adds to those before; default: nothing.
    pub fn lifecycle_hook(mut self, hook: LifecycleHook) -> Self {
        self.lifecycle_hooks.push(hook);
        self
    }

    /// How many tasks there are, where they are not scaled. Default: 2.
    pub fn desired_count(mut self, count: u32) -> Self {
        self.desired_count = Some(count);
        self
    }

    /// How the number of tasks follows what there is to do. Default: it does not.
    pub fn scaling(mut self, scaling: Scaling) -> Self {
        self.scaling = Some(scaling);
        self
    }

    /// What it does in the namespace of its cluster. Default: nothing.
    pub fn service_connect(mut self, service_connect: ServiceConnect) -> Self {
        self.service_connect = Some(service_connect);
        self
    }

    /// For how long a load balancer may find a new task ill before it is replaced. Default: 60
    /// seconds behind a load balancer.
    pub fn health_check_grace_period(mut self, period: Duration) -> Self {
        self.health_check_grace_period = Some(period);
        self
    }

    /// Whether tasks may connect to any address by HTTPS. Without, they can't start before other
    /// rules let them reach ECR, S3, Secrets Manager and CloudWatch Logs; with it, don't allow the
    /// same again, since EC2 refuses to have a rule twice. Default: true.
    pub fn https_to_anywhere(mut self, allowed: bool) -> Self {
        self.https_to_anywhere = allowed;
        self
    }

    /// Adds the service to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<FargateService> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let configuration = self.deployment_configuration(&mut scope)?;
        let task = self.task_definition.parts();
        let service_connect = match &self.service_connect {
            None => None,
            Some(connect) => {
                let configuration = connect.configuration(self.cluster, task);
                Some(configuration.map_err(|reason| scope.invalid("service_connect", reason))?)
            }
        };

        let port = task.ports.first().map(|port| Port::tcp(port.number));
        let connections = Connections::closed(self.vpc, port, &mut scope)?;
        let rules = self.connect(connections, &mut scope)?;
        let mut service = cfn::Service::new()
            .cluster(self.cluster.resource())
            .task_definition(self.task_definition.resource())
            .launch_type(cfn::ServiceLaunchType::Fargate)
            .availability_zone_rebalancing(cfn::ServiceAvailabilityZoneRebalancing::Enabled)
            .deployment_controller(
                cfn::ServiceDeploymentController::new()
                    .type_(cfn::ServiceDeploymentControllerType::Ecs),
            )
            .deployment_configuration(configuration)
            .enable_ecs_managed_tags(true)
            .propagate_tags(cfn::ServicePropagateTags::Service)
            .network_configuration(self.network(connections));
        if task.allows_exec {
            service = service.enable_execute_command(true);
        }
        if self.scaling.is_none() {
            // Where it is scaled, each update would undo what scaling has done.
            service = service.desired_count(self.desired_count.unwrap_or(DESIRED_COUNT));
        }
        if let Some(configuration) = service_connect {
            service = service.service_connect_configuration(configuration);
        }
        if let Some(rule) = self.behind {
            let grace = self
                .health_check_grace_period
                .unwrap_or(Duration::seconds(60));
            service = service
                .health_check_grace_period_seconds(seconds(grace))
                .load_balancers([self.load_balancer(rule, &mut scope)?]);
        }
        let resource = service.add("Service", &mut scope)?;
        self.wait(resource, rules, &mut scope)?;
        if let Some(scaling) = &self.scaling {
            scaling.add(resource, self.cluster, self.behind, &mut scope)?;
        }
        Ok(FargateService::of(resource, connections, task.task_role))
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let name = self.deployment.name();
        if self.deployment.shifts_traffic() {
            if self.behind.is_none_or(|rule| rule.alternate().is_none()) {
                let reason = format!(
                    "must be `Deployment::Rolling` unless the service is `behind` a rule with an \
                     `alternate` target group, got {name}"
                );
                return Err(scope.invalid("deployment", reason));
            }
            if self.rollback_alarms.is_empty() {
                let reason = format!(
                    "must have a `rollback_alarm` to be taken back by, got {name} without alarms"
                );
                return Err(scope.invalid("deployment", reason));
            }
        }
        let mut hooks = self.lifecycle_hooks.iter();
        if let Some(reason) = hooks.find_map(|hook| hook.flaw(self.deployment.shifts_traffic())) {
            return Err(scope.invalid("lifecycle_hook", reason));
        }
        if self.vpc.private_subnets().is_empty() {
            return Err(scope.invalid("vpc", "must have private subnets, got none"));
        }
        if let Some(rule) = self.behind {
            let ports = &self.task_definition.parts().ports;
            let port = rule.target_group().port();
            if ports.first().map(|port| port.number) != Some(port) {
                let given = ports
                    .first()
                    .map_or("none".to_owned(), |port| port.number.to_string());
                let reason = format!(
                    "must lead to the first port of the first container, got {port} where there is {given}"
                );
                return Err(scope.invalid("behind", reason));
            }
        } else if self.health_check_grace_period.is_some() {
            let reason = "must be left out without a load balancer";
            return Err(scope.invalid("health_check_grace_period", reason));
        }
        if let Some(period) = self.health_check_grace_period
            && i32::try_from(period.as_seconds()).is_err()
        {
            let reason = format!("must be at most 2,147,483,647 seconds, got {period}");
            return Err(scope.invalid("health_check_grace_period", reason));
        }
        self.check_count(scope)
    }

    fn check_count(&self, scope: &Scope<'_>) -> Result<()> {
        if let Some(count) = self.desired_count {
            if self.scaling.is_some() {
                let reason = format!("must be left out of a service that is scaled, got {count}");
                return Err(scope.invalid("desired_count", reason));
            }
            if MOST_TASKS < count {
                let reason = format!("must be at most 5,000, got {count}");
                return Err(scope.invalid("desired_count", reason));
            }
        }
        match &self.scaling {
            None => Ok(()),
            Some(scaling) => scaling
                .check(self.behind)
                .map_err(|reason| scope.invalid("scaling", reason)),
        }
    }

    fn deployment_configuration(
        &self,
        scope: &mut Scope<'_>,
    ) -> Result<cfn::ServiceDeploymentConfiguration> {
        let mut configuration = self
            .deployment
            .configuration()
            .map_err(|reason| scope.invalid("deployment", reason))?;
        if !self.lifecycle_hooks.is_empty() {
            let role = lifecycle_hook_role::add(&self.lifecycle_hooks, scope)?;
            let hooks = self.lifecycle_hooks.iter();
            let hooks: Vec<_> = hooks.map(|hook| hook.property(role.as_ref())).collect();
            configuration = configuration.lifecycle_hooks(hooks);
        }
        if self.rollback_alarms.is_empty() {
            return Ok(configuration);
        }
        let alarms = cfn::ServiceDeploymentAlarmsArgs {
            alarm_names: self.rollback_alarms.clone(),
            enable: true,
            rollback: true,
        };
        Ok(configuration.alarms(cfn::ServiceDeploymentAlarms::new(alarms)))
    }

    /// What is open from the start, in a place of its own to wait for.
    fn connect(&self, connections: Connections, scope: &mut Scope<'_>) -> Result<Option<NodeId>> {
        if !self.https_to_anywhere && self.behind.is_none() {
            return Ok(None);
        }
        let mut scope = scope.child("Connections")?;
        if self.https_to_anywhere {
            connections.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, &mut scope)?;
        }
        if let Some(rule) = self.behind {
            connections.allow_from(&rule.load_balancer(), &mut scope)?;
        }
        Ok(Some(scope.node()))
    }

    fn network(&self, connections: Connections) -> cfn::ServiceNetworkConfiguration {
        cfn::ServiceNetworkConfiguration::new().awsvpc_configuration(
            cfn::ServiceAwsVpcConfiguration::new()
                .assign_public_ip(cfn::ServiceAssignPublicIp::Disabled)
                .security_groups([connections.security_group_id()])
                .subnets(self.vpc.private_subnet_ids()),
        )
    }

    fn load_balancer(
        &self,
        rule: ListenerRule,
        scope: &mut Scope<'_>,
    ) -> Result<cfn::ServiceLoadBalancer> {
        let group = rule.target_group();
        let balancer = cfn::ServiceLoadBalancer::new()
            .container_name(&self.task_definition.parts().container)
            .container_port(group.port())
            .target_group_arn(group.arn());
        let Some(alternate) = rule
            .alternate()
            .filter(|_| self.deployment.shifts_traffic())
        else {
            return Ok(balancer);
        };
        let works_as = infrastructure_role::add(scope)?;
        let alternate: Value<String> = alternate.arn().into_value();
        Ok(balancer.advanced_configuration(
            cfn::ServiceAdvancedConfiguration::new(alternate)
                .production_listener_rule(rule.arn())
                .role_arn(works_as),
        ))
    }

    /// Puts the service after all that its tasks need from the start.
    fn wait(
        &self,
        service: Ref<cfn::Service>,
        rules: Option<NodeId>,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        // What is granted later is in a policy of its own, and part of it.
        scope.depends_on(service, self.task_definition.task_role().node())?;
        if let Some(rules) = rules {
            scope.depends_on(service, rules)?;
        }
        if let Some(rule) = self.behind
            && !self.deployment.shifts_traffic()
        {
            // ECS refuses a target group that no listener leads to.
            scope.depends_on(service, rule.resource())?;
        }
        Ok(())
    }
}
