//! The arguments that say how AWS is reached.

use clap::Args;

use crate::cloudformation::{Connection, Keys, SdkClouds};

use super::surroundings::Surroundings;

/// How AWS is reached.
#[derive(Debug, Args)]
#[command(next_help_heading = "AWS")]
pub(super) struct Aws {
    /// Profile of the shared files of AWS
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Region of the stacks that don't say one
    #[arg(long, value_name = "REGION")]
    pub(super) region: Option<String>,
    /// Role to assume, by its name, in each account that is not that of the credentials
    #[arg(long, value_name = "NAME")]
    assume_role: Option<String>,
}

impl Aws {
    /// CloudFormation as the arguments and variables say. Nothing is called yet.
    pub(super) fn clouds(&self, surroundings: &Surroundings) -> SdkClouds {
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
            s3_endpoint: variable("AWS_ENDPOINT_URL_S3").or(common),
            ca_bundle: variable("AWS_CA_BUNDLE").map(Into::into),
            assume_role: self.assume_role.clone(),
            is_closed,
            is_local: false,
        })
    }
}
