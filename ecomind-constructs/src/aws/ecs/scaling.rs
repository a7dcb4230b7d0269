//! How many tasks a service has.

use crate::{
    Result,
    aws::elbv2::ListenerRule,
    cfn::{applicationautoscaling as cfn, ecs},
    tree::{Ref, Resource as _, Scope},
    value::{self, Duration, IntoValue, Value},
};

use super::Cluster;

/// How many tasks a service may have, and what it is to be kept at by having more or fewer.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let scaling = Scaling::between(3, 12).cpu(60).requests_per_target(500);
/// ```
///
/// CloudFormation: [`AWS::ApplicationAutoScaling::ScalableTarget`](cfn::ScalableTarget),
/// [`AWS::ApplicationAutoScaling::ScalingPolicy`](cfn::ScalingPolicy)
#[derive(Debug, Clone)]
#[must_use = "scales nothing until a service has it"]
pub struct Scaling {
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) cpu: Option<u8>,
    pub(crate) memory: Option<u8>,
    requests_per_target: Option<u32>,
    pub(crate) scale_in_cooldown: Duration,
    pub(crate) scale_out_cooldown: Duration,
}

impl Scaling {
    /// As many tasks as it takes, from `least` to `most`.
    pub fn between(least: u32, most: u32) -> Self {
        Self {
            least,
            most,
            cpu: None,
            memory: None,
            requests_per_target: None,
            scale_in_cooldown: Duration::minutes(5),
            scale_out_cooldown: Duration::minutes(1),
        }
    }

    /// The percentage of their processors that tasks use on average, 1 to 100. Default: whatever.
    pub fn cpu(mut self, percent: u8) -> Self {
        self.cpu = Some(percent);
        self
    }

    /// The percentage of their memory that tasks use on average, 1 to 100. Default: whatever.
    pub fn memory(mut self, percent: u8) -> Self {
        self.memory = Some(percent);
        self
    }

    /// How many requests a task gets in a minute, for services behind a load balancer. Default:
    /// whatever.
    ///
    /// It counts those of the first target group of a rule only, so that a service which shifts
    /// traffic between two can't have it.
    pub fn requests_per_target(mut self, count: u32) -> Self {
        self.requests_per_target = Some(count);
        self
    }

    /// How long to wait before taking away more. Default: 5 minutes.
    pub fn scale_in_cooldown(mut self, cooldown: Duration) -> Self {
        self.scale_in_cooldown = cooldown;
        self
    }

    /// How long to wait before adding more. Default: 1 minute.
    pub fn scale_out_cooldown(mut self, cooldown: Duration) -> Self {
        self.scale_out_cooldown = cooldown;
        self
    }

    /// What is wrong with it, if anything is.
    pub(in crate::aws) fn check(&self, rule: Option<ListenerRule>) -> Result<(), String> {
        if self.most == 0 || self.most < self.least {
            let Self { least, most, .. } = self;
            return Err(format!(
                "must be between a number and the same or more, got {least} and {most}"
            ));
        }
        for (what, percent) in [("CPU", self.cpu), ("memory", self.memory)] {
            if let Some(percent) = percent.filter(|percent| !(1..=100).contains(percent)) {
                return Err(format!("must keep {what} at 1 to 100 percent, got {percent}"));
            }
        }
        if self.cpu.is_none() && self.memory.is_none() && self.requests_per_target.is_none() {
            return Err(
                "must say what to keep the tasks at: `cpu`, `memory` or `requests_per_target`"
                    .to_owned(),
            );
        }
        match (self.requests_per_target, rule) {
            (Some(0), _) => Err("must have 1 request per target or more, got 0".to_owned()),
            (Some(_), None) => {
                Err("must leave out `requests_per_target` without a load balancer".to_owned())
            }
            (Some(_), Some(rule)) if rule.alternate().is_some() => Err(
                "must leave out `requests_per_target` where traffic is shifted between two target groups, of which it counts one".to_owned(),
            ),
            _ => Ok(()),
        }
    }

    /// Adds it to `scope`, that of the service.
    pub(super) fn add(
        &self,
        service: Ref<ecs::Service>,
        cluster: Cluster,
        rule: Option<ListenerRule>,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let mut scope = scope.child("TaskCount")?;
        let mut scope = scope.child("Target")?;
        let resource_id = value::concat([
            "service/".into_value(),
            cluster.name().into_value(),
            "/".into_value(),
            service.name(),
        ]);
        let target = cfn::ScalableTarget::new(cfn::ScalableTargetArgs {
            max_capacity: self.most,
            min_capacity: self.least,
            resource_id,
            scalable_dimension: cfn::ScalableTargetScalableDimension::EcsServiceDesiredCount,
            service_namespace: cfn::ScalableTargetServiceNamespace::Ecs,
        })
        .add("Resource", &mut scope)?;

        use cfn::ScalingPolicyPredefinedMetricSpecificationPredefinedMetricType as Metric;
        let specification = cfn::ScalingPolicyPredefinedMetricSpecification::new;
        let percent = |percent: u8| i32::from(percent).into_value();
        if let Some(cpu) = self.cpu {
            let metric = specification(Metric::EcsServiceAverageCpuUtilization);
            self.policy("Cpu", target, metric, percent(cpu), &mut scope)?;
        }
        if let Some(memory) = self.memory {
            let metric = specification(Metric::EcsServiceAverageMemoryUtilization);
            self.policy("Memory", target, metric, percent(memory), &mut scope)?;
        }
        if let Some((count, rule)) = self.requests_per_target.zip(rule) {
            let metric = specification(Metric::AlbRequestCountPerTarget)
                .resource_label(rule.resource_label());
            let count = i32::try_from(count).unwrap_or(i32::MAX).into_value();
            self.policy("Requests", target, metric, count, &mut scope)?;
        }
        Ok(())
    }

    fn policy(
        &self,
        name: &str,
        target: Ref<cfn::ScalableTarget>,
        metric: cfn::ScalingPolicyPredefinedMetricSpecification,
        goal: Value<f64>,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let seconds = |cooldown: Duration| i64::try_from(cooldown.as_seconds()).unwrap_or(i64::MAX);
        let configuration = cfn::ScalingPolicyTargetTrackingScalingPolicyConfiguration::new(goal)
            .predefined_metric_specification(metric)
            .scale_in_cooldown(seconds(self.scale_in_cooldown))
            .scale_out_cooldown(seconds(self.scale_out_cooldown));
        let mut scope = scope.child(name)?;
        // The name has to be unique in its target only.
        cfn::ScalingPolicy::new(name, cfn::ScalingPolicyPolicyType::TargetTrackingScaling)
            .scaling_target_id(target.reference())
            .target_tracking_scaling_policy_configuration(configuration)
            .add("Resource", &mut scope)?;
        Ok(())
    }
}
