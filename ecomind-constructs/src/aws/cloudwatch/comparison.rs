//! When a value is beyond a threshold, and what no value means.

use crate::cfn::cloudwatch as cfn;

/// When a value is beyond the threshold of an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// At the threshold and above.
    GreaterThanOrEqual,
    /// Above the threshold.
    GreaterThan,
    /// Below the threshold.
    LessThan,
    /// At the threshold and below.
    LessThanOrEqual,
}

/// What an alarm takes a period without any value for.
///
/// AWS: [missing data](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum MissingData {
    /// For nothing; an alarm that finds no value at all has insufficient data.
    Missing,
    /// For a period within the threshold: right for errors, which are counted only where there are
    /// any.
    NotBreaching,
    /// For a period beyond it: right for signs of life.
    Breaching,
    /// For a reason to stay as it is.
    Ignore,
}

impl Comparison {
    pub(super) fn value(self) -> cfn::AlarmComparisonOperator {
        use cfn::AlarmComparisonOperator as Operator;
        match self {
            Self::GreaterThanOrEqual => Operator::GreaterThanOrEqualToThreshold,
            Self::GreaterThan => Operator::GreaterThanThreshold,
            Self::LessThan => Operator::LessThanThreshold,
            Self::LessThanOrEqual => Operator::LessThanOrEqualToThreshold,
        }
    }
}

impl MissingData {
    pub(super) fn value(self) -> cfn::AlarmTreatMissingData {
        use cfn::AlarmTreatMissingData as Treatment;
        match self {
            Self::Missing => Treatment::Missing,
            Self::NotBreaching => Treatment::NotBreaching,
            Self::Breaching => Treatment::Breaching,
            Self::Ignore => Treatment::Ignore,
        }
    }
}
