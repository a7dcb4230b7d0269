//! PostgreSQL loads libraries that RDS has.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

const LIBRARIES: &[&str] = &[
    "auto_explain",
    "orafce",
    "pgaudit",
    "pglogical",
    "pg_bigm",
    "pg_cron",
    "pg_hint_plan",
    "pg_overexplain",
    "pg_prewarm",
    "pg_similarity",
    "pg_stat_monitor",
    "pg_stat_statements",
    "pg_tle",
    "pg_transport",
    "plprofiler",
];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-preload-libraries"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "PostgreSQL loads libraries that RDS has.",
        why: "RDS refuses the parameter group: neither `timescaledb` nor `pg_partman_bgw` is among them.",
        fix: "take libraries of the list alone; `pg_cron` can run `partman.run_maintenance_proc()`",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBParameterGroup", "AWS::RDS::DBClusterParameterGroup"],
    check: |it, flaws| {
        let path = "Parameters/shared_preload_libraries";
        let is_postgres = it
            .text("Family")
            .is_some_and(|family| family.starts_with("postgres"));
        let Some(text) = it.text(path).filter(|_| is_postgres) else { return };
        for library in text.split(',').map(str::trim) {
            if !LIBRARIES.contains(&library) {
                let message = format!("must hold {} alone, got {library}", LIBRARIES.join(", "));
                flaws.add(it, path, message);
            }
        }
    },
};
