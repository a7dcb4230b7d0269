//! Brokers keep their logs.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-broker-logs"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Brokers keep their logs.",
        why: "What a broker did before it failed is gone with it.",
        fix: "set `LoggingInfo.BrokerLogs`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
        same_as: &["AwsSolutions-MSK6", "CKV_AWS_80"],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| it.must_be_set("LoggingInfo/BrokerLogs", flaws),
};
