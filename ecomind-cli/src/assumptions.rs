//! What no template says and a bill depends on.

use std::collections::BTreeMap;

/// The hours of a month.
const HOURS: u32 = 730;

/// How much of something is used in a month: what no template says.
///
/// Each is an amount per resource, not for the whole environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Usage {
    /// Gigabytes that each NAT gateway passes on. Default: 10.
    NatData,
    /// Hours of a capacity unit of each load balancer; a unit all month long is 730. Default: 730.
    BalancerUnitHours,
    /// Gigabytes that each load balancer sends to the internet. Default: 10.
    BalancerData,
    /// Gigabytes that go through each interface endpoint. Default: 1.
    EndpointData,
    /// Megabytes, of which 1,000 are charged as one gigabyte, that each log group takes in.
    /// Default: 1,000.
    LogMegabytes,
    /// Gigabytes in each bucket. Default: 10.
    BucketData,
    /// Requests to each bucket that write or list. Default: 10,000.
    BucketWrites,
    /// Requests to each bucket that read. Default: 100,000.
    BucketReads,
    /// Gigabytes of images in each repository. Default: 1.
    ImageData,
    /// Gigabytes that each distribution sends. Default: 10.
    CdnData,
    /// Requests to each distribution. Default: 100,000.
    CdnRequests,
    /// Requests that each web ACL judges. Default: 100,000.
    WafRequests,
    /// Calls of each function. Default: 1,000.
    FunctionCalls,
    /// Milliseconds that each call of a function takes. Default: 500.
    FunctionTime,
    /// Requests to each queue. Default: 100,000.
    QueueRequests,
    /// Messages to each topic. Default: 1,000.
    TopicRequests,
    /// Gigabytes in each backup vault. Default: 10.
    BackupData,
}

/// The [usage](Usage) of an environment, where it is not the default.
///
/// ```
/// use ecomind_cli::{Assumptions, Usage};
///
/// let busy = Assumptions::new()
///     .assume(Usage::LogMegabytes, 5_000)
///     .assume_for("Network/Vpc/FlowLogs", Usage::LogMegabytes, 40_000);
/// assert_eq!(busy.amount("Network/Vpc/FlowLogs/LogGroup", Usage::LogMegabytes), 40_000);
/// assert_eq!(busy.amount("Api/Logs", Usage::LogMegabytes), 5_000);
/// assert_eq!(busy.amount("Api/Reports", Usage::BucketData), 10);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assumptions {
    everywhere: BTreeMap<Usage, u32>,
    below: Vec<(String, Usage, u32)>,
}

impl Assumptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// An amount per resource, in the unit of the usage.
    #[must_use]
    pub fn assume(mut self, usage: Usage, amount: u32) -> Self {
        self.everywhere.insert(usage, amount);
        self
    }

    /// An amount per resource for the construct at `path` and those in it. What is said last goes.
    #[must_use]
    pub fn assume_for(mut self, path: impl Into<String>, usage: Usage, amount: u32) -> Self {
        self.below.push((path.into(), usage, amount));
        self
    }

    /// What is assumed for the resource at `path`.
    pub fn amount(&self, path: &str, usage: Usage) -> u32 {
        let is_at = |place: &str| {
            path.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let special = self
            .below
            .iter()
            .rev()
            .find(|(place, it, _)| *it == usage && is_at(place));
        match special {
            Some((_, _, amount)) => *amount,
            None => self
                .everywhere
                .get(&usage)
                .copied()
                .unwrap_or_else(|| usage.default_amount()),
        }
    }

    /// The paths that something is assumed for: one that fits no resource is a slip.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.below.iter().map(|(path, ..)| path.as_str())
    }
}

impl Usage {
    fn default_amount(self) -> u32 {
        match self {
            Self::EndpointData | Self::ImageData => 1,
            Self::NatData
            | Self::BalancerData
            | Self::BucketData
            | Self::CdnData
            | Self::BackupData => 10,
            Self::FunctionTime => 500,
            Self::BalancerUnitHours => HOURS,
            Self::LogMegabytes | Self::FunctionCalls | Self::TopicRequests => 1_000,
            Self::BucketWrites => 10_000,
            Self::BucketReads | Self::CdnRequests | Self::WafRequests | Self::QueueRequests => {
                100_000
            }
        }
    }

    /// What it is called in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NatData => "natData",
            Self::BalancerUnitHours => "balancerUnitHours",
            Self::BalancerData => "balancerData",
            Self::EndpointData => "endpointData",
            Self::LogMegabytes => "logMegabytes",
            Self::BucketData => "bucketData",
            Self::BucketWrites => "bucketWrites",
            Self::BucketReads => "bucketReads",
            Self::ImageData => "imageData",
            Self::CdnData => "cdnData",
            Self::CdnRequests => "cdnRequests",
            Self::WafRequests => "wafRequests",
            Self::FunctionCalls => "functionCalls",
            Self::FunctionTime => "functionTime",
            Self::QueueRequests => "queueRequests",
            Self::TopicRequests => "topicRequests",
            Self::BackupData => "backupData",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_assumed_for_a_construct_holds_for_nothing_beside_it() {
        let assumptions = Assumptions::new()
            .assume_for("Api", Usage::LogMegabytes, 2)
            .assume_for("Api/Audit", Usage::LogMegabytes, 3);
        let amounts = ["Api", "Api/Audit/Logs", "ApiGateway"]
            .map(|path| assumptions.amount(path, Usage::LogMegabytes));
        assert_eq!(amounts, [2, 3, 1_000]);
    }
}
