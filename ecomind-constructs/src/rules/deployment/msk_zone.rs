//! No broker is in `use1-az3`.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-zone"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "No broker is in `use1-az3`.",
        why: "MSK has no brokers in that zone.",
        fix: "choose another zone by its id",
        source: "https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html",
        same_as: &[],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        for index in 0..it.list("BrokerNodeGroupInfo/ClientSubnets").len() {
            let path = format!("BrokerNodeGroupInfo/ClientSubnets/{index}");
            let subnet = it.target(&path);
            if subnet.is_some_and(|subnet| subnet.is("AvailabilityZoneId", "use1-az3")) {
                flaws.add(it, &path, "must not be in use1-az3");
            }
        }
    },
};
