//! Guardrails: alarms and a page that shows what is measured, and backups.

mod alarms;
mod backups;
mod page;

use ecomind_constructs::prelude::*;

pub use self::backups::LOCKED;
use crate::{
    environment::Environment,
    stacks::{
        alerts::Alerts, backup_copies::CopyVault, cache::Cache, compute::Compute,
        database::Database, services::Services, storage::Storage, streaming::Events,
    },
};

/// What is watched and kept.
#[derive(Debug, Clone, Copy)]
pub struct Needs<'a> {
    /// Who hears of it.
    pub alerts: &'a Alerts,
    /// Reports and exports.
    pub storage: &'a Storage,
    /// What keeps the data.
    pub database: &'a Database,
    /// What keeps sessions and counts.
    pub cache: &'a Cache,
    /// What carries events.
    pub events: &'a Events,
    /// What tasks run on.
    pub compute: &'a Compute,
    /// What runs.
    pub services: &'a Services,
    /// Where copies of backups go, if they do.
    pub copies: Option<&'a CopyVault>,
}

/// Adds all of it to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<()> {
    let alarms = alarms::define(&mut stack.child("Alarms")?, env, needs)?;
    if env.watch.has_page {
        page::define(stack, env, needs, alarms)?;
    }
    backups::define(&mut stack.child("Backups")?, env, needs)
}
