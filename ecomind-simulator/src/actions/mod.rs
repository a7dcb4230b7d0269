//! The calls that clients make, one function each.

mod cancel;
mod capabilities;
mod change_sets;
mod context;
mod create_change_set;
mod create_stack;
mod delete_stack;
mod drift;
mod events;
mod execute;
mod exports;
mod identity;
mod ids;
mod page;
mod parameter_store;
mod refactors;
mod resources;
mod rollback;
mod settings;
mod stacks;
pub(crate) mod storage;
mod storage_lists;
mod storage_settings;
mod submission;
mod templates;

use serde_json::Value;

use crate::failure::{Failure, Result};

pub(crate) use self::context::{Context, Quotas};

/// Answers an action of CloudFormation.
pub(crate) fn cloudformation(context: &mut Context<'_>, action: &str) -> Result<Value> {
    match action {
        "CancelUpdateStack" => cancel::cancel_update_stack(context),
        "ContinueUpdateRollback" => rollback::continue_update_rollback(context),
        "CreateChangeSet" => create_change_set::create_change_set(context),
        "CreateStack" => create_stack::create_stack(context),
        "CreateStackRefactor" => refactors::create(context),
        "DeleteChangeSet" => change_sets::delete(context),
        "DeleteStack" => delete_stack::delete_stack(context),
        "DescribeChangeSet" => change_sets::describe(context),
        "DescribeEvents" => events::describe_events(context),
        "DescribeStackDriftDetectionStatus" => drift::detection_status(context),
        "DescribeStackEvents" => events::describe_stack_events(context),
        "DescribeStackRefactor" => refactors::describe(context),
        "DescribeStackResource" => resources::describe_one(context),
        "DescribeStackResourceDrifts" => drift::resource_drifts(context),
        "DescribeStackResources" => resources::describe_all(context),
        "DescribeStacks" => stacks::describe(context),
        "DetectStackDrift" => drift::detect_stack(context),
        "DetectStackResourceDrift" => drift::detect_resource(context),
        "ExecuteChangeSet" => execute::execute_change_set(context),
        "ExecuteStackRefactor" => refactors::execute(context),
        "GetStackPolicy" => settings::get_stack_policy(context),
        "GetTemplate" => templates::get_template(context),
        "GetTemplateSummary" => templates::get_template_summary(context),
        "ListChangeSets" => change_sets::list(context),
        "ListExports" => exports::list_exports(context),
        "ListImports" => exports::list_imports(context),
        "ListStackRefactorActions" => refactors::list_actions(context),
        "ListStackRefactors" => refactors::list(context),
        "ListStackResources" => resources::list(context),
        "ListStacks" => stacks::list(context),
        "RollbackStack" => rollback::rollback_stack(context),
        "SetStackPolicy" => settings::set_stack_policy(context),
        "UpdateStack" => create_stack::update_stack(context),
        "UpdateTerminationProtection" => settings::update_termination_protection(context),
        "ValidateTemplate" => templates::validate_template(context),
        other => Err(unknown(other)),
    }
}

/// Answers an action of the Security Token Service.
pub(crate) fn identity(context: &mut Context<'_>, action: &str) -> Result<Value> {
    match action {
        "AssumeRole" => identity::assume_role(context),
        "GetCallerIdentity" => Ok(identity::caller(context)),
        other => Err(unknown(other)),
    }
}

/// Answers an action of a service that speaks JSON.
pub(crate) fn json(context: &mut Context<'_>, action: &str) -> Result<Value> {
    match action {
        "AmazonSSM.GetParameter" => parameter_store::get_parameter(context),
        "AmazonSSM.PutParameter" => parameter_store::put_parameter(context),
        other => Err(unknown(other)),
    }
}

fn unknown(action: &str) -> Failure {
    Failure::new("InvalidAction", format!("Could not find operation {action}"))
}
