//! Deployments: what there is to do, what it will do, and doing it.
//!
//! A [`Deployment`] looks at each stack ([`survey`]), makes change sets ([`change_sets`]), shows
//! what they will do to an [`Operator`] ([`Review`]), keeps data safe ([`guard`]), asks
//! ([`approval`]), and executes ([`execute`]) in the order of references ([`schedule`]). It knows
//! neither the terminal nor how commands are written.

mod approval;
mod as_deployed;
mod back_off;
mod bootstrap;
mod capabilities;
mod change_set_view;
mod change_sets;
mod changed_exports;
mod contents;
mod deployed;
mod deployment;
mod desired;
mod destroy;
mod diagnosis;
mod drift;
mod event;
mod execute;
mod export_names;
mod findings;
mod fixes;
mod follow;
mod foreseen;
mod garbage;
mod gone;
mod guard;
mod import;
mod masked;
mod names;
mod online;
mod operator;
mod plan;
mod prepare;
mod preview;
mod problem;
mod recovery;
mod report;
mod resource_event;
mod review;
mod risk;
mod runtime;
mod schedule;
mod secrets;
mod settings;
mod single;
mod stack_policy;
mod stages;
mod survey;
mod target;
#[cfg(test)]
mod trials;
mod watched;

pub(crate) use self::{
    bootstrap::bootstrap,
    deployed::{consult, deployed},
    deployment::{Deployment, Problems},
    destroy::destroy,
    drift::{Accepted, Drift, DriftedResource, StackDrift, find_drift, revert},
    event::{Event, ResourceEvent},
    garbage::collect,
    import::{Candidate, Mapping, import, importable},
    online::{Answers, RULES as ONLINE_RULES, ask},
    operator::{Operator, Question},
    plan::Plan,
    problem::{Problem, ProblemKind, Result},
    recovery::{Recovery, Wishes, recover, roll_back},
    report::{Report, StackReport, StackResult},
    review::{Action, Change, Review},
    risk::Risk,
    runtime::run,
    secrets::Secrets,
    settings::{Approval, OnBusy, Settings},
    single::{attach, cancel, history, look},
};
