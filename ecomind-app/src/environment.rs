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
    /// The addresses of the VPC, in the form `10.0.0.0/16`; no two environments share any, so that
    /// they can be peered.
    pub network: &'static str,
    /// How private subnets reach the internet, and at what price.
    pub nat_gateways: NatGateways,
    /// How long the record of who talked to whom is kept.
    pub flow_logs_kept: Retention,
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
    network: "10.0.0.0/16",
    nat_gateways: NatGateways::Single,
    flow_logs_kept: Retention::OneWeek,
    old_versions_kept: Duration::days(7),
    access_logs_kept: Duration::days(30),
};

const STAGING: Environment = Environment {
    name: "staging",
    account: "444455556666",
    region: "us-east-1",
    is_protected: true,
    network: "10.1.0.0/16",
    nat_gateways: NatGateways::Single,
    flow_logs_kept: Retention::OneMonth,
    old_versions_kept: Duration::days(30),
    access_logs_kept: Duration::days(90),
};

const PROD: Environment = Environment {
    name: "prod",
    account: "777788889999",
    region: "us-east-1",
    is_protected: true,
    network: "10.2.0.0/16",
    // Three cost $73 a month more, and keep the other zones online when one zone fails.
    nat_gateways: NatGateways::Single,
    flow_logs_kept: Retention::OneYear,
    old_versions_kept: Duration::days(90),
    access_logs_kept: Duration::days(365),
};
