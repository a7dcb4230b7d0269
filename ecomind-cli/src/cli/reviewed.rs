//! What will happen, as text and as JSON.

use serde_json::{Value, json};

use crate::{
    deploy::{Action, Change, Review, Risk},
    diff::{Cost, Difference, Direction, ExposureChange, StackDifference, render},
    money::Money,
};

use super::units;

/// What will happen to one stack, for people.
pub(super) fn text(review: &Review) -> String {
    let mut lines = vec![format!("{}: {} `{}`", review.stack, review.operation, review.name)];
    match &review.difference {
        Some(difference) => {
            let text = render::stack_text(difference, render::Shown::default());
            lines.extend(text.lines().map(str::to_owned));
        }
        // The deployed template can't be read, and CloudFormation alone says what happens.
        None => {
            for change in &review.changes {
                lines.push(line(change));
                if !change.causes.is_empty() {
                    lines.push(format!("      {}", change.causes.join("; ")));
                }
            }
        }
    }
    if review.changes.is_empty() && review.settings.is_empty() {
        lines.push("  no resource changes".to_owned());
    }
    lines.extend(
        review
            .settings
            .iter()
            .map(|setting| format!("(|) {setting}")),
    );
    if !review.is_certain && !review.changes.is_empty() {
        lines.push("  as the templates say: a stack that it waits for changes first".to_owned());
    }
    lines.join("\n")
}

/// How much there is, in one line.
pub(super) fn summary(reviews: &[Review]) -> String {
    let count = |is_it: &dyn Fn(&Change) -> bool| {
        let changes = reviews.iter().flat_map(|review| &review.changes);
        changes.filter(|change| is_it(change)).count()
    };
    let added = count(&|it| matches!(it.action, Action::Add | Action::Import));
    let changed = count(&|it| it.action == Action::Modify);
    let replaced = count(&|it| matches!(it.action, Action::Replace | Action::MayReplace));
    let removed = count(&|it| it.action == Action::Remove);
    let moved = match count(&|it| it.action == Action::Move) {
        0 => String::new(),
        moved => format!(", {moved} moved"),
    };
    let stacks: std::collections::BTreeSet<_> = reviews.iter().map(|it| &it.stack).collect();
    let stacks = units::count(stacks.len(), "stack");
    let highest = reviews.iter().map(Review::risk).max();
    let remark = match highest {
        Some(Risk::Destructive) => "; something is deleted",
        Some(Risk::Broadening) => "; it changes who may do or reach what",
        _ => "",
    };
    let differences = reviews.iter().filter_map(|it| it.difference.clone());
    let totals = render::totals_text(&Difference::of(differences.collect()));
    format!(
        "{totals}{stacks}: {added} added, {changed} changed, {replaced} replaced, {removed} removed{moved}{remark}"
    )
}

/// What will happen to one stack, for programs.
pub(super) fn as_json(review: &Review) -> Value {
    let change = |change: &Change| {
        json!({
            "action": action(change.action),
            "logicalId": change.logical_id,
            "type": change.resource_type,
            "path": change.path,
            "source": change.location.map(|location| location.to_string()),
            "causes": change.causes,
            "isStateful": change.is_stateful,
            "risk": risk(change.risk),
        })
    };
    let difference = |texts: &dyn Fn(&StackDifference) -> Vec<String>| {
        review.difference.as_ref().map(texts).unwrap_or_default()
    };
    json!({
        "event": "review",
        "stack": review.stack,
        "name": review.name,
        "operation": review.operation,
        "isCertain": review.is_certain,
        "changes": review.changes.iter().map(change).collect::<Vec<_>>(),
        "settings": review.settings,
        "findings": difference(&|it| it.findings.iter().map(|it| it.text.clone()).collect()),
        "opens": difference(&|it| exposure(it, Direction::Broadening)),
        "closes": difference(&|it| exposure(it, Direction::Narrowing)),
        "monthlyCost": review.difference.as_ref().and_then(more),
        "risk": risk(review.risk()),
    })
}

/// What somebody may do or reach now and could not before, or the other way around.
fn exposure(stack: &StackDifference, direction: Direction) -> Vec<String> {
    let changes = stack.exposure.iter();
    changes
        .filter(|it| it.direction == direction)
        .map(ExposureChange::sentence)
        .collect()
}

/// What a month costs more in dollars; none when something has no price.
fn more(stack: &StackDifference) -> Option<f64> {
    let resources = stack.resources.iter();
    let more: Option<Vec<_>> = resources
        .map(|it| match it.cost {
            Cost::Monthly { before, after } => Some(after.since(before)),
            Cost::NotPriced => None,
        })
        .collect();
    let sum: Money = more?.into_iter().sum();
    sum.rounded().to_string().parse().ok()
}

fn line(change: &Change) -> String {
    let sign = match change.action {
        Action::Add | Action::Import => "(+)",
        Action::Modify => "(|)",
        Action::Replace | Action::MayReplace => "(!)",
        Action::Remove => "(-)",
        Action::Move => "(>)",
    };
    let fate = match change.action {
        Action::Replace => Some("is replaced"),
        Action::MayReplace => Some("may be replaced"),
        Action::Remove if change.is_kept => Some("leaves the stack, and stays"),
        Action::Import => Some("is imported"),
        _ => None,
    };
    let location = change.location.map(|location| format!("--> {location}"));
    let parts = [
        Some(format!("{sign} {}", change.logical_id)),
        Some(change.resource_type.clone()),
        change.path.clone(),
        fate.map(str::to_owned),
        change.touches_data().then(|| "DATA AT RISK".to_owned()),
        location,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

fn action(action: Action) -> &'static str {
    match action {
        Action::Add => "add",
        Action::Modify => "modify",
        Action::Replace => "replace",
        Action::MayReplace => "mayReplace",
        Action::Remove => "remove",
        Action::Import => "import",
        Action::Move => "move",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::None => "none",
        Risk::Change => "change",
        Risk::Broadening => "broadening",
        Risk::Destructive => "destructive",
    }
}
