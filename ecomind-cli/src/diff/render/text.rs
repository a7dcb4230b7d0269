//! For a terminal, and legible without colour.

use std::fmt::Write as _;

use crate::diff::{
    Action, Comparison, Difference, Direction, ExposureChange, ResourceDifference, RiskLevel,
    StackDifference, Verdict,
};

use super::{Shown, lines};

/// The differences as lines of text. Stacks without a difference are only counted.
pub fn text(comparisons: &[Comparison], show: Shown) -> String {
    let mut out = String::new();
    for (index, comparison) in comparisons.iter().enumerate() {
        if 0 < index {
            out.push('\n');
        }
        line(&mut out, 0, &lines::subject(comparison));
        for stack in comparison
            .difference
            .stacks
            .iter()
            .filter(|stack| !stack.is_empty())
        {
            out.push('\n');
            line(&mut out, 0, &lines::stack(stack));
            out += &stack_text(stack, show);
        }
        out.push('\n');
        out += &totals_text(&comparison.difference);
        line(&mut out, 0, &lines::total(&comparison.difference));
    }
    out
}

/// What differs in one stack, without a head.
pub(crate) fn stack_text(stack: &StackDifference, show: Shown) -> String {
    let mut out = String::new();
    body(&mut out, stack, show);
    out
}

/// How risky all of it is and why, and what it costs.
pub(crate) fn totals_text(difference: &Difference) -> String {
    let mut out = String::new();
    risk(&mut out, difference);
    if !difference.is_empty() {
        line(&mut out, 0, &lines::total_cost(difference));
    }
    out
}

fn body(out: &mut String, stack: &StackDifference, show: Shown) {
    if !show.security_only {
        stack
            .resources
            .iter()
            .for_each(|resource| one_resource(out, resource, show));
        for section in &stack.sections {
            let shown = lines::section(section, show.context_lines);
            shown.iter().for_each(|text| line(out, 2, text));
        }
    }
    for (direction, head) in [(Direction::Broadening, "opens"), (Direction::Narrowing, "closes")] {
        let changes: Vec<&ExposureChange> = stack
            .exposure
            .iter()
            .filter(|it| it.direction == direction)
            .collect();
        if !changes.is_empty() {
            line(out, 2, &format!("{head}:"));
        }
        for change in changes {
            let level = match direction {
                Direction::Broadening => format!("{}: ", change.level.name()),
                Direction::Narrowing => String::new(),
            };
            line(out, 4, &format!("{level}{}", change.sentence()));
        }
    }
    if !stack.findings.is_empty() {
        line(out, 2, "decide:");
    }
    for finding in &stack.findings {
        line(out, 4, &format!("{}: {}", finding.level.name(), finding.text));
        finding
            .ways_out
            .iter()
            .for_each(|way| line(out, 6, &format!("- {way}")));
    }
}

fn one_resource(out: &mut String, resource: &ResourceDifference, show: Shown) {
    let mut head =
        format!("{} {}  {}", lines::mark(resource), resource.logical_id, resource.type_name);
    if let Some(path) = &resource.path {
        write!(head, "  {path}").expect("a string takes everything");
    }
    if let Some(old) = &resource.moved_from {
        write!(head, "  moved from {old}").expect("a string takes everything");
    }
    if resource.action == Action::Import {
        head.push_str("  is imported");
    }
    line(out, 0, &head);
    if let Some(location) = &resource.location {
        line(out, 4, &format!("--> {location}"));
    }
    if let Some(more) = lines::own_cost(resource.cost) {
        line(out, 4, &more);
    }
    for property in resource.properties.iter().chain(&resource.attributes) {
        let shown = lines::property(property, show.context_lines);
        shown.iter().for_each(|text| line(out, 4, text));
    }
    for reason in &resource.reasons {
        let is_plain = reason.verdict == Verdict::Wont && !resource.properties.is_empty();
        if !is_plain || reason.text.contains("documented") || reason.property.is_some() {
            line(out, 4, &lines::reason(reason));
        }
    }
}

fn risk(out: &mut String, difference: &Difference) {
    let risk = &difference.risk;
    if risk.level == RiskLevel::None {
        return;
    }
    line(out, 0, &format!("risk: {}", risk.level.name()));
    for (level, reason) in risk
        .reasons
        .iter()
        .filter(|(level, _)| RiskLevel::Low < *level)
    {
        line(out, 2, &format!("{}: {reason}", level.name()));
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    writeln!(out, "{:indent$}{text}", "").expect("a string takes everything");
}
