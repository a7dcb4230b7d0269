//! `bootstrap`: what deployments need to be there first.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;

use crate::{
    cloudformation::Place,
    deploy::{self, Deployment, Settings},
    environment::Apps,
};

use super::{
    console::{Console, Progress},
    deploying::{Target, failed},
    printer::Printer,
    selection::Dependencies,
    surroundings::Surroundings,
    synthesized::Synthesized,
};

/// Arguments of `bootstrap`.
#[derive(Debug, Args)]
pub(super) struct Bootstrap {
    #[command(flatten)]
    target: Target,
    /// Ask nothing: the answer is yes
    #[arg(short, long)]
    yes: bool,
    /// Role that CloudFormation works with
    #[arg(short, long, value_name = "ARN")]
    role_arn: Option<String>,
    /// Print every event as a line of JSON
    #[arg(short, long)]
    json: bool,
}

impl Bootstrap {
    /// Deploys a stack with the bucket of large templates to every account and region that the
    /// stacks are in.
    pub(super) fn run(
        &self,
        apps: &Apps<'_>,
        surroundings: &Surroundings,
        printer: &mut Printer<'_>,
    ) -> Result<()> {
        let (all, reached) =
            self.target
                .resolve(apps, Dependencies::LeftOut, surroundings, printer)?;
        let stacks = all.iter().flat_map(Synthesized::stacks);
        let places: BTreeSet<Place> = stacks
            .map(|it| Place { account: it.account.clone(), region: it.region.clone() })
            .collect();
        let settings = Settings {
            environment: "bootstrap".to_owned(),
            is_approved: self.yes || self.target.aws.is_local(),
            role_arn: self.role_arn.clone(),
            ..Settings::default()
        };
        let console = Console::new(printer, Progress::Bar, self.json);
        let work = async {
            let assembly = deploy::bootstrap(&places, &reached.clouds).await?;
            let deployment = Deployment {
                assembly: &assembly,
                is_selected: &|_| true,
                settings: &settings,
                clouds: &reached.clouds,
                operator: &console,
            };
            deployment.deploy().await
        };
        deploy::run(work)?.map(|_| ()).map_err(failed)
    }
}
