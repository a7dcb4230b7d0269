//! What has to hold of templates beyond schemas: facts that deployments fail by, and policies.
//!
//! [`Inspector`] judges by schemas and rules at once. Each rule is a file with what holds, why, how
//! to mend it, where that is said, and what other packs call it. [`Rule`] is the trait for rules of
//! your own, [`Scope::suppress`](crate::tree::Scope::suppress) accepts a finding with a reason.
//!
//! Rules look at one template. What is known only at deployment is not judged, and neither is what
//! an output gives to other stacks: they may add what seems to be missing.

mod deployment;
mod flaws;
mod inspector;
mod recommended;
mod resource_view;
mod rule;
mod stack_view;
mod strict;
mod support;
mod suppression;

use self::rule::ResourceRule;
pub use self::{
    flaws::Flaws,
    inspector::Inspector,
    resource_view::{ResourceView, Setting},
    rule::{About, Pack, Rule},
    stack_view::StackView,
};

/// The rules of this library: first those of [`Pack::Deployment`], then those that the larger
/// packs add.
pub fn all() -> impl Iterator<Item = &'static dyn Rule> {
    [deployment::ALL, recommended::ALL, strict::ALL]
        .into_iter()
        .flatten()
        .copied()
}
