//! Brokers are spread evenly over two or three zones.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-brokers-per-zone"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Brokers are spread evenly over two or three zones.",
        why: "MSK refuses another number.",
        fix: "make `NumberOfBrokerNodes` a multiple of the number of subnets",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-msk-cluster-brokernodegroupinfo.html",
        same_as: &[],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        let path = "BrokerNodeGroupInfo/ClientSubnets";
        let zones = it.list(path).len();
        if zones == 0 {
            return;
        }
        if !(2..=3).contains(&zones) {
            flaws.add(it, path, format!("must be 2 or 3 subnets, got {zones}"));
        }
        let brokers = it
            .text("NumberOfBrokerNodes")
            .and_then(|text| text.parse::<usize>().ok());
        if let Some(brokers) = brokers.filter(|brokers| !brokers.is_multiple_of(zones)) {
            flaws.add(
                it,
                "NumberOfBrokerNodes",
                format!("must be a multiple of {zones}, got {brokers}"),
            );
        }
    },
};
