//! For a wiki, a ticket, or the body of a pull request.

use crate::diff::{
    Action, Comparison, Direction, ResourceDifference, RiskLevel, StackDifference, Verdict,
};

use super::{Shown, lines};

/// The differences as Markdown: a summary, and a section for each stack that differs.
pub fn markdown(comparisons: &[Comparison], show: Shown) -> String {
    let sections: Vec<String> = comparisons.iter().map(|it| section(it, show)).collect();
    sections.join("\n")
}

/// One environment, with its stacks.
fn section(comparison: &Comparison, show: Shown) -> String {
    let mut out = head(comparison);
    for stack in comparison
        .difference
        .stacks
        .iter()
        .filter(|stack| !stack.is_empty())
    {
        let heading = code_free(&lines::stack(stack));
        out.extend(["\n### ", &heading, "\n\n", &self::stack(stack, show)]);
    }
    out
}

/// What was compared, how risky it is, and why.
pub(super) fn head(comparison: &Comparison) -> String {
    let risk = &comparison.difference.risk;
    let mut out = format!(
        "## {}: risk {}\n\n{}; {}; compared with {}.\n",
        comparison.environment,
        risk.level.name(),
        lines::total(&comparison.difference),
        lines::total_cost(&comparison.difference),
        comparison.against,
    );
    let reasons: Vec<String> = risk
        .reasons
        .iter()
        .filter(|(level, _)| RiskLevel::Low < *level)
        .map(|(level, text)| format!("- **{}** {}\n", level.name(), escaped(text)))
        .collect();
    if !reasons.is_empty() {
        out.push('\n');
        out += &reasons.concat();
    }
    out
}

/// The tables and lists of one stack.
pub(super) fn stack(stack: &StackDifference, show: Shown) -> String {
    let mut parts = Vec::new();
    if !show.security_only && !stack.resources.is_empty() {
        let rows: Vec<String> = stack.resources.iter().map(resource).collect();
        parts.push(format!(
            "| | resource | type | what | $/month | source |\n|---|---|---|---|---|---|\n{}",
            rows.concat()
        ));
    }
    for (direction, head) in [(Direction::Broadening, "Opens"), (Direction::Narrowing, "Closes")] {
        let changes = stack.exposure.iter().filter(|it| it.direction == direction);
        let items: Vec<String> = changes
            .map(|it| match direction {
                Direction::Broadening => {
                    format!("- **{}** {}\n", it.level.name(), escaped(&it.sentence()))
                }
                Direction::Narrowing => format!("- {}\n", escaped(&it.sentence())),
            })
            .collect();
        if !items.is_empty() {
            parts.push(format!("**{head}**\n\n{}", items.concat()));
        }
    }
    let findings: Vec<String> = stack
        .findings
        .iter()
        .map(|finding| {
            let ways = finding
                .ways_out
                .iter()
                .map(|way| format!("  - {}\n", escaped(way)));
            let ways: String = ways.collect();
            format!("- **{}** {}\n{ways}", finding.level.name(), escaped(&finding.text))
        })
        .collect();
    if !findings.is_empty() {
        parts.push(format!("**Decide**\n\n{}", findings.concat()));
    }
    if !show.security_only {
        let values = values(stack, show);
        if !values.is_empty() {
            parts.push(format!("```diff\n{values}```\n"));
        }
    }
    parts.join("\n")
}

fn resource(resource: &ResourceDifference) -> String {
    let mut what = lines::event(resource).to_owned();
    if let Some(old) = &resource.moved_from {
        what = format!("{what}, moved from `{old}`");
    }
    for reason in resource
        .reasons
        .iter()
        .filter(|it| Verdict::Wont < it.verdict)
    {
        what = format!("{what}<br>{}", escaped(&lines::reason(reason)));
    }
    let source = resource
        .location
        .as_ref()
        .map(|it| format!("`{it}`"))
        .unwrap_or_default();
    format!(
        "| `{}` | `{}` | {} | {what} | {} | {source} |\n",
        lines::mark(resource),
        resource.place(),
        resource.type_name,
        lines::cost(resource.cost),
    )
}

/// Every value that differs, as a diff that GitHub colours.
fn values(stack: &StackDifference, show: Shown) -> String {
    let mut out = String::new();
    for resource in &stack.resources {
        let differences = resource.properties.iter().chain(&resource.attributes);
        let shown: Vec<String> = differences
            .flat_map(|it| lines::property(it, show.context_lines))
            .collect();
        if shown.is_empty() {
            continue;
        }
        let sign = if resource.action == Action::Remove { "-" } else { "#" };
        out.extend([sign, " ", resource.place(), "\n"]);
        out.extend(shown.iter().map(|line| format!("! {}\n", fenced(line))));
    }
    for section in &stack.sections {
        let shown = lines::section(section, show.context_lines);
        out.extend(shown.iter().map(|line| format!("! {}\n", fenced(line))));
    }
    out
}

/// Text of others inside of a table or a list: no cell, no tag and no mention begins in it.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('*', "\\*")
        .replace('@', "@\u{200b}")
        .replace('\n', " ")
}

/// A line inside of a fence, which nothing in it ends.
fn fenced(text: &str) -> String {
    text.replace("```", "'''")
}

fn code_free(text: &str) -> String {
    escaped(text)
}
