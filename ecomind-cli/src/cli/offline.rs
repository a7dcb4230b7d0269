//! `validate` in a program that can't reach AWS.

use clap::Args;
use ecomind_constructs::validation::RuleId;

/// The arguments of `validate` that are about the account: here, what files are for.
#[derive(Debug, Args)]
pub(super) struct Online {
    /// Region of what doesn't say one
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

impl Online {
    /// The region of what doesn't say one.
    pub(super) fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// There are none.
    pub(super) fn rules() -> impl Iterator<Item = (RuleId, &'static str)> {
        std::iter::empty()
    }
}
