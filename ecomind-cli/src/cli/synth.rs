//! `synth`: templates to files.

use std::{path::PathBuf, time::Instant};

use anyhow::Result;
use clap::Args;
use ecomind_constructs::rules::{Inspector, Pack};
use serde_json::{Map, Value};

use crate::{
    assembly::{self, Change, Folder},
    environment::Apps,
};

use super::{
    check,
    message::{Failure, Message},
    printer::Printer,
    selection::{Dependencies, Selection},
    synthesized::{Synthesized, synthesize, synthesize_and_inspect, total},
    table, units, validated,
};

/// Arguments of `synth`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Synth {
    #[command(flatten)]
    selection: Selection,
    /// Leave out what the named stacks depend on
    #[arg(short, long)]
    exclusively: bool,
    /// Write nothing, and fail when the files are not what would be written
    #[arg(long)]
    check: bool,
    /// Print the templates too, as one document: {environment: {stack: template}}
    #[arg(short, long, conflicts_with = "check")]
    json: bool,
    /// Write templates that do not deploy, too
    #[arg(long)]
    no_validation: bool,
    /// Folder with a folder for each environment
    #[arg(short, long, value_name = "DIR", default_value = "synth-out")]
    output: PathBuf,
}

impl Synth {
    /// Writes the templates, or compares them with what is there.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        let start = Instant::now();
        let dependencies =
            if self.exclusively { Dependencies::LeftOut } else { Dependencies::Included };
        let selected = self.selection.resolve(apps)?;
        let all = if self.no_validation {
            synthesize(apps, &selected, dependencies, printer)?
        } else {
            let inspector = Inspector::new(Pack::Deployment);
            let all = synthesize_and_inspect(apps, &selected, dependencies, &inspector, printer)?;
            validated::fail_unless_valid(&all)?;
            all
        };
        let folders = all
            .iter()
            .map(|it| {
                let is_selected = |id: &str| it.is_selected(id);
                Folder::compare(&self.output, it.environment, &it.assembly, is_selected)
            })
            .collect::<Result<Vec<_>>>()?;
        if self.check {
            check::fail_unless_current(&folders)?;
        } else {
            assembly::write(&folders).map_err(|error| {
                let hint = "every file is as it was; `--output` writes to another folder";
                Failure::from(Message::new(format!("{error:#}")).hint(hint))
            })?;
        }
        if self.json {
            printer.data(&document(&all)?)?;
        }
        report(&all, &folders, start, printer);
        Ok(())
    }
}

/// Every template in one document.
fn document(all: &[Synthesized<'_>]) -> Result<String> {
    let mut environments = Map::new();
    for synthesized in all {
        let mut templates = Map::new();
        for stack in synthesized.stacks() {
            templates.insert(stack.id.clone(), serde_json::from_str(&stack.template)?);
        }
        environments.insert(synthesized.environment.to_owned(), Value::Object(templates));
    }
    Ok(serde_json::to_string_pretty(&environments)? + "\n")
}

/// Says what there is, how large it is, what happened to it, and how long that took.
fn report(
    all: &[Synthesized<'_>],
    folders: &[Folder<'_>],
    start: Instant,
    printer: &mut Printer<'_>,
) {
    let mut rows = Vec::new();
    for (synthesized, folder) in all.iter().zip(folders) {
        let prefix = match all {
            [_] => String::new(),
            _ => format!("{}/", synthesized.environment),
        };
        for file in &folder.files {
            let path = folder.path.join(&file.name);
            printer.detail(&format!("{} {}", path.display(), outcome(file.change())));
            let Some(id) = &file.stack else { continue };
            let (resources, bytes) = match synthesized.assembly.stack(id) {
                Some(stack) => {
                    (resources(stack.resource_count), units::bytes(stack.template.len()))
                }
                None => (String::new(), String::new()),
            };
            let outcome = format!("({})", outcome(file.change()));
            rows.push(vec![format!("{prefix}{id}"), resources, bytes, outcome]);
        }
    }
    printer.note(table::aligned(&rows, &[1, 2]).trim_end());

    let (what, took) = (total(all), units::time(start.elapsed()));
    printer.note(&match folders {
        [folder] => format!("{what} in {}, took {took}", folder.path.display()),
        _ => format!("{what}, took {took}"),
    });
}

fn outcome(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::Unchanged => "unchanged",
        Change::Removed => "removed",
    }
}

/// A number of resources whose digits are in line with those above and below.
fn resources(count: usize) -> String {
    let text = units::count(count, "resource");
    if count == 1 { text + " " } else { text }
}
