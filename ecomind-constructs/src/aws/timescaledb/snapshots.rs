//! Snapshots of the volume, every day.

use crate::{
    Result,
    aws::iam::{PolicyStatement, Principal, Role},
    cfn::{self as services, dlm as cfn},
    tree::{Resource as _, Scope},
    value::{self, IntoValue, Value},
};

/// What says which policy a volume, and a snapshot of it, belongs to.
const TAG: &str = "ecomind:snapshots";

/// The tag of a volume: no other one of the account has what is built from this id, which no other
/// resource of the stack has.
pub(super) fn tag(logical_id: &Value<String>) -> services::Tag {
    services::Tag::new(TAG, tag_value(logical_id))
}

fn tag_value(logical_id: &Value<String>) -> Value<String> {
    // The last part of `arn:aws:cloudformation:…:stack/<name>/<id>`; all of it may be too long.
    let stack = value::select(2, value::split("/", value::stack_id()));
    value::concat([stack, "/".into_value(), logical_id.clone()])
}

/// Adds the policy for the volume with this tag: a snapshot every day in the hour after `hour`, of
/// which `count` are kept.
///
/// Data Lifecycle Manager and not AWS Backup, since it asks for nothing beside it: a plan of AWS
/// Backup has a vault that other things are kept in too, and belongs to the app.
pub(super) fn add(
    logical_id: &Value<String>,
    hour: u8,
    count: u32,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let tag = tag(logical_id);
    let role = add_role(tag_value(logical_id), scope)?;
    let path = scope.path().to_string();
    // Nothing else is taken.
    let plain = path.replace(|letter: char| !letter.is_ascii_alphanumeric(), " ");
    let create = cfn::LifecyclePolicyCreateRule::new()
        .interval(24)
        .interval_unit(cfn::LifecyclePolicyCreateRuleIntervalUnit::Hours)
        .times([format!("{hour:02}:00")]);
    let schedule = cfn::LifecyclePolicySchedule::new()
        .name("Daily")
        .create_rule(create)
        .retain_rule(cfn::LifecyclePolicyRetainRule::new().count(i64::from(count)))
        .copy_tags(true);
    let details = cfn::LifecyclePolicyPolicyDetails::new()
        .policy_type(cfn::LifecyclePolicyPolicyType::EbsSnapshotManagement)
        .resource_types([cfn::LifecyclePolicyResourceTypes::Volume])
        .target_tags([tag])
        .schedules([schedule]);
    cfn::LifecyclePolicy::new()
        .description(format!("Snapshots of {plain}"))
        .execution_role_arn(role.arn())
        .policy_details(details)
        .state("ENABLED")
        .add("SnapshotPolicy", scope)?;
    Ok(())
}

/// A role that takes snapshots of volumes with this tag, and deletes those that have it.
fn add_role(tag: Value<String>, scope: &mut Scope<'_>) -> Result<Role> {
    const CONDITION: &str = "ec2:ResourceTag/ecomind:snapshots";
    let arn = |account: Value<String>, kind: &str| {
        value::concat([
            "arn:".into_value(),
            value::partition(),
            ":ec2:".into_value(),
            value::region(),
            ":".into_value(),
            account,
            format!(":{kind}/*").into_value(),
        ])
    };
    let snapshots = || [arn("".into_value(), "snapshot")];
    let finding = PolicyStatement::allow()
        .sid("Find")
        .actions(["ec2:DescribeInstances", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"])
        .all_resources("what describes takes no resource");
    let reading = PolicyStatement::allow()
        .sid("ReadVolume")
        .actions(["ec2:CreateSnapshot"])
        .resources([arn(value::account_id(), "volume")])
        .condition("StringEquals", CONDITION, tag.clone().into_expr());
    let making = PolicyStatement::allow()
        .sid("MakeSnapshot")
        .actions(["ec2:CreateSnapshot", "ec2:CreateTags"])
        .resources(snapshots());
    let deleting = PolicyStatement::allow()
        .sid("DeleteSnapshot")
        .actions(["ec2:DeleteSnapshot"])
        .resources(snapshots())
        .condition("StringEquals", CONDITION, tag.into_expr());
    [finding, reading, making, deleting]
        .into_iter()
        .fold(Role::builder("SnapshotRole", Principal::service("dlm.amazonaws.com")), |role, it| {
            role.statement(it)
        })
        .build(scope)
}
