//! Which stacks there are, and what each one is given of the others.

use ecomind_constructs::prelude::*;

use crate::{
    accepted::accept,
    chart,
    environment::{Compute, Environment, WayIn},
    stacks::{
        alerts, alerts::Alerts, backup_copies, backup_copies::CopyVault, cache, compute, costs,
        database, dns, dns::Dns, edge, guardrails, images, images::Images, network, services,
        storage, storage::Storage, streaming,
    },
};

/// Every stack of one environment, and the chart of its services where Kubernetes runs them.
pub fn app(env: &Environment) -> Result<App> {
    let mut app = every_stack(env)?;
    if matches!(env.compute, Compute::Eks { .. }) {
        chart::add(&mut app, env, &every_stack)?;
    }
    accept(&mut app, env)?;
    Ok(app)
}

/// The stacks alone, without a chart and without findings that are accepted: what there is to see of
/// an environment that is only tried. A stack receives the stacks that it depends on.
pub fn every_stack(env: &Environment) -> Result<App> {
    let mut made = App::new()
        .name_prefix(format!("ecomind-{}", env.name))
        .account(env.account)
        .region(env.region);
    let app = &mut made;
    app.scope().tag("Application", "ecomind")?;
    app.scope().tag("Environment", env.name)?;

    if env.watches_costs {
        costs::define(&mut stack(app, env, "Costs", "the budget, and unusual costs")?, env)?;
    }
    let storage =
        storage::define(&mut stack(app, env, "Storage", "reports, exports and backups")?, env)?;
    let images = images::define(&mut stack(app, env, "Images", "the images of services")?, env)?;
    let alerts = alerts::define(&mut stack(app, env, "Alerts", "who hears of alarms")?, env)?;
    let dns = dns::define(&mut stack(app, env, "Dns", "the domain of EcoMind")?, env)?;
    if env.recovery.is_some() {
        backup_copies::define(&mut stack(app, env, backup_copies::ID, "copies of backups")?)?;
    }
    if !env.is_pilot_light() {
        platform(app, env, Standing { storage, images, alerts, dns })?;
    }
    Ok(made)
}

/// What is there whether the platform is or not.
struct Standing {
    storage: Storage,
    images: Images,
    alerts: Alerts,
    dns: Dns,
}

/// All that runs.
fn platform(app: &mut App, env: &Environment, standing: Standing) -> Result<()> {
    let Standing { storage, images, alerts, dns } = standing;
    let copies = env.standby.map(CopyVault::of);
    let copies = copies.as_ref();
    let network = network::define(&mut stack(app, env, "Network", "the network of EcoMind")?, env)?;
    let database = database::define(
        &mut stack(app, env, "Database", "readings, reports and accounts")?,
        env,
        &network,
        copies,
    )?;
    let cache =
        cache::define(&mut stack(app, env, "Cache", "sessions and counts")?, env, &network)?;
    let events = streaming::define(
        &mut stack(app, env, "Streaming", "the events of devices")?,
        env,
        &network,
    )?;
    let compute = compute::define(
        &mut stack(app, env, "Compute", "the cluster, and the migration of the database")?,
        env,
        &network,
        &images,
        &database,
    )?;
    let services = services::define(
        &mut stack(app, env, "Services", "the load balancer and the services")?,
        env,
        services::Needs {
            network: &network,
            storage: &storage,
            images: &images,
            alerts: &alerts,
            dns: &dns,
            database: &database,
            cache: &cache,
            events: &events,
            compute: &compute,
        },
    )?;
    if matches!(env.way_in, WayIn::CloudFront { .. }) {
        edge::define(
            &mut stack_in(app, env, edge::REGION, "Edge", "CloudFront in front of EcoMind")?,
            env,
            &alerts,
            &dns,
            &services,
        )?;
    }
    guardrails::define(
        &mut stack(app, env, "Guardrails", "alarms and backups")?,
        env,
        guardrails::Needs {
            alerts: &alerts,
            storage: &storage,
            database: &database,
            cache: &cache,
            events: &events,
            compute: &compute,
            services: &services,
            copies,
        },
    )?;
    if env.watches_costs {
        // Until each environment is deployed that had them among the guardrails.
        app.moved("Guardrails/Costs/Monthly", "Costs/Monthly")?;
        app.moved("Guardrails/Costs/Unusual", "Costs/Unusual")?;
    }
    Ok(())
}

#[track_caller]
fn stack<'app>(
    app: &'app mut App,
    env: &Environment,
    id: &str,
    description: &str,
) -> Result<Scope<'app>> {
    stack_in(app, env, env.region, id, description)
}

#[track_caller]
fn stack_in<'app>(
    app: &'app mut App,
    env: &Environment,
    region: &str,
    id: &str,
    description: &str,
) -> Result<Scope<'app>> {
    Stack::builder(id)
        .description(description)
        .region(region)
        .termination_protection(env.is_protected)
        .build(app)
}
