//! `list`: stacks, in the order in which they are deployed.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::Result;
use clap::Args;
use ecomind_constructs::synth::StackArtifact;
use serde_json::{Map, Value, json};

use crate::{assembly::Baseline, environment::Apps};

use super::{
    affected,
    printer::Printer,
    selection::{Dependencies, Selection},
    synthesized::{Synthesized, synthesize, total},
    table, units,
};

/// Arguments of `list`.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    selection: Selection,
    /// Show names, accounts, regions, sizes, and how long each template took
    #[arg(short, long)]
    long: bool,
    /// Show what each stack depends on, below it
    #[arg(short = 'd', long)]
    show_dependencies: bool,
    /// Only stacks that differ from those committed at a git ref, and those that wait for them
    #[arg(long, value_name = "REF|DIR")]
    affected_by: Option<String>,
    /// Print JSON, with everything
    #[arg(short, long, conflicts_with_all = ["long", "show_dependencies"])]
    json: bool,
}

impl List {
    /// Prints the stacks.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let start = Instant::now();
        let selected = self.selection.resolve(apps)?;
        let mut all = synthesize(apps, &selected, Dependencies::LeftOut, printer)?;
        if let Some(name) = &self.affected_by {
            let baseline = Baseline::find(name, Path::new("synth-out"))?;
            all.iter_mut()
                .try_for_each(|it| affected::keep(it, &baseline))?;
        }
        let text = if self.json {
            let stacks = |it: &Synthesized<'_>| -> Vec<Value> {
                it.stacks()
                    .map(|stack| as_json(it.environment, stack))
                    .collect()
            };
            let stacks: Vec<_> = all.iter().flat_map(stacks).collect();
            serde_json::to_string_pretty(&stacks)? + "\n"
        } else {
            self.lines(&all)
        };
        printer.data(&text)?;
        if self.long {
            printer.note(&format!("{}, took {}", total(&all), units::time(start.elapsed())));
        }
        Ok(())
    }

    fn lines(&self, all: &[Synthesized<'_>]) -> String {
        let mut rows = Vec::new();
        let mut dependencies = Vec::new();
        if self.long {
            let header = ["STACK", "NAME", "ACCOUNT", "REGION", "RESOURCES", "BYTES", "TIME"];
            rows.push(header.map(str::to_owned).to_vec());
            dependencies.push(&[][..]);
        }
        for synthesized in all {
            for stack in synthesized.stacks() {
                let id = match all {
                    [_] => stack.id.clone(),
                    _ => format!("{}/{}", synthesized.environment, stack.id),
                };
                rows.push(if self.long {
                    long(id, stack, synthesized.time(&stack.id))
                } else {
                    vec![id]
                });
                dependencies.push(stack.depends_on.as_slice());
            }
        }
        let table = table::aligned(&rows, &[4, 5]);
        if !self.show_dependencies {
            return table;
        }
        let mut lines = Vec::new();
        for (line, dependencies) in table.lines().zip(dependencies) {
            lines.push(line.to_owned());
            lines.extend(dependencies.iter().map(|id| format!("  {id}")));
        }
        lines.join("\n") + "\n"
    }
}

fn long(id: String, stack: &StackArtifact, time: Duration) -> Vec<String> {
    let or_dash = |place: &Option<String>| place.clone().unwrap_or_else(|| "-".to_owned());
    vec![
        id,
        stack.name.clone(),
        or_dash(&stack.account),
        or_dash(&stack.region),
        stack.resource_count.to_string(),
        stack.template.len().to_string(),
        units::time(time),
    ]
}

fn as_json(environment: &str, stack: &StackArtifact) -> Value {
    let tags = stack
        .tags
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.as_str())));
    json!({
        "environment": environment,
        "id": stack.id,
        "name": stack.name,
        "account": stack.account,
        "region": stack.region,
        "resources": stack.resource_count,
        "bytes": stack.template.len(),
        "dependsOn": stack.depends_on,
        "tags": tags.collect::<Map<_, _>>(),
        "terminationProtection": stack.termination_protection,
    })
}
