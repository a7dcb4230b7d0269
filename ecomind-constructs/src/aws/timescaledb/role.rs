//! What the instance may do.

use crate::{
    Result,
    aws::{
        ec2::session_manager,
        iam::{PolicyStatement, Principal, Role, RoleBuilder},
        logs::LogGroup,
        s3::Bucket,
        secretsmanager::Secret,
    },
    tree::Scope,
};

/// Where the metrics of the instance are.
pub(super) const NAMESPACE: &str = "TimescaleDB";

/// A role that reads its secret, keeps backups, writes log lines, and is reached by Session Manager.
pub(super) fn add(
    secret: Secret,
    bucket: Bucket,
    log_group: LogGroup,
    statements: Vec<PolicyStatement>,
    scope: &mut Scope<'_>,
) -> Result<Role> {
    let metrics = PolicyStatement::allow()
        .sid("Metrics")
        .actions(["cloudwatch:PutMetricData"])
        .all_resources("metrics are no resource; the condition names what they are in")
        .condition("StringEquals", "cloudwatch:namespace", NAMESPACE);
    let role = Role::builder("Role", Principal::service("ec2.amazonaws.com"))
        .statement(session_manager())
        .statement(metrics);
    let role = statements
        .into_iter()
        .fold(role, RoleBuilder::statement)
        .build(scope)?;
    secret.grant_read(&role, scope)?;
    // pgBackRest clears away what is older than the retention.
    bucket.grant_read_write(&role, scope)?;
    bucket.grant_delete(&role, scope)?;
    log_group.grant_write(&role, scope)?;
    Ok(role)
}
