//! The environments, as data: everything in which they differ, and nothing else.

use ecomind_constructs::prelude::*;

/// One environment of `EcoMind`.
///
/// Sizes, counts and spans that are the same everywhere are in the stacks.
#[derive(Debug, Clone)]
pub struct Environment {
    /// What people type, and what the names of stacks hold.
    pub name: &'static str,
    /// The account, twelve digits. These are the placeholders of AWS's own documentation: put
    /// yours here before the first deployment.
    pub account: &'static str,
    /// The region.
    pub region: &'static str,
    /// Whether stacks refuse to be deleted.
    pub is_protected: bool,
    /// How long replaced and deleted objects can be brought back.
    pub old_versions_kept: Duration,
    /// How long the record of who read which object is kept.
    pub access_logs_kept: Duration,
}

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[DEV, STAGING, PROD];

    fn name(&self) -> &str {
        self.name
    }
}

const DEV: Environment = Environment {
    name: "dev",
    account: "111122223333",
    region: "us-east-1",
    is_protected: false,
    old_versions_kept: Duration::days(7),
    access_logs_kept: Duration::days(30),
};

const STAGING: Environment = Environment {
    name: "staging",
    account: "444455556666",
    region: "us-east-1",
    is_protected: true,
    old_versions_kept: Duration::days(30),
    access_logs_kept: Duration::days(90),
};

const PROD: Environment = Environment {
    name: "prod",
    account: "777788889999",
    region: "us-east-1",
    is_protected: true,
    old_versions_kept: Duration::days(90),
    access_logs_kept: Duration::days(365),
};
