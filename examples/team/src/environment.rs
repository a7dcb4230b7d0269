//! The environments, as data: everything in which they differ, and nothing else.

use ecomind_constructs::prelude::*;

/// One environment of the team.
pub(crate) struct Environment {
    pub(crate) name: &'static str,
    /// That of EcoMind, whose network we are in.
    pub(crate) account: &'static str,
    /// The stack of EcoMind's network, which shows what is in it.
    pub(crate) network: &'static str,
    /// How many tasks greet, at least and at most.
    pub(crate) tasks: (u32, u32),
    /// How long a greeting may wait.
    pub(crate) greetings_kept: Duration,
}

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[
        Self {
            name: "dev",
            account: "111122223333",
            network: "ecomind-dev-Network",
            tasks: (1, 2),
            greetings_kept: Duration::days(1),
        },
        Self {
            name: "prod",
            account: "777788889999",
            network: "ecomind-prod-Network",
            tasks: (2, 10),
            greetings_kept: Duration::days(14),
        },
    ];

    fn name(&self) -> &str {
        self.name
    }
}
