//! How CloudFormation updates resources whose types have a choice.

use crate::value::{Duration, IntoValue, Properties};

/// An [update policy].
///
/// ```
/// use ecomind_constructs::tree::{AutoScalingRollingUpdate, UpdatePolicy};
///
/// let in_place = UpdatePolicy::use_online_resharding();
/// let in_batches = UpdatePolicy::auto_scaling_rolling_update(
///     AutoScalingRollingUpdate::new().min_instances_in_service(2),
/// );
/// ```
///
/// [update policy]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
#[derive(Debug, Clone)]
pub struct UpdatePolicy(Properties);

impl UpdatePolicy {
    /// An Auto Scaling group updates its instances in batches.
    #[must_use]
    pub fn auto_scaling_rolling_update(update: AutoScalingRollingUpdate) -> Self {
        Self(Properties::from([("AutoScalingRollingUpdate", update.0.into())]))
    }

    /// An Auto Scaling group is replaced as a whole, and kept when the new one fails.
    #[must_use]
    pub fn auto_scaling_replacing_update() -> Self {
        let update = Properties::new().with("WillReplace", true);
        Self(Properties::from([("AutoScalingReplacingUpdate", update.into())]))
    }

    /// Scheduled changes of a group's size survive updates that do not touch it.
    #[must_use]
    pub fn auto_scaling_scheduled_action() -> Self {
        let action = Properties::new().with("IgnoreUnmodifiedGroupSizeProperties", true);
        Self(Properties::from([("AutoScalingScheduledAction", action.into())]))
    }

    /// The alias of a Lambda function is moved by CodeDeploy.
    #[must_use]
    pub fn code_deploy_lambda_alias_update(update: CodeDeployLambdaAliasUpdate) -> Self {
        Self(Properties::from([("CodeDeployLambdaAliasUpdate", update.0.into())]))
    }

    /// A domain of OpenSearch is upgraded in place instead of replaced.
    #[must_use]
    pub fn enable_version_upgrade() -> Self {
        Self(Properties::new().with("EnableVersionUpgrade", true))
    }

    /// A replication group of ElastiCache changes its shards in place instead of being replaced.
    #[must_use]
    pub fn use_online_resharding() -> Self {
        Self(Properties::new().with("UseOnlineResharding", true))
    }

    /// A policy in the words of a template.
    #[must_use]
    pub fn raw(policy: Properties) -> Self {
        Self(policy)
    }

    pub(crate) fn properties(&self) -> &Properties {
        &self.0
    }
}

/// How an Auto Scaling group updates its instances in batches.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct AutoScalingRollingUpdate(Properties);

impl AutoScalingRollingUpdate {
    /// One instance after the other, without waiting for signals.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many instances are updated at once. Default: 1.
    pub fn max_batch_size(self, count: u32) -> Self {
        Self(self.0.with("MaxBatchSize", count))
    }

    /// How many instances stay in service. Default: 0.
    pub fn min_instances_in_service(self, count: u32) -> Self {
        Self(self.0.with("MinInstancesInService", count))
    }

    /// How long each batch may take, at most an hour. Default: 5 minutes.
    pub fn pause_time(self, time: Duration) -> Self {
        Self(
            self.0
                .with("PauseTime", format!("PT{}S", time.as_seconds())),
        )
    }

    /// Waits for a signal from each new instance. Default: no.
    pub fn wait_on_resource_signals(self) -> Self {
        Self(self.0.with("WaitOnResourceSignals", true))
    }
}

/// How CodeDeploy moves the alias of a Lambda function.
#[derive(Debug, Clone)]
#[must_use]
pub struct CodeDeployLambdaAliasUpdate(Properties);

impl CodeDeployLambdaAliasUpdate {
    /// Moves it as the deployment group of this application says.
    pub fn new(
        application_name: impl IntoValue<String>,
        deployment_group_name: impl IntoValue<String>,
    ) -> Self {
        Self(
            Properties::new()
                .with("ApplicationName", application_name)
                .with("DeploymentGroupName", deployment_group_name),
        )
    }

    /// A function that tests before traffic moves. Default: none.
    pub fn before_allow_traffic_hook(self, function: impl IntoValue<String>) -> Self {
        Self(self.0.with("BeforeAllowTrafficHook", function))
    }

    /// A function that tests after traffic has moved. Default: none.
    pub fn after_allow_traffic_hook(self, function: impl IntoValue<String>) -> Self {
        Self(self.0.with("AfterAllowTrafficHook", function))
    }
}
