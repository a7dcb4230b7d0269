//! `envs`: environments, in the order in which changes go through them.

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::environment::Apps;

use super::{
    printer::Printer,
    selection::{Dependencies, Selected},
    synthesized::{Synthesized, synthesize},
    table,
};

/// Arguments of `envs`.
#[derive(Debug, Args)]
pub(super) struct Envs {
    /// Show stacks, resources, accounts and regions
    #[arg(short, long)]
    long: bool,
    /// Print JSON, with everything
    #[arg(short, long, conflicts_with = "long")]
    json: bool,
}

impl Envs {
    /// Prints the environments. Only what is in them needs an app without mistakes.
    pub(super) fn run(&self, apps: &Apps<'_>, printer: &mut Printer<'_>) -> Result<()> {
        if !self.long && !self.json {
            return printer.data(&(apps.names.join("\n") + "\n"));
        }
        let all = synthesize(apps, &Selected::all(apps), Dependencies::Included, printer)?;
        let text = if self.json {
            let environments: Vec<_> = all.iter().map(as_json).collect();
            serde_json::to_string_pretty(&environments)? + "\n"
        } else {
            let header = ["ENV", "STACKS", "RESOURCES", "ACCOUNTS", "REGIONS"];
            let mut rows = vec![header.map(str::to_owned).to_vec()];
            rows.extend(all.iter().map(long));
            table::aligned(&rows, &[1, 2])
        };
        printer.data(&text)
    }
}

fn long(environment: &Synthesized<'_>) -> Vec<String> {
    let [stacks, resources, _] = environment.amount();
    let joined = |places: Vec<&str>| match places.as_slice() {
        [] => "-".to_owned(),
        places => places.join(","),
    };
    vec![
        environment.environment.to_owned(),
        stacks.to_string(),
        resources.to_string(),
        joined(accounts(environment)),
        joined(regions(environment)),
    ]
}

fn as_json(environment: &Synthesized<'_>) -> Value {
    let [stacks, resources, bytes] = environment.amount();
    json!({
        "name": environment.environment,
        "stacks": stacks,
        "resources": resources,
        "bytes": bytes,
        "accounts": accounts(environment),
        "regions": regions(environment),
    })
}

fn accounts<'a>(environment: &'a Synthesized<'_>) -> Vec<&'a str> {
    each_once(
        environment
            .stacks()
            .filter_map(|stack| stack.account.as_deref()),
    )
}

fn regions<'a>(environment: &'a Synthesized<'_>) -> Vec<&'a str> {
    each_once(
        environment
            .stacks()
            .filter_map(|stack| stack.region.as_deref()),
    )
}

fn each_once<'a>(places: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut known = Vec::new();
    for place in places {
        if !known.contains(&place) {
            known.push(place);
        }
    }
    known
}
