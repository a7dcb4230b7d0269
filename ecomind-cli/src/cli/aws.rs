//! The arguments that say how AWS is reached.

#[cfg(feature = "local")]
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
#[cfg(feature = "local")]
use ecomind_simulator::Simulator;

use crate::cloudformation::{Connection, Keys, SdkClouds};

#[cfg(feature = "local")]
use super::local;
use super::surroundings::Surroundings;

/// How AWS is reached.
#[derive(Debug, Args)]
#[command(next_help_heading = "AWS")]
pub(super) struct Aws {
    /// Profile of the shared files of AWS
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Region of what doesn't say one
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// Role to assume, by its name, in each account that is not that of the credentials
    #[arg(long, value_name = "NAME")]
    assume_role: Option<String>,
    /// Use the built-in simulator instead of AWS, with its state in this folder
    #[cfg(feature = "local")]
    #[arg(
        long,
        value_name = "DIR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = local::FOLDER,
        conflicts_with_all = ["profile", "assume_role"],
    )]
    local: Option<PathBuf>,
}

/// CloudFormation, and what must live as long.
pub(super) struct Reached {
    pub(super) clouds: SdkClouds,
    #[cfg(feature = "local")]
    _simulator: Option<Simulator>,
}

impl Aws {
    /// Whether nothing real is at stake.
    pub(super) fn is_local(&self) -> bool {
        #[cfg(feature = "local")]
        return self.local.is_some();
        #[cfg(not(feature = "local"))]
        false
    }

    /// Whether an argument says that AWS, or the simulator, is to be asked.
    pub(super) fn is_asked_for(&self) -> bool {
        self.flag().is_some()
    }

    /// A flag that was given, beside that of the region.
    pub(super) fn flag(&self) -> Option<&'static str> {
        match () {
            () if self.is_local() => Some("--local"),
            () if self.profile.is_some() => Some("--profile"),
            () if self.assume_role.is_some() => Some("--assume-role"),
            () => None,
        }
    }

    /// CloudFormation as the arguments and variables say. Nothing is called yet.
    pub(super) fn reach(&self, surroundings: &Surroundings) -> Result<Reached> {
        #[cfg(feature = "local")]
        if let Some(folder) = &self.local {
            let simulator = local::start(folder)?;
            let clouds = SdkClouds::new(Connection {
                // Nobody has told a newcomer's app where it is.
                region: Some(
                    self.region
                        .clone()
                        .unwrap_or_else(|| "us-east-1".to_owned()),
                ),
                endpoint: Some(simulator.endpoint_url().to_owned()),
                is_closed: true,
                is_local: true,
                ..Connection::default()
            });
            return Ok(Reached { clouds, _simulator: Some(simulator) });
        }
        Ok(Reached {
            clouds: self.clouds(surroundings),
            #[cfg(feature = "local")]
            _simulator: None,
        })
    }

    fn clouds(&self, surroundings: &Surroundings) -> SdkClouds {
        let variable = |name| surroundings.variable(name);
        let region = || variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
        let common = variable("AWS_ENDPOINT_URL");
        let keys = || {
            Some(Keys {
                id: variable("AWS_ACCESS_KEY_ID")?,
                secret: variable("AWS_SECRET_ACCESS_KEY")?,
                token: variable("AWS_SESSION_TOKEN"),
            })
        };
        let is_closed = !surroundings.is_process();
        SdkClouds::new(Connection {
            // A profile that is asked for goes before the variables of a shell.
            keys: keys().filter(|_| self.profile.is_none()),
            profile: self.profile.clone(),
            region: self.region.clone().or_else(region),
            endpoint: variable("AWS_ENDPOINT_URL_CLOUDFORMATION").or_else(|| common.clone()),
            s3_endpoint: variable("AWS_ENDPOINT_URL_S3").or_else(|| common.clone()),
            ecs_endpoint: variable("AWS_ENDPOINT_URL_ECS").or_else(|| common.clone()),
            logs_endpoint: variable("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS").or(common),
            ca_bundle: variable("AWS_CA_BUNDLE").map(Into::into),
            assume_role: self.assume_role.clone(),
            is_closed,
            is_local: false,
            #[cfg(test)]
            in_process: None,
        })
    }
}
