//! [Mermaid](https://mermaid.js.org/syntax/flowchart.html), which GitHub shows in comments and
//! documents.

use std::fmt::Write as _;

use super::{
    model::{Change, EdgeKind, Graph, Place},
    text,
};

/// The picture as a Mermaid flowchart.
pub(crate) fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    let mut changed = Vec::new();
    for (stack_index, stack) in graph.stacks.iter().enumerate() {
        line(&mut out, format_args!("  subgraph s{stack_index}[\"{}\"]", quoted(&stack.id)));
        for (index, construct) in stack.constructs.iter().enumerate() {
            let key = text::key(Place { stack: stack_index, construct: index });
            let [name, kind] = text::lines(construct).map(|text| quoted(&text));
            let label = if kind.is_empty() { name } else { format!("{name}<br/>{kind}") };
            line(&mut out, format_args!("    {key}[\"{label}\"]"));
            changed.extend(construct.change.map(|change| (key, change)));
        }
        line(&mut out, format_args!("  end"));
    }
    for edge in &graph.edges {
        let (from, to) = (text::key(edge.from), text::key(edge.to));
        match &edge.kind {
            EdgeKind::Uses => line(&mut out, format_args!("  {from} -.-> {to}")),
            EdgeKind::TalksTo(ports) => {
                line(&mut out, format_args!("  {from} -->|\"{}\"| {to}", quoted(ports)));
            }
        }
    }
    for (key, change) in &changed {
        line(&mut out, format_args!("  class {key} {}", change.word()));
    }
    for change in [Change::Changed, Change::Added, Change::Removed, Change::Replaced] {
        if changed.iter().any(|(_, it)| *it == change) {
            let colors = match change {
                Change::Changed => "fill:#fff3cd,stroke:#b58105,color:#1f2328",
                Change::Added => "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
                Change::Removed => "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
                Change::Replaced => "fill:#fbefff,stroke:#8250df,color:#1f2328",
            };
            line(&mut out, format_args!("  classDef {} {colors}", change.word()));
        }
    }
    out
}

/// Mermaid has entities, with a number sign instead of an ampersand.
fn quoted(text: &str) -> String {
    text::escape(text)
        .replace("&#39;", "'")
        .replace('#', "#35;")
        .replace('&', "#")
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("a string takes all text");
}
