//! A database with replicas has a password of its own.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("rds-managed-password-and-replica"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A database with replicas has a password of its own.",
        why: "RDS manages no password of a PostgreSQL database that has replicas.",
        fix: "use a secret with `GenerateSecretString`, and attach it",
        source: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
        same_as: &[],
    },
    types: &["AWS::RDS::DBInstance"],
    check: |it, flaws| {
        let source = it.target("SourceDBInstanceIdentifier");
        if let Some(source) = source.filter(|source| source.is("ManageMasterUserPassword", "true"))
        {
            let message =
                format!("can't replicate `{}`, whose password RDS manages", source.logical_id());
            flaws.add(it, "SourceDBInstanceIdentifier", message);
        }
    },
};
