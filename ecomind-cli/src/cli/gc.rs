//! `gc`: deletes large templates that nothing refers to any more.

use anyhow::Result;
use clap::Args;

use crate::{
    deploy::{self, Deployment, Settings},
    environment::Apps,
};

use super::{
    console::{Console, Progress},
    deploying::{Target, failed},
    printer::Printer,
    selection::Dependencies,
    surroundings::Surroundings,
    units,
};

/// Arguments of `gc`.
#[derive(Debug, Args)]
pub(super) struct Gc {
    #[command(flatten)]
    target: Target,
    /// Ask nothing: the answer is yes
    #[arg(short, long)]
    yes: bool,
    /// Bucket of large templates, instead of that of `bootstrap`
    #[arg(long, value_name = "NAME")]
    bucket: Option<String>,
}

impl Gc {
    /// Lists what nothing refers to, asks, and deletes it.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let settings = Settings {
            is_approved: self.yes || self.target.aws.is_local(),
            bucket: self.bucket.clone(),
            ..Settings::default()
        };
        let collected = {
            let console = Console::new(printer, Progress::Bar, false);
            let selections: Vec<_> = all
                .iter()
                .map(|synthesized| |id: &str| synthesized.is_selected(id))
                .collect();
            let deployments: Vec<_> = all
                .iter()
                .zip(&selections)
                .map(|(synthesized, is_selected)| Deployment {
                    assembly: &synthesized.assembly,
                    is_selected,
                    settings: &settings,
                    clouds: &reached.clouds,
                    operator: &console,
                })
                .collect();
            deploy::run(deploy::collect(&deployments))?.map_err(failed)?
        };
        for found in collected {
            let deleted = units::count(found.deleted, "template");
            let kept = units::count(found.kept, "object");
            printer.note(&format!("`{}`: {deleted} deleted, {kept} kept", found.bucket));
        }
        Ok(())
    }
}
