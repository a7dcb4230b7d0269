//! Kafka has a version that is supported.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

/// Supported on 2026-11-23.
const VERSIONS: &[&str] =
    &["3.8.x", "3.8.x.kraft", "3.9.x", "3.9.x.kraft", "4.0.x.kraft", "4.1.x.kraft", "4.2.x.kraft"];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("msk-version"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Kafka has a version that is supported.",
        why: "MSK creates no clusters of versions past their end, and upgrades running ones by itself.",
        fix: "choose a version of the list, as it stands",
        source: "https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html",
        same_as: &[],
    },
    types: &["AWS::MSK::Cluster"],
    check: |it, flaws| it.must_be_one_of("KafkaVersion", VERSIONS, flaws),
};
