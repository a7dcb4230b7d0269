//! The stacks that benchmarks synthesize.

use ecomind_constructs::{
    aws::iam::PolicyDocument,
    cfn::{ec2, iam, kms, logs},
    prelude::*,
};

/// Groups of four resources of each stack.
pub(crate) const GROUPS: usize = 100;

/// Stacks of 400 resources each, of four types that refer to each other.
pub(crate) fn many_stacks(stacks: usize) -> Result<App> {
    let mut app = App::new().name_prefix("bench").region("us-east-1");
    app.scope().tag("Team", "bench")?;
    for number in 0..stacks {
        let mut stack = app.stack(format!("Stack{number}"))?;
        for group in 0..GROUPS {
            add_group(&mut stack.child(format!("Group{group}"))?)?;
        }
    }
    Ok(app)
}

fn add_group(scope: &mut Scope<'_>) -> Result<()> {
    let key = kms::Key::new()
        .enable_key_rotation(true)
        .add("Key", scope)?;
    let log = logs::LogGroup::new()
        .kms_key_id(key)
        .retention_in_days(90)
        .add("Log", scope)?;
    let trust = PolicyStatement::allow()
        .principal(Principal::service("ecs-tasks.amazonaws.com"))
        .actions(["sts:AssumeRole"]);
    let write = PolicyStatement::allow()
        .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
        .resources([log.arn()]);
    iam::Role::new(PolicyDocument::new([trust]))
        .policies([iam::RolePolicyProperty::new(PolicyDocument::new([write]), "Write")])
        .add("Role", scope)?;
    ec2::SecurityGroup::new("what may reach the service")
        .security_group_ingress([ec2::SecurityGroupIngressProperty::new("tcp")
            .cidr_ip("10.0.0.0/8")
            .description("from inside")
            .from_port(443)
            .to_port(443)])
        .add("Group", scope)?;
    Ok(())
}
