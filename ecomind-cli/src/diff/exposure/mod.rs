//! Who may do what, who can reach what, and what is no longer protected: what a change opens, told
//! apart from what it closes.

mod cidr;
mod grant;
mod grants;
mod network;
mod rule;
mod statements;
mod switches;
mod table;

use std::collections::BTreeSet;

use crate::assembly::StackSnapshot;

use super::{Action, StackDifference, risk::RiskLevel};

pub use self::{grant::Grant, rule::Rule};

/// Something that is open now and was not, or the other way around.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ExposureChange {
    /// What it is about.
    pub kind: ExposureKind,
    /// Whether more is open, or less.
    pub direction: Direction,
    /// How much that matters.
    pub level: RiskLevel,
    /// The resource that says so, by its logical id.
    pub logical_id: String,
    /// What is open, or no longer.
    pub what: Exposed,
}

/// What an exposure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ExposureKind {
    /// Who may do what.
    Permission,
    /// Who can reach what.
    Network,
    /// Whether anybody can reach it.
    PublicAccess,
    /// Whether data is encrypted.
    Encryption,
    /// Whether something is protected against deletion, loss or attacks.
    Protection,
}

/// Whether more is open, or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Somebody can do or reach more, or something is less protected.
    Broadening,
    /// The other way around.
    Narrowing,
}

/// What is open, or no longer.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Exposed {
    /// A permission: one principal, one action, one resource.
    Grant(Grant),
    /// A rule of a security group or a network ACL.
    Rule(Rule),
    /// A managed policy that is attached, by its ARN.
    ManagedPolicy {
        /// Who has it.
        principal: String,
        /// The policy.
        policy: String,
    },
    /// A setting.
    Setting {
        /// The property, or the type of a resource that protects.
        property: String,
        /// In words.
        says: String,
    },
}

/// Every exposure that a stack gained or lost, broadening first.
pub(super) fn exposure(
    stack: &StackDifference,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> Vec<ExposureChange> {
    let changed: BTreeSet<&str> = stack
        .resources
        .iter()
        .map(|resource| resource.logical_id.as_str())
        .collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let added: BTreeSet<&str> = stack
        .resources
        .iter()
        .filter(|it| it.action == Action::Add)
        .map(|it| it.logical_id.as_str())
        .collect();
    let mut found = grants::changes(&changed, &added, before, after);
    found.extend(network::changes(&changed, &added, before, after));
    found.extend(switches::changes(stack, before, after));
    found.sort_by_key(|it| (it.direction, std::cmp::Reverse(it.level), it.kind));
    found
}

impl ExposureChange {
    /// In one sentence.
    pub fn sentence(&self) -> String {
        let gains = self.direction == Direction::Broadening;
        match &self.what {
            Exposed::Grant(grant) => {
                let verb = match (grant.allow, gains) {
                    (true, true) => "may now",
                    (true, false) => "may no longer",
                    (false, true) => "is no longer denied",
                    (false, false) => "is now denied",
                };
                grant.sentence(verb)
            }
            Exposed::Rule(rule) => {
                let verb = match (rule.allow, gains) {
                    (true, true) => "opens",
                    (true, false) => "closes",
                    (false, true) => "no longer denies",
                    (false, false) => "denies",
                };
                rule.sentence(verb)
            }
            Exposed::ManagedPolicy { principal, policy } => {
                let verb = if gains { "now has" } else { "no longer has" };
                format!("{principal} {verb} the managed policy {policy}")
            }
            Exposed::Setting { property, says } => {
                format!("`{}`: {says} (`{property}`)", self.logical_id)
            }
        }
    }
}

impl ExposureKind {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Permission => "permission",
            Self::Network => "network",
            Self::PublicAccess => "public-access",
            Self::Encryption => "encryption",
            Self::Protection => "protection",
        }
    }
}

impl Direction {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Broadening => "broadening",
            Self::Narrowing => "narrowing",
        }
    }
}
