//! How much brokers tell.

use crate::cfn::msk as cfn;

/// Which metrics of a [`Cluster`](super::Cluster) there are in CloudWatch.
///
/// AWS: [metrics](https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Monitoring {
    /// What costs nothing: CPU, disk, offline partitions, the lag of consumers.
    Basic,
    /// Also what tells that replicas fall behind. The default; it costs as metrics of your own do.
    PerBroker,
    /// Also that of every topic on every broker.
    PerTopicPerBroker,
    /// Also that of every partition.
    PerTopicPerPartition,
}

impl Monitoring {
    pub(super) fn property(self) -> cfn::ClusterEnhancedMonitoring {
        match self {
            Self::Basic => cfn::ClusterEnhancedMonitoring::Default,
            Self::PerBroker => cfn::ClusterEnhancedMonitoring::PerBroker,
            Self::PerTopicPerBroker => cfn::ClusterEnhancedMonitoring::PerTopicPerBroker,
            Self::PerTopicPerPartition => cfn::ClusterEnhancedMonitoring::PerTopicPerPartition,
        }
    }
}
