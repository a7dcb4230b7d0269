//! What slows a database down.

use crate::{aws::kms::Key, cfn::rds as cfn};

/// How long RDS keeps which queries waited for what.
///
/// AWS: [CloudWatch Database Insights](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Database-Insights.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatabaseInsights {
    /// It doesn't look.
    Off,
    /// 7 days, free of charge.
    Standard,
    /// 15 months, with plans and locks, for a fee for each vCPU.
    Advanced,
}

impl DatabaseInsights {
    /// Sets it on an instance whose key is `key`.
    pub(super) fn apply(self, instance: cfn::DbInstance, key: Option<Key>) -> cfn::DbInstance {
        let (mode, days) = match self {
            Self::Off => return instance.enable_performance_insights(false),
            Self::Standard => (cfn::DbInstanceDatabaseInsightsMode::Standard, 7),
            Self::Advanced => (cfn::DbInstanceDatabaseInsightsMode::Advanced, 465),
        };
        let instance = instance
            .enable_performance_insights(true)
            .database_insights_mode(mode)
            .performance_insights_retention_period(days);
        match key {
            Some(key) => instance
                .performance_insights_kms_key_id(key.arn().cast::<crate::cfn::ids::kms::KeyId>()),
            None => instance,
        }
    }
}
