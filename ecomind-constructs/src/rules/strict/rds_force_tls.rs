//! PostgreSQL refuses connections without TLS.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-force-tls"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "PostgreSQL refuses connections without TLS.",
        why: "A client that does not ask for TLS sends data and password hashes in the clear.",
        fix: "set `rds.force_ssl` to 1, or leave it out from version 15 on",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
        same_as: &["FSBP RDS.38"],
    },
    types: &["AWS::RDS::DBParameterGroup"],
    check: |it, flaws| {
        if it.is("Parameters/rds.force_ssl", "0") {
            flaws.add(it, "Parameters/rds.force_ssl", "must be 1, got 0");
        }
    },
};
