//! `drift`: where resources are not as their stacks believe.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    deploy::{self, Accepted, Deployment, Drift as Found},
    environment::Apps,
};

use super::{
    Exit,
    console::Console,
    deploying::{Target, each},
    drifted,
    message::{Failure, Message},
    printer::Printer,
    repair_flags::RepairFlags,
    selection::Dependencies,
    surroundings::Surroundings,
};

/// Arguments of `drift`.
#[derive(Debug, Args)]
pub(super) struct Drift {
    #[command(flatten)]
    target: Target,
    /// List of drift that is accepted: JSON, [{"at": "Stack/Path", "property": "/Tags", "reason": "…"}]
    #[arg(long, value_name = "FILE")]
    accept: Option<PathBuf>,
    /// End with 1 when there is drift that is not accepted, or an entry that accepts nothing
    #[arg(long)]
    fail: bool,
    /// Put back what is not accepted
    #[arg(long)]
    revert: bool,
    /// Print JSON
    #[arg(short, long)]
    json: bool,
    #[command(flatten)]
    flags: RepairFlags,
}

impl Drift {
    /// Prints the drift of each stack, and puts it back if that is asked for.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<Exit> {
        let accepted = self.accepted()?;
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let settings = |environment: &str| self.flags.settings(environment, &self.target.aws);
        let find =
            async |deployment: &Deployment<'_>| deploy::find_drift(deployment, &accepted).await;
        let found = {
            let console = Console::new(printer, self.flags.progress(), false);
            each(&all, &reached, &settings, &console, &find)?
        };
        self.print(&found, printer)?;
        if self.revert {
            // A list of lists is in the order of environments.
            let mut drifts = found.iter().map(|(_, drift)| drift);
            let reverted = {
                let console = Console::new(printer, self.flags.progress(), false);
                let drifts = std::cell::RefCell::new(&mut drifts);
                each(&all, &reached, &settings, &console, &async |deployment: &Deployment<'_>| {
                    let drift = drifts.borrow_mut().next();
                    match drift {
                        Some(drift) => deploy::revert(deployment, drift).await,
                        None => Ok(Vec::new()),
                    }
                })?
            };
            for (environment, stacks) in reverted {
                for stack in stacks {
                    printer.note(&format!("{environment}: `{stack}` is as it was deployed"));
                }
            }
            let is_unused = found.iter().any(|(_, drift)| !drift.unused.is_empty());
            return Ok(self.exit(is_unused));
        }
        Ok(self.exit(found.iter().any(|(_, drift)| drift.has_findings())))
    }

    fn exit(&self, has_findings: bool) -> Exit {
        if self.fail && has_findings { Exit::Failure } else { Exit::Success }
    }

    fn accepted(&self) -> Result<Accepted> {
        let Some(path) = &self.accept else { return Ok(Accepted::default()) };
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("can't read `{shown}`"))?;
        let refused = |flaw| Failure::from(Message::new(format!("can't use `{shown}`: {flaw}")));
        Ok(Accepted::parse(&text).map_err(refused)?)
    }

    fn print(&self, found: &[(&str, Found)], printer: &mut Printer<'_>) -> Result<()> {
        if self.json {
            let all: Vec<_> = found
                .iter()
                .map(|(name, it)| drifted::as_json(name, it))
                .collect();
            printer.data(&(serde_json::to_string_pretty(&all)? + "\n"))?;
        } else {
            for (_, drift) in found {
                printer.data(&drifted::text(drift))?;
            }
        }
        for (environment, drift) in found {
            for entry in &drift.unused {
                let text = format!("`{entry}` of the list of accepted drift accepts nothing");
                let hint = "take it off the list: it would hide the next change";
                printer.warning(&Message::new(text).hint(hint));
            }
            printer.note(&format!("{environment}: {}", drifted::summary(drift)));
        }
        Ok(())
    }
}
