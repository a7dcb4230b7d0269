//! What tasks may do so that people can run commands in them.

use crate::{
    aws::iam::PolicyStatement,
    value::{self, IntoValue, Value},
};

use super::Cluster;

/// What the task role needs for ECS Exec in `cluster`.
pub(super) fn statements(cluster: Cluster) -> Vec<PolicyStatement> {
    let mut statements = vec![
        PolicyStatement::allow()
            .actions([
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ])
            .all_resources("channels have no ARN"),
    ];
    if let Some(log) = cluster.exec().log {
        let groups = [
            "arn:".into_value(),
            value::partition(),
            ":logs:".into_value(),
            value::region(),
            ":".into_value(),
            value::account_id(),
            ":log-group:*".into_value(),
        ];
        let groups: Value<String> = value::concat(groups);
        statements.push(
            PolicyStatement::allow()
                .actions(["logs:DescribeLogGroups"])
                .resources([groups]),
        );
        statements.push(
            PolicyStatement::allow()
                .actions(["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"])
                .resources([log.arn()]),
        );
    }
    if let Some(key) = cluster.exec().encryption_key {
        statements.push(
            PolicyStatement::allow()
                .actions(["kms:Decrypt"])
                .resources([key.arn()]),
        );
    }
    statements
}
