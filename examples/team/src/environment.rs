//! The environments, as data: everything in which they differ, and nothing else.

use ecomind_constructs::prelude::*;

/// One environment of the team.
pub(crate) struct Environment {
    pub(crate) name: &'static str,
    pub(crate) account: &'static str,
    /// How long we look back when somebody asks who greeted whom.
    pub(crate) greetings_kept: Duration,
}

impl ecomind_cli::Environment for Environment {
    const ALL: &'static [Self] = &[
        Self { name: "dev", account: "111122223333", greetings_kept: Duration::days(7) },
        Self { name: "prod", account: "444455556666", greetings_kept: Duration::days(365) },
    ];

    fn name(&self) -> &str {
        self.name
    }
}
