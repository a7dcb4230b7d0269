//! Session Manager instead of SSH.

use crate::aws::iam::PolicyStatement;

/// What Session Manager needs of `AmazonSSMManagedInstanceCore`, which also reads every parameter.
pub(in crate::aws) fn session_manager() -> PolicyStatement {
    PolicyStatement::allow()
        .sid("SessionManager")
        .actions([
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
        ])
        .all_resources("the calls of the Systems Manager agent take no resource")
}
