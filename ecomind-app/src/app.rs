//! Which stacks there are, and what each one is given of the others.

use ecomind_constructs::prelude::*;

use crate::{
    environment::Environment,
    stacks::{network, storage},
};

/// Every stack of one environment. A stack receives the stacks that it depends on.
pub fn app(env: &Environment) -> Result<App> {
    let mut app = App::new()
        .name_prefix(format!("ecomind-{}", env.name))
        .account(env.account)
        .region(env.region);
    app.scope().tag("Application", "ecomind")?;
    app.scope().tag("Environment", env.name)?;

    network::define(&mut stack(&mut app, env, "Network", "the network of EcoMind")?, env)?;
    storage::define(&mut stack(&mut app, env, "Storage", "reports, exports and backups")?, env)?;
    Ok(app)
}

#[track_caller]
fn stack<'app>(
    app: &'app mut App,
    env: &Environment,
    id: &str,
    description: &str,
) -> Result<Scope<'app>> {
    Stack::builder(id)
        .description(description)
        .termination_protection(env.is_protected)
        .build(app)
}
