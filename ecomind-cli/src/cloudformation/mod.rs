//! The few calls of CloudFormation that we make, and the only place that makes them.
//!
//! [`CloudFormation`] is one account and region; [`Clouds`] finds it. [`sdk`] implements both with
//! the AWS SDK, which retries what is worth it: throttled calls, server errors, connections that
//! break. What is left over is an [`Error`] of a [kind](ErrorKind) that callers can match. [`Tasks`]
//! are the few calls of ECS and of CloudWatch Logs.

mod api;
mod change_set;
mod clouds;
mod drift;
mod error;
mod event;
mod pause;
mod refactor;
mod request;
mod sdk;
mod stack;
mod tasks;
#[cfg(test)]
pub(crate) mod virtual_time;

#[cfg(test)]
pub(crate) use self::sdk::InProcess;

pub(crate) use self::{
    api::{Answer, CloudFormation},
    change_set::{ChangeDetail, ChangeSet, ResourceChange},
    clouds::{Clouds, Place},
    drift::{Detection, PropertyDrift, ResourceDrift},
    error::{Error, ErrorKind, Result},
    event::{Finding, StackEvent},
    pause::pause,
    refactor::{Refactor, RefactorRequest, ResourceMove},
    request::{
        ChangeSetRequest, DeleteRequest, Execution, ResourceImport, RollbackRequest, TemplateSource,
    },
    sdk::{Connection, Keys, SdkClouds},
    stack::{Export, Output, Stack, StackResource, StackStatus},
    tasks::{LogLine, LogPage, Task, TaskContainer, TaskRequest, Tasks},
};
