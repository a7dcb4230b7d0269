//! PostgreSQL has a version that can be created.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

/// Creatable on 2026-11-23, by the schemas of cfn-lint 1.58.
const VERSIONS: &[&str] = &[
    "14.18", "14.19", "14.20", "14.21", "14.22", "14.23", "14.24", "15.13", "15.14", "15.15",
    "15.16", "15.17", "15.18", "15.19", "16.9", "16.10", "16.11", "16.12", "16.13", "16.14",
    "16.15", "17.5", "17.6", "17.7", "17.8", "17.9", "17.10", "17.11", "18.1", "18.2", "18.3",
    "18.4", "18.6",
];

const MAJORS: &[&str] = &["11", "12", "13", "14", "15", "16", "17", "18"];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-engine-version"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "PostgreSQL has a version that can be created.",
        why: "RDS refuses versions that it has withdrawn, and those that never were.",
        fix: "choose a version of the list, or the major version alone",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html",
        same_as: &["cfn-lint W3691", "cfn-lint E3691"],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        let Some(version) = it
            .text("EngineVersion")
            .filter(|_| it.is("Engine", "postgres"))
        else {
            return;
        };
        // A database that exists keeps its version; the template of a copy may not name one.
        let is_major = MAJORS.contains(&&*version);
        let is_old = version
            .split('.')
            .next()
            .and_then(|major| major.parse::<u8>().ok())
            .is_some_and(|it| it < 14);
        if !is_major && !is_old && !VERSIONS.contains(&&*version) {
            let message = format!("must be one of {}, got {version}", VERSIONS.join(", "));
            flaws.add(it, "EngineVersion", message);
        }
    },
};
