//! What happens in the middle of a deployment.

use crate::{
    cfn::{
        ecs as cfn,
        ids::{iam::RoleArn, lambda::FunctionArn},
    },
    value::{Duration, IntoValue, Value},
};

/// Stops the deployment of a service at a stage, until a function says how it goes on, or somebody.
///
/// A function answers `{"hookStatus": "SUCCEEDED"}`, `FAILED`, which takes the new version back, or
/// `IN_PROGRESS`, after which ECS asks again in 30 seconds. A pause waits for
/// `aws ecs continue-service-deployment`; ECS says on EventBridge that it waits
/// (`HOOK_AWAITING_ACTION`).
///
/// CloudFormation waits too, and gives up after 36 hours.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ecs::{LifecycleHook, LifecycleStage};
/// use ecomind_constructs::cfn::ids::lambda::FunctionArn;
///
/// let migrate = FunctionArn::literal("arn:aws:lambda:us-east-1:111122223333:function:migrate");
/// let before = LifecycleHook::function(LifecycleStage::PreScaleUp, migrate);
/// let approval = LifecycleHook::pause(LifecycleStage::PreProductionTrafficShift)
///     .timeout(Duration::hours(4));
/// ```
///
/// CloudFormation:
/// [`AWS::ECS::Service DeploymentLifecycleHook`](cfn::ServiceDeploymentLifecycleHook)
#[derive(Debug, Clone)]
#[must_use = "stops nothing until a service has it"]
pub struct LifecycleHook {
    stage: LifecycleStage,
    function: Option<Value<FunctionArn>>,
    timeout: Duration,
    continues: bool,
}

/// Where in a deployment a [`LifecycleHook`] is.
///
/// AWS: [stages](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LifecycleStage {
    /// A deployment begins while another one is not over.
    ReconcileService,
    /// Before the first task of the new version starts: for migrations.
    PreScaleUp,
    /// All tasks of the new version are healthy, and have no traffic yet.
    PostScaleUp,
    /// Before traffic goes to the new version.
    PreProductionTrafficShift,
    /// While traffic goes to the new version: at each step of canary and linear. A pause can't be
    /// here.
    ProductionTrafficShift,
    /// All traffic goes to the new version.
    PostProductionTrafficShift,
}

/// The longest pause that leaves CloudFormation time to end within its 36 hours.
const LONGEST: Duration = Duration::hours(33);

impl LifecycleHook {
    /// Asks a Lambda function. The function is given the permission to be asked by a role of the
    /// service; it is told of the deployment and its tasks.
    pub fn function(stage: LifecycleStage, function: impl IntoValue<FunctionArn>) -> Self {
        Self { function: Some(function.into_value()), ..Self::pause(stage) }
    }

    /// Waits for somebody, or for a pipeline.
    pub fn pause(stage: LifecycleStage) -> Self {
        Self { stage, function: None, timeout: Duration::hours(24), continues: false }
    }

    /// How long it waits, 1 minute to 33 hours. Default: 24 hours.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Goes on when nobody said anything in time. Default: it goes back.
    pub fn continue_after_timeout(mut self) -> Self {
        self.continues = true;
        self
    }

    /// The function, if it asks one.
    pub(super) fn function_arn(&self) -> Option<&Value<FunctionArn>> {
        self.function.as_ref()
    }

    /// What is wrong with it in a deployment that shifts traffic, or one that doesn't.
    pub(super) fn flaw(&self, shifts_traffic: bool) -> Option<String> {
        let name = self.stage.name();
        if self.stage.needs_traffic() && !shifts_traffic {
            return Some(format!("must be at a stage that a rolling deployment has, got {name}"));
        }
        if self.function.is_none() && self.stage == LifecycleStage::ProductionTrafficShift {
            return Some(format!("must not pause at {name}: ECS pauses only before and after"));
        }
        let is_fine = self.timeout <= LONGEST && self.timeout.as_minutes().is_some_and(|it| 0 < it);
        (!is_fine).then(|| {
            format!("must wait for 1 minute to 33 hours, in whole minutes, got {}", self.timeout)
        })
    }

    /// As templates write it. `role` is by what ECS asks functions.
    pub(super) fn property(
        &self,
        role: Option<&Value<RoleArn>>,
    ) -> cfn::ServiceDeploymentLifecycleHook {
        let minutes = self.timeout.as_minutes().unwrap_or_default();
        let action = if self.continues {
            cfn::ServiceAction::Continue
        } else {
            cfn::ServiceAction::Rollback
        };
        let timeout = cfn::ServiceHookTimeoutConfig::new()
            .timeout_in_minutes(i64::try_from(minutes).unwrap_or_default())
            .action(action);
        let hook = cfn::ServiceDeploymentLifecycleHook::new([self.stage.value()])
            .timeout_configuration(timeout);
        match (&self.function, role) {
            (Some(function), Some(role)) => hook
                .target_type(cfn::ServiceTargetType::AwsLambda)
                .hook_target_arn(function.clone().cast::<String>())
                .role_arn(role),
            _ => hook.target_type(cfn::ServiceTargetType::Pause),
        }
    }
}

impl LifecycleStage {
    fn needs_traffic(self) -> bool {
        matches!(
            self,
            Self::PreProductionTrafficShift
                | Self::ProductionTrafficShift
                | Self::PostProductionTrafficShift
        )
    }

    /// What ECS calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ReconcileService => "RECONCILE_SERVICE",
            Self::PreScaleUp => "PRE_SCALE_UP",
            Self::PostScaleUp => "POST_SCALE_UP",
            Self::PreProductionTrafficShift => "PRE_PRODUCTION_TRAFFIC_SHIFT",
            Self::ProductionTrafficShift => "PRODUCTION_TRAFFIC_SHIFT",
            Self::PostProductionTrafficShift => "POST_PRODUCTION_TRAFFIC_SHIFT",
        }
    }

    fn value(self) -> cfn::ServiceLifecycleStages {
        use cfn::ServiceLifecycleStages as Stages;
        match self {
            Self::ReconcileService => Stages::ReconcileService,
            Self::PreScaleUp => Stages::PreScaleUp,
            Self::PostScaleUp => Stages::PostScaleUp,
            Self::PreProductionTrafficShift => Stages::PreProductionTrafficShift,
            Self::ProductionTrafficShift => Stages::ProductionTrafficShift,
            Self::PostProductionTrafficShift => Stages::PostProductionTrafficShift,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::ecs::FargateServiceBuilder,
        cfn::ids::{
            certificatemanager::CertificateArn, cloudwatch::AlarmName, lambda::FunctionArn,
        },
        prelude::*,
        testing,
    };

    /// A service that shifts traffic, with these hooks.
    fn canary(hooks: impl IntoIterator<Item = LifecycleHook>) -> Result<App> {
        let mut app = App::new().region("us-east-1");
        let mut base = app.stack("Base")?;
        let vpc = Vpc::builder("Vpc").build(&mut base)?;
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/a";
        let certificate = CertificateArn::literal(certificate);
        let balancer =
            ApplicationLoadBalancer::builder("Balancer", &vpc, certificate).build(&mut base)?;
        let blue = TargetGroup::builder("Blue", &vpc, 8000).build(&mut base)?;
        let green = TargetGroup::builder("Green", &vpc, 8000).build(&mut base)?;
        let rule = ListenerRule::builder("Rule", &balancer, 10, &blue)
            .alternate(&green)
            .path("/*")
            .build(&mut base)?;
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        let task = FargateTaskDefinition::builder("Task")
            .container(Container::new("api", image).http_port(8000))
            .build(&mut base)?;
        let cluster = Cluster::builder("Cluster").build(&mut base)?;
        let service = FargateService::builder("Api", &cluster, &vpc, &task)
            .behind(&rule)
            .deployment(Deployment::BlueGreen { bake_time: Duration::minutes(5) })
            .rollback_alarm(AlarmName::literal("errors"));
        hooks
            .into_iter()
            .fold(service, FargateServiceBuilder::lifecycle_hook)
            .build(&mut app.stack("Test")?)?;
        Ok(app)
    }

    #[test]
    fn they_stop_a_deployment_on_its_way() {
        let function = FunctionArn::literal("arn:aws:lambda:us-east-1:111122223333:function:check");
        let app = canary([
            LifecycleHook::function(LifecycleStage::PreScaleUp, &function),
            LifecycleHook::function(LifecycleStage::PostScaleUp, &function)
                .timeout(Duration::minutes(10))
                .continue_after_timeout(),
            LifecycleHook::pause(LifecycleStage::PreProductionTrafficShift),
        ]);
        insta::assert_snapshot!(testing::template_of(&app.unwrap(), "Test").yaml());
    }

    #[test]
    fn a_pause_needs_no_role() {
        let app = canary([LifecycleHook::pause(LifecycleStage::PostScaleUp)]).unwrap();
        assert!(
            !testing::template_of(&app, "Test")
                .json()
                .contains("HookRole")
        );
    }

    #[test]
    fn rejects_places_where_ecs_does_not_stop() {
        let paused = canary([LifecycleHook::pause(LifecycleStage::ProductionTrafficShift)]);
        insta::assert_snapshot!(paused.unwrap_err(), @"`lifecycle_hook` of `Test/Api` must not pause at PRODUCTION_TRAFFIC_SHIFT: ECS pauses only before and after");
        let rolling = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let cluster = Cluster::builder("Cluster").build(stack)?;
            let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
            let task = FargateTaskDefinition::builder("Task")
                .container(Container::new("api", image))
                .build(stack)?;
            FargateService::builder("Api", &cluster, &vpc, &task)
                .lifecycle_hook(LifecycleHook::pause(LifecycleStage::PostProductionTrafficShift))
                .build(stack)
        });
        insta::assert_snapshot!(rolling, @"`lifecycle_hook` of `Test/Api` must be at a stage that a rolling deployment has, got POST_PRODUCTION_TRAFFIC_SHIFT");
    }

    #[test]
    fn rejects_waits_that_cloudformation_does_not_wait_for() {
        let refusal = |timeout: Duration| {
            let hook = LifecycleHook::pause(LifecycleStage::PostScaleUp).timeout(timeout);
            canary([hook]).unwrap_err().to_string()
        };
        let texts = [Duration::hours(34), Duration::seconds(90), Duration::seconds(0)].map(refusal);
        insta::assert_snapshot!(texts.join("\n"), @"
        `lifecycle_hook` of `Test/Api` must wait for 1 minute to 33 hours, in whole minutes, got 34 hours
        `lifecycle_hook` of `Test/Api` must wait for 1 minute to 33 hours, in whole minutes, got 90 seconds
        `lifecycle_hook` of `Test/Api` must wait for 1 minute to 33 hours, in whole minutes, got 0 seconds
        ");
    }
}
