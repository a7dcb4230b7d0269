//! Sizes of brokers.

/// What a broker runs on.
///
/// A month of one, in us-east-1 and without storage: $33 for `kafka.t3.small`, $149 for
/// `kafka.m7g.large`, $153 for `kafka.m5.large`.
///
/// AWS: [broker sizes](https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-types.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokerType {
    /// `kafka.t3.small`: 2 vCPU that rest at 20%, 2 GiB. For development and for little traffic;
    /// [to be allowed](super::ClusterBuilder::allow_burstable_brokers) first.
    T3Small,
    /// `kafka.m5.large`: 2 vCPU, 8 GiB.
    M5Large,
    /// `kafka.m5.xlarge`: 4 vCPU, 16 GiB.
    M5XLarge,
    /// `kafka.m5.2xlarge`: 8 vCPU, 32 GiB.
    M52XLarge,
    /// `kafka.m5.4xlarge`: 16 vCPU, 64 GiB.
    M54XLarge,
    /// `kafka.m7g.large`: 2 vCPU, 8 GiB. The default.
    M7gLarge,
    /// `kafka.m7g.xlarge`: 4 vCPU, 16 GiB.
    M7gXLarge,
    /// `kafka.m7g.2xlarge`: 8 vCPU, 32 GiB.
    M7g2XLarge,
    /// `kafka.m7g.4xlarge`: 16 vCPU, 64 GiB.
    M7g4XLarge,
    /// Another one of the kind with storage of its own, such as `kafka.m7g.8xlarge`.
    Other(&'static str),
}

impl BrokerType {
    /// What MSK calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::T3Small => "kafka.t3.small",
            Self::M5Large => "kafka.m5.large",
            Self::M5XLarge => "kafka.m5.xlarge",
            Self::M52XLarge => "kafka.m5.2xlarge",
            Self::M54XLarge => "kafka.m5.4xlarge",
            Self::M7gLarge => "kafka.m7g.large",
            Self::M7gXLarge => "kafka.m7g.xlarge",
            Self::M7g2XLarge => "kafka.m7g.2xlarge",
            Self::M7g4XLarge => "kafka.m7g.4xlarge",
            Self::Other(name) => name,
        }
    }

    /// Whether it lives on CPU credits, which `CPUCreditBalance` counts.
    #[must_use]
    pub fn is_burstable(self) -> bool {
        self.name().starts_with("kafka.t")
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self, burstable_is_fine: bool) -> Option<String> {
        let name = self.name();
        if name.starts_with("express.") {
            return Some(format!(
                "must be of standard brokers, got {name:?}: express brokers have no storage of \
                 their own"
            ));
        }
        if !name.starts_with("kafka.") {
            return Some(format!("must look like `kafka.m7g.large`, got {name:?}"));
        }
        if self.is_burstable() && !burstable_is_fine {
            return Some(format!(
                "must be allowed by `allow_burstable_brokers`, got {name:?}: it takes 4 new \
                 connections with IAM a second, rests at 20% of its CPU, and AWS advises against \
                 it for production"
            ));
        }
        None
    }
}
