//! What a rule is.

use std::fmt;

use crate::validation::{RuleId, Severity};

use super::{Flaws, ResourceView, StackView};

/// Something that has to hold of templates, beyond what schemas say.
///
/// ```
/// use ecomind_constructs::rules::{About, Flaws, Pack, Rule, StackView};
/// use ecomind_constructs::validation::{RuleId, Severity};
///
/// /// Topics of ours have an owner.
/// #[derive(Debug)]
/// struct Owned;
///
/// static OWNED: About = About {
///     id: RuleId::new("acme-owner"),
///     pack: Pack::Recommended,
///     severity: Severity::Error,
///     what: "Topics have a display name.",
///     why: "People who get a mail must know whom to ask.",
///     fix: "set `DisplayName`",
///     source: "https://wiki.acme.example/topics",
///     same_as: &[],
/// };
///
/// impl Rule for Owned {
///     fn about(&self) -> &About {
///         &OWNED
///     }
///
///     fn check(&self, stack: &StackView<'_>, flaws: &mut Flaws) {
///         for topic in stack.of_types(&["AWS::SNS::Topic"]) {
///             topic.must_be_set("DisplayName", flaws);
///         }
///     }
/// }
/// ```
pub trait Rule: Sync + fmt::Debug {
    /// What it is called, and what it is for.
    fn about(&self) -> &About;

    /// Adds what is wrong with a stack to `flaws`.
    fn check(&self, stack: &StackView<'_>, flaws: &mut Flaws);
}

/// What a rule is called, and what it is for.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// What findings and suppressions call it.
    pub id: RuleId,
    /// The smallest pack that it is in.
    pub pack: Pack,
    /// How bad its findings are.
    pub severity: Severity,
    /// What holds of a template that it finds nothing in: a sentence.
    pub what: &'static str,
    /// What happens otherwise: a sentence.
    pub why: &'static str,
    /// What to do about a finding: lower case, no period.
    pub fix: &'static str,
    /// Where that is said.
    pub source: &'static str,
    /// The same rule in other packs, such as `CKV_AWS_16`.
    pub same_as: &'static [&'static str],
}

/// A set of rules. Each holds those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Pack {
    /// What does not deploy, or breaks when it is deployed.
    Deployment,
    /// What is right for everybody.
    #[default]
    Recommended,
    /// What costs something, and is right for most.
    Strict,
}

/// A rule about single resources, which most are.
#[derive(Debug)]
pub(super) struct ResourceRule {
    pub(super) about: About,
    pub(super) types: &'static [&'static str],
    pub(super) check: fn(&ResourceView<'_>, &mut Flaws),
}

impl Rule for ResourceRule {
    fn about(&self) -> &About {
        &self.about
    }

    fn check(&self, stack: &StackView<'_>, flaws: &mut Flaws) {
        stack
            .of_types(self.types)
            .for_each(|resource| (self.check)(&resource, flaws));
    }
}

impl Pack {
    /// Every pack, the smallest first.
    pub const ALL: [Self; 3] = [Self::Deployment, Self::Recommended, Self::Strict];

    /// What people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deployment => "deployment",
            Self::Recommended => "recommended",
            Self::Strict => "strict",
        }
    }
}
