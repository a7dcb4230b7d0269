//! `outputs`: what the stacks tell.

use anyhow::Result;
use clap::Args;
use serde_json::{Map, Value};

use crate::{
    deploy::{self, Deployment},
    environment::Apps,
};

use super::{
    deploying::{Target, read},
    printer::Printer,
    surroundings::Surroundings,
    table,
};

/// Arguments of `outputs`.
#[derive(Debug, Args)]
pub(super) struct Outputs {
    #[command(flatten)]
    target: Target,
    /// Print JSON: {stack: {output: value}}
    #[arg(short, long)]
    json: bool,
}

impl Outputs {
    /// Prints the outputs of the stacks.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let look = async |deployment: &Deployment<'_>| deploy::look(deployment).await;
        let (mut rows, mut json) = (Vec::new(), Map::new());
        for stacks in read(&self.target, apps, surroundings, printer, &look)? {
            for (id, stack) in stacks {
                let Some(stack) = stack else { continue };
                let mut outputs = Map::new();
                for output in stack.outputs {
                    outputs.insert(output.key.clone(), output.value.clone().into());
                    rows.push(vec![id.clone(), output.key, output.value]);
                }
                json.insert(id, Value::Object(outputs));
            }
        }
        printer.data(&if self.json {
            serde_json::to_string_pretty(&Value::Object(json))? + "\n"
        } else {
            table::aligned(&rows, &[])
        })
    }
}
