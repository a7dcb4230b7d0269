//! How long log lines are kept.

/// The spans that CloudWatch Logs knows; what is older is deleted.
///
/// AWS: [`RetentionInDays`](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html#cfn-logs-loggroup-retentionindays)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Retention {
    /// 1 day.
    OneDay,
    /// 3 days.
    ThreeDays,
    /// 7 days.
    OneWeek,
    /// 14 days.
    TwoWeeks,
    /// 30 days.
    OneMonth,
    /// 90 days.
    ThreeMonths,
    /// 180 days.
    SixMonths,
    /// 365 days.
    OneYear,
    /// 731 days.
    TwoYears,
    /// 1,827 days.
    FiveYears,
    /// 3,653 days.
    TenYears,
}

impl Retention {
    /// The days.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::OneDay => 1,
            Self::ThreeDays => 3,
            Self::OneWeek => 7,
            Self::TwoWeeks => 14,
            Self::OneMonth => 30,
            Self::ThreeMonths => 90,
            Self::SixMonths => 180,
            Self::OneYear => 365,
            Self::TwoYears => 731,
            Self::FiveYears => 1827,
            Self::TenYears => 3653,
        }
    }
}
