//! How the values of a period become one.

use crate::cfn::cloudwatch as cfn;

/// How the values that a metric has in a period become one.
///
/// AWS: [statistics](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html)
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Statistic {
    /// Their mean.
    Average,
    /// Their sum.
    Sum,
    /// The lowest.
    Minimum,
    /// The highest.
    Maximum,
    /// How many there are.
    SampleCount,
    /// What this share of them, 0 to 100 percent, does not exceed: 95.0 is `p95`.
    Percentile(f64),
    /// The mean of those that this share, 0 to 100 percent, does not exceed: 99.0 is `tm99`.
    TrimmedMean(f64),
    /// Another one, as CloudWatch writes it, such as `PR(:300)`.
    Other(&'static str),
}

impl Statistic {
    /// As CloudWatch writes it.
    pub(super) fn text(self) -> String {
        match self {
            Self::Average => "Average".to_owned(),
            Self::Sum => "Sum".to_owned(),
            Self::Minimum => "Minimum".to_owned(),
            Self::Maximum => "Maximum".to_owned(),
            Self::SampleCount => "SampleCount".to_owned(),
            Self::Percentile(share) => format!("p{share}"),
            Self::TrimmedMean(share) => format!("tm{share}"),
            Self::Other(text) => text.to_owned(),
        }
    }

    /// One of the five that alarms take as a statistic; the others are extended ones.
    pub(super) fn simple(self) -> Option<cfn::AlarmStatistic> {
        match self {
            Self::Average => Some(cfn::AlarmStatistic::Average),
            Self::Sum => Some(cfn::AlarmStatistic::Sum),
            Self::Minimum => Some(cfn::AlarmStatistic::Minimum),
            Self::Maximum => Some(cfn::AlarmStatistic::Maximum),
            Self::SampleCount => Some(cfn::AlarmStatistic::SampleCount),
            Self::Percentile(_) | Self::TrimmedMean(_) | Self::Other(_) => None,
        }
    }

    /// What CloudWatch would refuse, if anything.
    pub(super) fn flaw(self) -> Option<String> {
        let (Self::Percentile(share) | Self::TrimmedMean(share)) = self else { return None };
        let is_share = (0.0..=100.0).contains(&share);
        (!is_share).then(|| format!("must have a percentile of 0 to 100, got {share}"))
    }
}
