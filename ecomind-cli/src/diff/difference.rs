//! What two assemblies differ in, as data.

use std::fmt;

use serde_json::Value;

use crate::money::Money;

use super::{exposure::ExposureChange, findings::Finding, risk::Risk};

/// What two assemblies differ in, stack by stack.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// Every stack of either side, also those without a difference: first those that there are
    /// now, in order of deployment, then those that are gone.
    pub stacks: Vec<StackDifference>,
    /// The highest risk of any stack, with all reasons.
    pub risk: Risk,
}

/// What a stack differs in.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StackDifference {
    /// Its id in the app.
    pub id: String,
    /// What CloudFormation calls it.
    pub name: String,
    /// The region that it is deployed to, as far as the app says it.
    pub region: Option<String>,
    /// On which sides it is.
    pub presence: Presence,
    /// The resources that differ, in the order of the template; removed ones come last.
    pub resources: Vec<ResourceDifference>,
    /// What differs outside of resources: outputs, parameters, tags and so on.
    pub sections: Vec<SectionDifference>,
    /// Who may do what, who can reach what, and what is no longer protected.
    pub exposure: Vec<ExposureChange>,
    /// What wants a decision before this is deployed.
    pub findings: Vec<Finding>,
    /// How risky the change is, and why.
    pub risk: Risk,
}

/// On which sides something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Only afterwards.
    Added,
    /// Only before.
    Removed,
    /// On both sides.
    Kept,
}

/// What a resource differs in.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ResourceDifference {
    /// What the template calls it.
    pub logical_id: String,
    /// Its type; the new one, should it have changed.
    pub type_name: String,
    /// The construct, as far as it is known.
    pub path: Option<String>,
    /// The construct that it was, when it moved and kept its logical id.
    pub moved_from: Option<String>,
    /// The line that declares it now.
    pub location: Option<String>,
    /// What happens to it.
    pub action: Action,
    /// Whether a new one takes its place.
    pub replacement: Verdict,
    /// Why, and who says so. None when it stays.
    pub reasons: Vec<Reason>,
    /// The properties that differ.
    pub properties: Vec<PropertyDifference>,
    /// What differs beside the properties: policies, dependencies, metadata.
    pub attributes: Vec<PropertyDifference>,
    /// The price per month; see [`Cost`].
    pub cost: Cost,
}

/// What happens to a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// It is created.
    Add,
    /// It is deleted, or left behind when its policy says so.
    Remove,
    /// It is updated, or replaced.
    Change,
    /// Nothing but the place in the code, or a spelling, is different.
    Move,
    /// It exists already, and the stack takes it over. Only a change set knows that.
    Import,
}

/// Whether something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does not.
    Wont,
    /// It depends on what is known only at deployment.
    May,
    /// It does.
    Will,
}

/// Why a resource is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// Whether this alone replaces it.
    pub verdict: Verdict,
    /// The property that causes it, such as `BrokerNodeGroupInfo/ClientSubnets`; none when it is
    /// the resource as a whole.
    pub property: Option<String>,
    /// In words.
    pub text: String,
    /// Who says so.
    pub decided_by: DecidedBy,
}

/// Where a verdict comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DecidedBy {
    /// AWS's schema of the resource type.
    Schema,
    /// What AWS documents beside the schema.
    Documentation,
    /// Something that it refers to is replaced.
    Cascade,
    /// CloudFormation itself, in a change set.
    ChangeSet,
}

/// One value that differs.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PropertyDifference {
    /// The way to it, such as `Tags/[Name]/Value`.
    pub path: String,
    /// The same for the schema: names, and `*` for the items of lists and the entries of maps.
    pub schema_path: Vec<String>,
    /// What was there.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
    /// The values that CloudFormation knows these expressions to have; none without a change set.
    pub resolved: Option<Resolved>,
    /// Whether it replaces the resource.
    pub replacement: Verdict,
}

/// The values of expressions, as a change set has them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resolved {
    /// What was there.
    pub before: Option<String>,
    /// What is to be there.
    pub after: Option<String>,
}

/// Something that differs outside of resources.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SectionDifference {
    /// The section of the template, such as `Outputs`, or `Stack` for what is around it.
    pub section: String,
    /// The name in the section.
    pub name: String,
    /// What was there.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
}

/// What a resource costs in a month, in US dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Cost {
    /// There is no price for it in the table.
    #[default]
    NotPriced,
    /// What it costs on each side; zero where it is not.
    Monthly {
        /// Before.
        before: Money,
        /// Afterwards.
        after: Money,
    },
}

impl Difference {
    /// These stacks together.
    pub(crate) fn of(stacks: Vec<StackDifference>) -> Self {
        let risk = Risk::total(&stacks);
        Self { stacks, risk }
    }

    /// What a month costs more than before, and how many resources that differ have no price.
    pub fn cost(&self) -> (Money, usize) {
        let resources = self.stacks.iter().flat_map(|stack| &stack.resources);
        let mut unpriced = 0;
        let more = resources.map(|resource| match resource.cost {
            Cost::Monthly { before, after } => after.since(before),
            Cost::NotPriced => {
                unpriced += 1;
                Money::ZERO
            }
        });
        (more.sum(), unpriced)
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.stacks.iter().all(StackDifference::is_empty)
    }

    /// The stack with this id.
    pub fn stack(&self, id: &str) -> Option<&StackDifference> {
        self.stacks.iter().find(|stack| stack.id == id)
    }
}

impl StackDifference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.presence == Presence::Kept
            && self.resources.is_empty()
            && self.sections.is_empty()
            && self.findings.is_empty()
    }

    /// What differs in the resource with this logical id.
    pub fn resource(&self, logical_id: &str) -> Option<&ResourceDifference> {
        self.resources
            .iter()
            .find(|resource| resource.logical_id == logical_id)
    }
}

impl ResourceDifference {
    /// Takes note of a reason, and of the verdict that it brings.
    pub(super) fn because(&mut self, reason: Reason) {
        self.replacement = self.replacement.max(reason.verdict);
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// Who says whether it is replaced; none where that is no question.
    pub fn decided_by(&self) -> Option<DecidedBy> {
        let mut deciding = self
            .reasons
            .iter()
            .filter(|it| it.verdict == self.replacement)
            .map(|it| it.decided_by);
        let first = deciding.clone().next();
        // CloudFormation has the last word; what is first is the resource's own.
        let decided_by = deciding.find(|it| *it == DecidedBy::ChangeSet).or(first);
        decided_by.or((self.action == Action::Change).then_some(DecidedBy::Schema))
    }

    /// The construct, or the logical id where none is known.
    pub fn place(&self) -> &str {
        self.path.as_deref().unwrap_or(&self.logical_id)
    }
}

impl Verdict {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wont => "wont",
            Self::May => "may",
            Self::Will => "will",
        }
    }
}

impl Action {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Change => "change",
            Self::Move => "move",
            Self::Import => "import",
        }
    }
}

impl DecidedBy {
    /// In one word, for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Documentation => "documentation",
            Self::Cascade => "cascade",
            Self::ChangeSet => "change-set",
        }
    }
}

impl fmt::Display for DecidedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Schema => "schema",
            Self::Documentation => "AWS documentation",
            Self::Cascade => "follows from another replacement",
            Self::ChangeSet => "change set",
        })
    }
}
