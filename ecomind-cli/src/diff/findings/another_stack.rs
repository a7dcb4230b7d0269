//! Stacks that become other stacks, or belong to no app any more.

use crate::diff::{SectionDifference, risk::RiskLevel, values::shown};

use super::{Finding, FindingKind};

/// A stack that the app has no more. Nothing deletes it by itself.
pub(in crate::diff) fn removed_stack() -> Finding {
    let text = "the app has this stack no more: `deploy` leaves it and all that it holds as they \
                are";
    Finding::new(FindingKind::RemovedStack, RiskLevel::Medium, None, text.to_owned())
        .way_out("delete it with `destroy` and the version of the app that has it")
        .way_out("take it back into the app, or move what it holds to another stack of it")
}

/// A stack with another name, account or region is another one: everything is created anew, and
/// the old stack stays as it is.
pub(in crate::diff) fn another_stack(sections: &[SectionDifference]) -> Option<Finding> {
    let changed = sections.iter().find(|it| {
        it.section == "Stack" && matches!(it.name.as_str(), "name" | "account" | "region")
    })?;
    let value = |value: &Option<serde_json::Value>| {
        value
            .as_ref()
            .map_or_else(|| "the deployer's".to_owned(), shown)
    };
    let (name, old, new) = (&changed.name, value(&changed.before), value(&changed.after));
    let text = format!(
        "the {name} of the stack was {old} and becomes {new}: that is another stack, in which \
         everything is created anew, and the old one stays as it is"
    );
    Some(
        Finding::new(FindingKind::AnotherStack, RiskLevel::High, None, text)
            .way_out(format!("keep the {name}"))
            .way_out("deploy the new stack, move data and traffic, then delete the old one"),
    )
}
