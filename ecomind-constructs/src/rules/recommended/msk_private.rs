//! Brokers have no public addresses.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-private"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Brokers have no public addresses.",
        why: "A public address lets anybody try.",
        fix: "leave `PublicAccess` out",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
        same_as: &["CKV_AWS_291", "FSBP MSK.4"],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        let path = "BrokerNodeGroupInfo/ConnectivityInfo/PublicAccess/Type";
        if it.is_set(path) {
            it.must_be_one_of(path, &["DISABLED"], flaws);
        }
    },
};
