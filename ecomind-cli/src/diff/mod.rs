//! What a change does: replacement, exposure, findings and risk, from two sets of templates.
//!
//! [`compare`] needs no credentials. It knows AWS's schemas and some of AWS's documentation, and
//! says for each verdict which of them it is from. What CloudFormation itself says in a change set
//! is put on top of it.

pub(crate) mod between;
mod change_set_view;
mod compare;
mod comparison;
mod cost;
mod difference;
mod exposure;
mod findings;
mod relocate;
pub mod render;
mod replacement;
mod resolved;
mod resource;
pub(crate) mod rewrite;
mod risk;
mod values;

pub use self::{
    change_set_view::{ChangeSetProperty, ChangeSetResource, ChangeSetView},
    compare::{compare, compare_with_change_sets},
    comparison::Comparison,
    difference::{
        Action, Cost, DecidedBy, Difference, Presence, PropertyDifference, Reason, Resolved,
        ResourceDifference, SectionDifference, StackDifference, Verdict,
    },
    exposure::{Direction, Exposed, ExposureChange, ExposureKind, Grant, Rule},
    findings::{Finding, FindingKind},
    risk::{Risk, RiskLevel},
};
pub(crate) use self::{compare::compare_relocated, cost::price, relocate::relocate};
