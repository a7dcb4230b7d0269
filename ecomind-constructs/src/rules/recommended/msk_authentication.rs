//! Kafka asks who connects.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-authentication"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Kafka asks who connects.",
        why: "Anything in the VPC that reaches the port can read and write every topic.",
        fix: "set `ClientAuthentication` with IAM, SCRAM or TLS, and `Unauthenticated.Enabled: false`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
        same_as: &["FSBP MSK.3"],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| {
        it.must_be_set("ClientAuthentication", flaws);
        it.must_not_be_true("ClientAuthentication/Unauthenticated/Enabled", flaws);
    },
};
