//! How fast time passes.

use std::{collections::BTreeMap, time::Duration};

/// How virtual time passes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Pace {
    /// Each look at an operation moves it one step on, and after so many looks it is over. With 1,
    /// the default of a simulator, the first look still finds it in progress.
    Looks(u32),
    /// Operations last as long as their resources do, divided by this factor.
    RealTime(f64),
    /// Nothing moves until [`Simulator::step`](crate::Simulator::step) is called.
    ByHand,
}

/// How long resources take in virtual time.
#[derive(Debug, Clone)]
pub(crate) struct Durations {
    pub(crate) usual: Duration,
    pub(crate) by_type: BTreeMap<String, Duration>,
}

impl Durations {
    /// In milliseconds.
    pub(crate) fn of(&self, type_name: &str) -> u64 {
        let duration = self.by_type.get(type_name).unwrap_or(&self.usual);
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

impl Default for Durations {
    /// Seconds for most types; minutes for those that take minutes at AWS.
    fn default() -> Self {
        let minutes = [
            ("AWS::CertificateManager::Certificate", 2),
            ("AWS::CloudFront::Distribution", 4),
            ("AWS::EC2::NatGateway", 2),
            ("AWS::ECS::Service", 2),
            ("AWS::EKS::Cluster", 10),
            ("AWS::ElastiCache::ReplicationGroup", 8),
            ("AWS::ElasticLoadBalancingV2::LoadBalancer", 2),
            ("AWS::MSK::Cluster", 25),
            ("AWS::RDS::DBInstance", 8),
        ];
        let by_type = minutes.map(|(name, it)| (name.to_owned(), Duration::from_secs(60 * it)));
        Self { usual: Duration::from_secs(5), by_type: by_type.into() }
    }
}
