//! `outputs`: what the stacks tell.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value};

use crate::{
    deploy::{self, Deployment},
    environment::Apps,
};

use super::{
    deploying::{Target, read},
    helm_values,
    printer::Printer,
    surroundings::Surroundings,
    table,
};

/// Arguments of `outputs`.
#[derive(Debug, Args)]
pub(super) struct Outputs {
    #[command(flatten)]
    target: Target,
    /// The form to print them in
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Print JSON: {stack: {output: value}}, as `--format json` does
    #[arg(short, long, conflicts_with = "format")]
    json: bool,
}

/// How outputs are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table: stack, name, value
    Text,
    /// JSON: {stack: {output: value}}
    Json,
    /// YAML with the values of the chart, of one environment
    HelmValues,
}

impl Outputs {
    /// Prints the outputs of the stacks.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let look = async |deployment: &Deployment<'_>| {
            let values = deployment.assembly.output_values.clone();
            Ok((values, deploy::look(deployment).await?))
        };
        let (mut rows, mut json, mut values) = (Vec::new(), Map::new(), Vec::new());
        let mut known: BTreeMap<(String, String), String> = BTreeMap::new();
        for (of_chart, stacks) in read(&self.target, apps, surroundings, printer, &look)? {
            values.extend(of_chart);
            for (id, stack) in stacks {
                let Some(stack) = stack else { continue };
                let mut outputs = Map::new();
                for output in stack.outputs {
                    outputs.insert(output.key.clone(), output.value.clone().into());
                    known.insert((id.clone(), output.key.clone()), output.value.clone());
                    rows.push(vec![id.clone(), output.key, output.value]);
                }
                json.insert(id, Value::Object(outputs));
            }
        }
        let format = if self.json { Format::Json } else { self.format };
        printer.data(&match format {
            Format::Text => table::aligned(&rows, &[]),
            Format::Json => serde_json::to_string_pretty(&Value::Object(json))? + "\n",
            Format::HelmValues => {
                let output = |stack: &str, name: &str| {
                    known.get(&(stack.to_owned(), name.to_owned())).cloned()
                };
                helm_values::text(&values, &output)?
            }
        })
    }
}
