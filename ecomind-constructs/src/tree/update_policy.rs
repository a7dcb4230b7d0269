//! How CloudFormation updates resources whose types have a choice.

use crate::value::{Duration, Expr, IntoValue, Properties};

/// An [update policy].
///
/// [update policy]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum UpdatePolicy {
    /// An Auto Scaling group updates its instances in batches.
    AutoScalingRollingUpdate(AutoScalingRollingUpdate),
    /// An Auto Scaling group is replaced as a whole, and kept when the new one fails.
    AutoScalingReplacingUpdate,
    /// Scheduled changes of a group's size survive updates that do not touch it.
    AutoScalingScheduledAction,
    /// The alias of a Lambda function is moved by CodeDeploy.
    CodeDeployLambdaAliasUpdate(CodeDeployLambdaAliasUpdate),
    /// A domain of OpenSearch is upgraded in place instead of replaced.
    EnableVersionUpgrade,
    /// A replication group of ElastiCache changes its shards in place instead of being replaced.
    UseOnlineResharding,
    /// A policy in the words of a template.
    Raw(Properties),
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

impl UpdatePolicy {
    pub(crate) fn expr(&self) -> Expr {
        let policy = match self {
            Self::AutoScalingRollingUpdate(update) => {
                Properties::from([("AutoScalingRollingUpdate", update.0.clone().into())])
            }
            Self::AutoScalingReplacingUpdate => {
                let update = Properties::new().with("WillReplace", true);
                Properties::from([("AutoScalingReplacingUpdate", update.into())])
            }
            Self::AutoScalingScheduledAction => {
                let action = Properties::new().with("IgnoreUnmodifiedGroupSizeProperties", true);
                Properties::from([("AutoScalingScheduledAction", action.into())])
            }
            Self::CodeDeployLambdaAliasUpdate(update) => {
                Properties::from([("CodeDeployLambdaAliasUpdate", update.0.clone().into())])
            }
            Self::EnableVersionUpgrade => Properties::new().with("EnableVersionUpgrade", true),
            Self::UseOnlineResharding => Properties::new().with("UseOnlineResharding", true),
            Self::Raw(policy) => policy.clone(),
        };
        policy.into()
    }
}
