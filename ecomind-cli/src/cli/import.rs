//! `import`: resources that exist join a stack.

use std::{collections::BTreeMap, fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};

use crate::{
    deploy::{self, Candidate, Deployment, Mapping},
    environment::Apps,
};

use super::{
    console::Console,
    deploying::{Target, each},
    message::{Failure, Message},
    printer::Printer,
    repair_flags::RepairFlags,
    selection::Dependencies,
    surroundings::Surroundings,
    units,
};

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    target: Target,
    /// What to import: JSON, {"Stack/Path": {"PROPERTY": "VALUE"}}. Default: asks
    #[arg(short, long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    #[command(flatten)]
    flags: RepairFlags,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Import {
    /// Imports what the mapping says, or what is said when it asks.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let given = self.mapping.as_ref().map(read).transpose()?;
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        if 1 < all.len() {
            return Err(Failure::from(Message::new("an import is for one environment")).into());
        }
        let settings = |environment: &str| self.flags.settings(environment, &self.target.aws);
        let mapping = if let Some(mapping) = given {
            mapping
        } else {
            let found = {
                let console = Console::new(printer, self.flags.progress(), self.json);
                each(&all, &reached, &settings, &console, &async |it: &Deployment<'_>| {
                    deploy::importable(it).await
                })?
            };
            ask(found.into_iter().flat_map(|(_, candidates)| candidates), printer)?
        };
        let done = {
            let console = Console::new(printer, self.flags.progress(), self.json);
            each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                deploy::import(deployment, &mapping).await
            })?
        };
        for (environment, count) in done {
            let resources = units::count(count, "resource");
            printer.note(&format!(
                "{environment}: {resources} imported; `drift` shows how they differ from the app, \
                 and `deploy` does the rest"
            ));
        }
        Ok(())
    }
}

fn read(path: &PathBuf) -> Result<Mapping> {
    let shown = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("can't read `{shown}`"))?;
    let refused = |flaw| Failure::from(Message::new(format!("can't use `{shown}`: {flaw}")));
    Ok(Mapping::parse(&text).map_err(refused)?)
}

/// Asks what identifies each resource. One without an answer is left out.
fn ask(candidates: impl Iterator<Item = Candidate>, printer: &mut Printer<'_>) -> Result<Mapping> {
    let candidates: Vec<_> = candidates.collect();
    if candidates.is_empty() {
        let message = Message::new("there is nothing to import")
            .hint("every resource of the app is in the stack already, or can't be imported");
        return Err(Failure::from(message).into());
    }
    let mut mapping = BTreeMap::new();
    for candidate in &candidates {
        let mut identifier = BTreeMap::new();
        for (name, from_app) in &candidate.identifier {
            let what = candidate.path.as_ref().unwrap_or(&candidate.logical_id);
            let default = from_app.as_deref().unwrap_or("leave it out");
            let text = format!("{what} ({}), {name} [{default}]: ", candidate.resource_type);
            let Some(answer) = printer.answer(&text) else {
                return Err(Failure::from(nobody(&candidates)).into());
            };
            let value = if answer.is_empty() { from_app.clone() } else { Some(answer) };
            let Some(value) = value else { break };
            identifier.insert(name.clone(), value);
        }
        if identifier.len() == candidate.identifier.len() {
            mapping.insert(candidate.logical_id.clone(), identifier);
        }
    }
    if mapping.is_empty() {
        return Err(Failure::from(Message::new("nothing was named, and nothing imported")).into());
    }
    Ok(Mapping(mapping))
}

/// There is no terminal. What a file would have to say is the way on.
fn nobody(candidates: &[Candidate]) -> Message {
    let entry = |it: &Candidate| {
        let values = it.identifier.iter();
        let values = values.map(|(name, value)| {
            (name.clone(), Value::from(value.clone().unwrap_or_else(|| "…".to_owned())))
        });
        (it.logical_id.clone(), Value::Object(values.collect()))
    };
    let skeleton: Value = json!(candidates.iter().map(entry).collect::<BTreeMap<_, _>>());
    let mut message = Message::new("there is no terminal to ask what to import at").hint(
        "write those that exist into a file, with their values, and name it with `--mapping FILE`",
    );
    message.details = vec![skeleton.to_string()];
    message
}
