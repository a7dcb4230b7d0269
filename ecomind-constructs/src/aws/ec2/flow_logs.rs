//! Who talked to whom.

use crate::{
    Result,
    aws::{
        iam::{PolicyStatement, Principal, Role},
        kms::Key,
        logs::{LogGroup, Retention},
    },
    cfn::ec2,
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue, Value},
};

use super::subnet::name_tag;

/// Which connections of a VPC are logged to CloudWatch Logs, at $0.50 for each GB of lines.
///
/// AWS: [VPC Flow Logs](https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FlowLogs {
    /// None.
    None,
    /// Those that a rule refused.
    Rejected,
    /// All.
    All,
}

/// What the flow logs of a VPC are like.
#[derive(Debug, Clone, Copy)]
pub(super) struct FlowLogOptions {
    pub(super) logs: FlowLogs,
    pub(super) retention: Retention,
    pub(super) encryption_key: Option<Key>,
}

impl FlowLogOptions {
    /// Adds `FlowLog` to `scope`, that of the VPC. Every property of it is create-only.
    pub(super) fn add(self, vpc: Ref<ec2::Vpc>, scope: &mut Scope<'_>) -> Result<()> {
        let traffic = match self.logs {
            FlowLogs::None => return Ok(()),
            FlowLogs::Rejected => ec2::FlowLogTrafficType::Reject,
            FlowLogs::All => ec2::FlowLogTrafficType::All,
        };
        let mut scope = scope.child("FlowLog")?;
        let mut group = LogGroup::builder("LogGroup").retention(self.retention);
        if let Some(key) = &self.encryption_key {
            group = group.encryption_key(key);
        }
        let group = group.build(&mut scope)?;
        let role = Role::builder("IAMRole", flow_logs_service())
            .trust(only_for_flow_logs_of_the_account())
            .statement(
                PolicyStatement::allow()
                    .actions([
                        "logs:CreateLogStream",
                        "logs:DescribeLogStreams",
                        "logs:PutLogEvents",
                    ])
                    .resources([group.arn()]),
            )
            .build(&mut scope)?;
        ec2::FlowLog::new(vpc.reference(), ec2::FlowLogResourceType::Vpc)
            .traffic_type(traffic)
            .log_destination_type(ec2::FlowLogLogDestinationType::CloudWatchLogs)
            .log_group_name(group.name())
            .deliver_logs_permission_arn(role.arn())
            .tags([name_tag(&scope)])
            .add("FlowLog", &mut scope)?;
        Ok(())
    }
}

fn flow_logs_service() -> Principal {
    Principal::service("vpc-flow-logs.amazonaws.com")
}

/// The service works for every account; without the conditions any of them could have it write
/// into this one's logs.
fn only_for_flow_logs_of_the_account() -> PolicyStatement {
    let flow_logs: Value<String> = value::concat([
        "arn:".into_value(),
        value::partition(),
        ":ec2:".into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        ":vpc-flow-log/*".into_value(),
    ]);
    PolicyStatement::allow()
        .principal(flow_logs_service())
        .actions(["sts:AssumeRole"])
        .condition("StringEquals", "aws:SourceAccount", value::account_id())
        .condition("ArnLike", "aws:SourceArn", flow_logs)
}
