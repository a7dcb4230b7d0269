//! The tree of constructs: an [`App`] owns every node, a [`Scope`] is a place to add to, and a
//! [`Ref`] is a handle of what was added.
//!
//! The tree knows names and values, and that there are resources. What a resource is, and what
//! CloudFormation allows, is none of its business.

mod app;
mod app_file;
mod children;
mod condition;
mod creation_policy;
mod handle;
mod mapping;
mod node;
mod note;
mod output;
mod overrides;
mod parameter;
mod raw_resource;
mod resource;
mod resource_options;
mod rule;
mod runnable_task;
mod scope;
mod stack;
mod tags;
mod update_policy;

pub use self::{
    app::App,
    app_file::{AppFile, OutputValue},
    condition::Condition,
    creation_policy::CreationPolicy,
    handle::Ref,
    mapping::Mapping,
    output::Output,
    parameter::{Parameter, ParameterType},
    raw_resource::RawResource,
    resource::{Resource, Tagging},
    resource_options::{DeletionPolicy, ForEach, ResourceOptions, UpdateReplacePolicy},
    rule::Rule,
    scope::Scope,
    stack::{Stack, StackBuilder},
    update_policy::{AutoScalingRollingUpdate, CodeDeployLambdaAliasUpdate, UpdatePolicy},
};
pub(crate) use self::{
    app::{Dependency, Move},
    condition::ConditionData,
    mapping::MappingData,
    node::{Kind, Node},
    output::OutputData,
    parameter::ParameterData,
    resource::ResourceData,
    rule::RuleData,
    runnable_task::RunnableTask,
    stack::StackData,
};
