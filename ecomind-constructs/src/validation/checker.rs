//! What a check of one template knows while it walks through it.

use std::{
    collections::BTreeSet,
    fmt::{self, Write as _},
};

use crate::{graph::Graph, template::Template};

use super::{Check, Finding, Known, names::Names};

/// The check of one template. Its methods stand in the files that are named after what they check.
pub(super) struct Checker<'a> {
    pub(super) template: &'a Template,
    pub(super) names: Names<'a>,
    pub(super) region: Option<&'a str>,
    /// What was compiled and decoded before.
    pub(super) known: &'a mut Known,
    /// What kind of place this is: it decides which functions may stand here.
    pub(super) place: Place,
    /// The resource that is being checked, by its place among the resources.
    pub(super) current: Option<usize>,
    /// Which resource waits for which.
    pub(super) waits_for: Graph,
    /// Names of parameters, mappings and conditions that something refers to.
    pub(super) used: BTreeSet<&'a str>,
    /// Variables of the loops that this is in.
    pub(super) variables: Vec<&'a str>,
    pub(super) dynamic_references: usize,
    steps: Vec<Step<'a>>,
    findings: Vec<Finding>,
}

/// What kind of place a value stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Property,
    Metadata,
    Condition,
    Rule,
    Output,
}

/// One step of the way into a template.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Checker<'a> {
    pub(super) fn new(
        template: &'a Template,
        region: Option<&'a str>,
        known: &'a mut Known,
    ) -> Self {
        let names = Names::of(template);
        let waits_for = Graph::new(names.resources.len());
        Self {
            template,
            names,
            region,
            known,
            place: Place::Property,
            current: None,
            waits_for,
            used: BTreeSet::new(),
            variables: Vec::new(),
            dynamic_references: 0,
            steps: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Everything that was found.
    pub(super) fn finish(self) -> Vec<Finding> {
        self.findings
    }

    /// Looks one step further in.
    pub(super) fn within<T>(
        &mut self,
        step: impl Into<Step<'a>>,
        check: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.steps.push(step.into());
        let result = check(self);
        self.steps.pop();
        result
    }

    /// The name of the property that this is, or is a part of.
    pub(super) fn property_name(&self) -> Option<&'a str> {
        self.steps.iter().rev().find_map(|step| match step {
            Step::Name(name) if *name != "Ref" && !name.starts_with("Fn::") => Some(*name),
            _ => None,
        })
    }

    /// Something is wrong here.
    pub(super) fn find(&mut self, check: Check, message: impl Into<String>) {
        self.find_with(check, message, None);
    }

    /// Something is wrong here, and there is more to say.
    pub(super) fn find_with(
        &mut self,
        check: Check,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        let mut at = String::new();
        for step in &self.steps {
            let separator = if at.is_empty() { "" } else { "/" };
            // Writing to a string does not fail.
            let _ = write!(at, "{separator}{step}");
        }
        let mut finding = Finding::new(check.id(), check.severity(), at, message);
        finding.hint = hint;
        self.findings.push(finding);
    }

    /// Whether `check` finds nothing; what it finds is forgotten.
    pub(super) fn passes(&mut self, check: impl FnOnce(&mut Self)) -> bool {
        let before = self.findings.len();
        let references = self.dynamic_references;
        check(self);
        let passes = self.findings.len() == before;
        self.findings.truncate(before);
        self.dynamic_references = references;
        passes
    }

    /// Says behind each finding of `check` what it is about, as it stands elsewhere.
    pub(super) fn about(&mut self, what: impl fmt::Display, check: impl FnOnce(&mut Self)) {
        let before = self.findings.len();
        check(self);
        for finding in &mut self.findings[before..] {
            let _ = write!(finding.message, ", {what}");
        }
    }

    /// Notes that the resource being checked waits for another.
    pub(super) fn wait_for(&mut self, other: usize) {
        if let Some(current) = self.current {
            self.waits_for.add(current, other);
        }
    }
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(name: &'a str) -> Self {
        Self::Name(name)
    }
}

impl<'a> From<&'a String> for Step<'a> {
    fn from(name: &'a String) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => write!(f, "{index}"),
        }
    }
}
