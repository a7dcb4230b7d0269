//! What enhanced monitoring works as.

use crate::{
    Result,
    aws::iam::{PolicyStatement, Principal, Role},
    cfn::rds as cfn,
    tree::Scope,
    value::{self, IntoValue as _, Value},
};

/// How often the operating system of an instance is looked at, in seconds.
const INTERVAL: u8 = 60;

/// Adds `MonitoringRole` to `scope`, and gives `instance` it.
///
/// It may do what AWS's `AmazonRDSEnhancedMonitoringRole` may, in this account and region only.
pub(super) fn apply(instance: cfn::DbInstance, scope: &mut Scope<'_>) -> Result<cfn::DbInstance> {
    let service = || Principal::service("monitoring.rds.amazonaws.com");
    // The service works for every account; without the conditions any of them could use the role.
    let trust = PolicyStatement::allow()
        .principal(service())
        .actions(["sts:AssumeRole"])
        .condition("StringEquals", "aws:SourceAccount", value::account_id())
        .condition("ArnLike", "aws:SourceArn", here("rds", ":db:*"));
    let groups = PolicyStatement::allow()
        .actions(["logs:CreateLogGroup", "logs:PutRetentionPolicy"])
        .resources([here("logs", ":log-group:RDS*")]);
    let streams = PolicyStatement::allow()
        .actions([
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:GetLogEvents",
            "logs:PutLogEvents",
        ])
        .resources([here("logs", ":log-group:RDS*:log-stream:*")]);
    let role = Role::builder("MonitoringRole", service())
        .trust(trust)
        .statement(groups)
        .statement(streams)
        .build(scope)?;
    Ok(instance
        .monitoring_interval(INTERVAL)
        .monitoring_role_arn(role.arn()))
}

/// An ARN of a service in this account and region.
pub(super) fn here(service: &str, rest: &str) -> Value<String> {
    value::concat([
        "arn:".into_value(),
        value::partition(),
        format!(":{service}:").into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        rest.into_value(),
    ])
}
