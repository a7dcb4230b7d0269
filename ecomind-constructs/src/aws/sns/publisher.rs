//! The services of AWS that publish on their own.

use crate::{
    aws::iam::{PolicyStatement, Principal},
    value,
};

/// A service of AWS that publishes to topics on its own account, without a role.
///
/// AWS: [event sources](https://docs.aws.amazon.com/sns/latest/dg/sns-event-sources.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Publisher {
    /// The alarms of CloudWatch.
    CloudWatchAlarms,
    /// AWS Budgets.
    Budgets,
    /// Cost Anomaly Detection.
    CostAnomalyDetection,
    /// The rules of EventBridge.
    EventBridge,
    /// AWS Backup.
    Backup,
    /// The notifications of buckets.
    S3,
    /// Another service, such as `events.rds.amazonaws.com`, that says for which account it
    /// publishes.
    Other(&'static str),
}

impl Publisher {
    /// The name of the service in policies.
    #[must_use]
    pub const fn service(self) -> &'static str {
        match self {
            Self::CloudWatchAlarms => "cloudwatch.amazonaws.com",
            Self::Budgets => "budgets.amazonaws.com",
            Self::CostAnomalyDetection => "costalerts.amazonaws.com",
            Self::EventBridge => "events.amazonaws.com",
            Self::Backup => "backup.amazonaws.com",
            Self::S3 => "s3.amazonaws.com",
            Self::Other(service) => service,
        }
    }

    /// Allows it something for the stack's own account.
    pub(super) fn may(self, actions: impl IntoIterator<Item = &'static str>) -> PolicyStatement {
        let statement = PolicyStatement::allow()
            .principal(Principal::service(self.service()))
            .actions(actions);
        match self {
            // It does not say for whom it publishes: under a condition its messages get lost.
            Self::EventBridge => statement,
            _ => statement.condition("StringEquals", "aws:SourceAccount", value::account_id()),
        }
    }
}
