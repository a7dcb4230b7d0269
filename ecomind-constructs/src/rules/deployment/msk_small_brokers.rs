//! Small brokers have no tiered storage.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-small-brokers"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Small brokers have no tiered storage.",
        why: "MSK refuses it on kafka.t3.small.",
        fix: "choose a larger broker, or `StorageMode: LOCAL`",
        source: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-tiered-storage.html",
        same_as: &[],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        if it.is("BrokerNodeGroupInfo/InstanceType", "kafka.t3.small")
            && it.is("StorageMode", "TIERED")
        {
            flaws.add(it, "StorageMode", "must be LOCAL on kafka.t3.small, got TIERED");
        }
    },
};
