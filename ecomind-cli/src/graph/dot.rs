//! [DOT](https://graphviz.org/doc/info/lang.html), for Graphviz.

use std::fmt::Write as _;

use super::{
    model::{Change, EdgeKind, Graph, Place},
    text,
};

/// The picture as a DOT digraph, with a cluster for each stack.
pub(crate) fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph {\n");
    let mut line = |text: String| writeln!(out, "{text}").expect("a string takes all text");
    line(format!("  label={}", quoted(&graph.title)));
    line("  rankdir=RL".to_owned());
    line("  node [shape=box, style=filled, fillcolor=white]".to_owned());
    for (stack_index, stack) in graph.stacks.iter().enumerate() {
        line(format!("  subgraph cluster_{stack_index} {{"));
        line(format!("    label={}", quoted(&stack.id)));
        for (index, construct) in stack.constructs.iter().enumerate() {
            let key = text::key(Place { stack: stack_index, construct: index });
            let lines = text::lines(construct);
            let label = quoted(lines.join("\n").trim_end());
            let fill = construct.change.map_or_else(String::new, |change| {
                format!(", fillcolor={}", quoted(color(change)))
            });
            line(format!("    {key} [label={label}{fill}]"));
        }
        line("  }".to_owned());
    }
    for edge in &graph.edges {
        let (from, to) = (text::key(edge.from), text::key(edge.to));
        line(match &edge.kind {
            EdgeKind::Uses => format!("  {from} -> {to} [style=dashed, color=gray]"),
            EdgeKind::TalksTo(ports) => format!("  {from} -> {to} [label={}]", quoted(ports)),
        });
    }
    line("}".to_owned());
    out
}

fn color(change: Change) -> &'static str {
    match change {
        Change::Changed => "#fff3cd",
        Change::Added => "#dafbe1",
        Change::Removed => "#ffebe9",
        Change::Replaced => "#fbefff",
    }
}

/// A string of DOT: a backslash and a quotation mark are escaped, line breaks are `\n`.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}
