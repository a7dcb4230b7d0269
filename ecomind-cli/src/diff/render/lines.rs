//! What every rendering says in the same words.

use serde_json::Value;
use similar::TextDiff;

use crate::{
    diff::{
        Action, Comparison, Cost, Difference, Presence, PropertyDifference, Reason,
        ResourceDifference, SectionDifference, StackDifference, Verdict, values::shown,
    },
    money::Money,
};

/// Longer values are cut: a policy or a script on one line tells nobody anything.
const LONGEST: usize = 160;

/// The mark of what happens to a resource, legible without colour.
pub(super) fn mark(resource: &ResourceDifference) -> &'static str {
    match (resource.action, resource.replacement) {
        (Action::Add | Action::Import, _) => "(+)",
        (Action::Remove, _) => "(-)",
        (_, Verdict::Will) => "(!)",
        (_, Verdict::May) => "(?)",
        (Action::Move, _) => "(>)",
        _ => "(|)",
    }
}

/// What happens to a resource, in words.
pub(super) fn event(resource: &ResourceDifference) -> &'static str {
    match (resource.action, resource.replacement) {
        (Action::Add, _) => "added",
        (Action::Remove, _) => "removed",
        (Action::Import, _) => "imported",
        (_, Verdict::Will) => "will be replaced",
        (_, Verdict::May) => "may be replaced",
        (Action::Move, _) => "moved",
        _ if resource.properties.is_empty() && resource.attributes.is_empty() => "follows",
        _ => "changed",
    }
}

/// Why it is replaced, or follows.
pub(super) fn reason(reason: &Reason) -> String {
    let fate = match reason.verdict {
        Verdict::Will => "will be replaced",
        Verdict::May => "may be replaced",
        Verdict::Wont => "stays",
    };
    let property = reason
        .property
        .as_ref()
        .map(|it| format!("`{it}` "))
        .unwrap_or_default();
    format!("{fate}: {property}{} [{}]", reason.text, reason.decided_by)
}

/// What a property was and is, on one line or as the lines of a text.
pub(super) fn property(difference: &PropertyDifference, context: usize) -> Vec<String> {
    let (path, before, after) = (&difference.path, &difference.before, &difference.after);
    let mut lines = values(path, before.as_ref(), after.as_ref(), context);
    let verdict = match difference.replacement {
        Verdict::Will => " (replaces)",
        Verdict::May => " (may replace)",
        Verdict::Wont => "",
    };
    if let Some(first) = lines.first_mut() {
        first.push_str(verdict);
    }
    if let Some(resolved) = &difference.resolved {
        let value = |text: &Option<String>| {
            text.as_ref()
                .map_or_else(|| "(nothing)".to_owned(), |it| cut(&it.replace('\n', "\\n")))
        };
        lines.push(format!(
            "  which is {} -> {} [change set]",
            value(&resolved.before),
            value(&resolved.after)
        ));
    }
    lines
}

/// What an entry of another section was and is.
pub(super) fn section(difference: &SectionDifference, context: usize) -> Vec<String> {
    let separator = if difference.name.is_empty() { "" } else { "/" };
    let path = format!("{}{separator}{}", difference.section, difference.name);
    values(&path, difference.before.as_ref(), difference.after.as_ref(), context)
}

fn values(
    path: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    context: usize,
) -> Vec<String> {
    let line = |value: &Value| cut(&shown(value).replace('\n', "\\n"));
    match (before, after) {
        (Some(Value::String(old)), Some(Value::String(new)))
            if old.contains('\n') && new.contains('\n') =>
        {
            let diff = TextDiff::from_lines(old, new);
            let mut lines = vec![format!(
                "{path}: {} lines become {}",
                old.lines().count(),
                new.lines().count()
            )];
            let unified = diff.unified_diff().context_radius(context).to_string();
            let is_head = |line: &&str| line.starts_with("---") || line.starts_with("+++");
            lines.extend(
                unified
                    .lines()
                    .filter(|it| !is_head(it))
                    .map(|it| format!("  {}", cut(it))),
            );
            lines
        }
        (Some(old), Some(new)) => vec![format!("{path}: {} -> {}", line(old), line(new))],
        (Some(old), None) => vec![format!("{path}: {} -> (gone)", line(old))],
        (None, Some(new)) => vec![format!("{path}: (new) {}", line(new))],
        (None, None) => Vec::new(),
    }
}

/// The text as far as anybody reads it.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// What a month costs more or less than before.
pub(super) fn cost(cost: Cost) -> String {
    match cost {
        Cost::NotPriced => "not priced".to_owned(),
        Cost::Monthly { before, after } => more(after.since(before)),
    }
}

/// What a resource costs more or less in a month, where that is known and something.
pub(super) fn own_cost(cost: Cost) -> Option<String> {
    match cost {
        Cost::Monthly { before, after } if before != after => {
            Some(format!("cost: {} a month", more(after.since(before))))
        }
        _ => None,
    }
}

/// An amount with its sign.
fn more(amount: Money) -> String {
    let text = amount.to_string();
    if text.starts_with('-') { text } else { format!("+{text}") }
}

/// What all of it costs more or less in a month.
pub(super) fn total_cost(difference: &Difference) -> String {
    let (amount, unpriced) = difference.cost();
    let rest = match unpriced {
        0 => String::new(),
        1 => ", 1 resource not priced".to_owned(),
        _ => format!(", {unpriced} resources not priced"),
    };
    format!("cost: {} a month{rest}", more(amount))
}

/// The head of a stack.
pub(super) fn stack(stack: &StackDifference) -> String {
    let presence = match stack.presence {
        Presence::Added => "(+) ",
        Presence::Removed => "(-) ",
        Presence::Kept => "",
    };
    let name = if stack.name == stack.id { String::new() } else { format!("  {}", stack.name) };
    let region = stack
        .region
        .as_ref()
        .map(|it| format!("  {it}"))
        .unwrap_or_default();
    format!("{presence}{}{name}{region}  risk: {}", stack.id, stack.risk.level.name())
}

/// How much differs, in one line.
pub(super) fn total(difference: &Difference) -> String {
    let all = difference.stacks.len();
    let differing = difference.stacks.iter().filter(|it| !it.is_empty()).count();
    if differing == 0 {
        return match all {
            1 => "no difference in 1 stack".to_owned(),
            _ => format!("no difference in {all} stacks"),
        };
    }
    let resources = || difference.stacks.iter().flat_map(|stack| &stack.resources);
    let counts = [
        "added",
        "changed",
        "will be replaced",
        "may be replaced",
        "moved",
        "imported",
        "removed",
        "follows",
    ];
    let counts = counts.iter().filter_map(|wanted| {
        let count = resources().filter(|it| event(it) == *wanted).count();
        let wanted = if *wanted == "follows" { "updated by reference" } else { wanted };
        (0 < count).then(|| format!("{count} {wanted}"))
    });
    let counts: Vec<_> = counts.collect();
    let counts = if counts.is_empty() { "no resource".to_owned() } else { counts.join(", ") };
    format!("{differing} of {all} stacks differ: {counts}")
}

/// What was compared.
pub(super) fn subject(comparison: &Comparison) -> String {
    format!("{} against {}", comparison.environment, comparison.against)
}
