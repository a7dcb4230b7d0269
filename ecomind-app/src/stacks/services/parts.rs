//! What the services have in common.

use ecomind_constructs::prelude::*;

use crate::{
    environment::{Environment, ServicePlan},
    stacks::compute::{Compute, NAMESPACE},
};

use super::{
    Needs,
    running::{Placed, Starting},
};

/// What each service is made with.
pub(super) struct Parts<'a> {
    pub(super) env: &'a Environment,
    pub(super) needs: Needs<'a>,
    pub(super) balancer: ApplicationLoadBalancer,
    /// What requests of CloudFront ask for.
    pub(super) origin: &'a str,
}

/// The share of a version's requests that may fail, in percent, before it is taken back.
const FAILED: f64 = 5.0;

impl Parts<'_> {
    /// The container of a service, without what it is told.
    pub(super) fn container(
        &self,
        name: &str,
        repository: Repository,
        plan: ServicePlan,
    ) -> Container {
        let image = ContainerImage::from_repository(&repository, plan.version);
        let container = Container::new(name, image)
            .log_retention(self.env.logs_kept)
            .log_encryption_key(&self.needs.network.logs_key)
            .variable("ENVIRONMENT", self.env.name);
        if self.env.services.allows_exec && matches!(self.needs.compute, Compute::Fargate(_)) {
            // Sessions of ECS write to it.
            return container.readonly_root_filesystem(false);
        }
        container.scratch_directory("/tmp")
    }

    /// The place of a service, of one container.
    pub(super) fn place(
        &self,
        container: Container,
        plan: ServicePlan,
        scope: &mut Scope<'_>,
    ) -> Result<Placed> {
        let Compute::Fargate(cluster) = self.needs.compute else {
            return Ok(Placed::Pods(container));
        };
        let mut task = FargateTaskDefinition::builder("Task")
            .size(plan.size)
            .container(container);
        if self.env.services.allows_exec {
            task = task.exec(cluster);
        }
        task.build(scope).map(Placed::Task)
    }

    /// A service that goes from version to version task by task.
    pub(super) fn service<'a>(&'a self, placed: &'a Placed, plan: ServicePlan) -> Starting<'a> {
        let Needs { compute, network, .. } = self.needs;
        let scaling = Scaling::between(plan.least, plan.most).cpu(60).memory(75);
        match (placed, compute) {
            (Placed::Task(task), Compute::Fargate(cluster)) => Starting::Fargate(
                FargateService::builder("Service", cluster, &network.vpc, task).scaling(scaling),
            ),
            (Placed::Pods(container), Compute::Eks(cluster)) => Starting::Pods(
                eks::PodService::builder("Service", cluster, NAMESPACE, container.clone())
                    .size(plan.size)
                    .scaling(scaling),
            ),
            _ => unreachable!("`place` goes by the same choice"),
        }
    }

    /// A service that takes new versions as the environment says, and goes back when they fail. In
    /// the cluster it is the chart that does both, and the alarm tells people.
    pub(super) fn shifted<'a>(
        &'a self,
        placed: &'a Placed,
        rule: &ListenerRule,
        plan: ServicePlan,
        scope: &mut Scope<'_>,
    ) -> Result<Starting<'a>> {
        let mut service = self
            .service(placed, plan)
            .behind(rule)
            .deployment(self.env.services.shifted);
        let groups = [("", Some(rule.target_group())), ("Alternate", rule.alternate())];
        for (prefix, group) in groups {
            let Some(group) = group else { continue };
            let failures = self.failures(&format!("{prefix}Failures"), group, scope)?;
            let illness = self.illness(&format!("{prefix}Illness"), group, scope)?;
            service = service.rollback_alarm(failures).rollback_alarm(illness);
        }
        Ok(service)
    }

    /// The targets of a service.
    pub(super) fn targets(
        &self,
        id: &str,
        port: u16,
        scope: &mut Scope<'_>,
    ) -> Result<TargetGroup> {
        TargetGroup::builder(id, &self.needs.network.vpc, port).build(scope)
    }

    /// A rule that sends requests of CloudFront for a path to `targets`.
    pub(super) fn rule(
        &self,
        priority: u16,
        path: &str,
        targets: &TargetGroup,
    ) -> ListenerRuleBuilder {
        ListenerRule::builder("Rule", &self.balancer, priority, targets)
            .host(self.origin)
            .path(path)
    }

    /// The same, with a second group where deployments shift requests from one to the other.
    pub(super) fn shifted_rule(
        &self,
        priority: u16,
        path: &str,
        port: u16,
        scope: &mut Scope<'_>,
    ) -> Result<ListenerRule> {
        let targets = self.targets("Targets", port, scope)?;
        let mut rule = self.rule(priority, path, &targets);
        let is_fargate = matches!(self.needs.compute, Compute::Fargate(_));
        if is_fargate && self.env.services.shifted.shifts_traffic() {
            rule = rule.alternate(&self.targets("AlternateTargets", port, scope)?);
        }
        rule.build(scope)
    }

    /// Goes off when a group has targets that do not become healthy.
    ///
    /// A version that crashes gets no requests that could fail, and ECS itself gives up on tasks in
    /// rolling deployments alone: without this a deployment would wait for hours. People hear of it
    /// from the alarms of the guardrails.
    fn illness(&self, id: &str, group: TargetGroup, scope: &mut Scope<'_>) -> Result<Alarm> {
        let unhealthy = Metric::new("AWS/ApplicationELB", "UnHealthyHostCount")
            .dimension("LoadBalancer", self.balancer.full_name())
            .dimension("TargetGroup", group.full_name())
            .statistic(Statistic::Maximum)
            .period(Duration::minutes(1));
        Alarm::builder(id, unhealthy, 0.0)
            .evaluation_periods(10)
            .missing_data(MissingData::NotBreaching)
            .description("tasks are not healthy: a deployment that is under way is taken back")
            .build(scope)
    }

    /// Goes off when one group of targets fails too large a share of its requests.
    ///
    /// Each group has its own: a new version gets little of the traffic at first, so that among
    /// all requests its failures would be lost.
    fn failures(&self, id: &str, group: TargetGroup, scope: &mut Scope<'_>) -> Result<Alarm> {
        let count = |name| {
            Metric::new("AWS/ApplicationELB", name)
                .dimension("LoadBalancer", self.balancer.full_name())
                .dimension("TargetGroup", group.full_name())
                .statistic(Statistic::Sum)
                .period(Duration::minutes(1))
        };
        let share = MetricMath::new("100 * failed / requests")
            .using("failed", count("HTTPCode_Target_5XX_Count"))
            .using("requests", count("RequestCount"))
            .label("failed requests [%]");
        Alarm::builder(id, share, FAILED)
            .evaluation_periods(3)
            .datapoints_to_alarm(2)
            .missing_data(MissingData::NotBreaching)
            .description("requests fail: a deployment that is under way is taken back")
            .alarm_action(self.needs.alerts.topic.arn())
            .ok_action(self.needs.alerts.topic.arn())
            .build(scope)
    }
}
