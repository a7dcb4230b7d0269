//! `status`: how the stacks are.

use anyhow::Result;
use clap::Args;
use serde_json::json;

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

/// Arguments of `status`.
#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    target: Target,
    /// Print JSON
    #[arg(short, long)]
    json: bool,
}

impl Status {
    /// Prints the status of each stack.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let look = async |deployment: &Deployment<'_>| deploy::look(deployment).await;
        let (mut rows, mut json) = (Vec::new(), Vec::new());
        for (id, stack) in read(&self.target, apps, surroundings, printer, &look)?
            .into_iter()
            .flatten()
        {
            let status = stack.as_ref().map(|stack| stack.status.to_string());
            let reason = stack.as_ref().and_then(|stack| stack.status_reason.clone());
            json.push(json!({
                "stack": id,
                "status": status,
                "reason": reason,
                "stackId": stack.map(|stack| stack.id),
            }));
            let status = status.unwrap_or_else(|| "not deployed".to_owned());
            rows.push(vec![id, status, reason.unwrap_or_default()]);
        }
        printer.data(&if self.json {
            serde_json::to_string_pretty(&json)? + "\n"
        } else {
            table::aligned(&rows, &[])
        })
    }
}
