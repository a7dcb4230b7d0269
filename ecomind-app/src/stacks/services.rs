//! Services: the load balancer, and the gateway, the API, the worker and the pages.

mod balancer;
mod parts;
mod running;

use ecomind_constructs::prelude::*;

use crate::{
    environment::{Environment, ServicePlan, WayIn},
    stacks::{
        alerts::Alerts,
        cache::{Cache, CacheClient},
        compute::Compute,
        database::Database,
        dns::Dns,
        images::Images,
        network::Network,
        storage::Storage,
        streaming::Events,
    },
};

use self::parts::Parts;

/// What the stacks before give to services.
#[derive(Debug, Clone, Copy)]
pub struct Needs<'a> {
    /// Where they run.
    pub network: &'a Network,
    /// What they read and write.
    pub storage: &'a Storage,
    /// What they are made of.
    pub images: &'a Images,
    /// Who hears of alarms.
    pub alerts: &'a Alerts,
    /// What the load balancer is called in.
    pub dns: &'a Dns,
    /// What keeps the data.
    pub database: &'a Database,
    /// What keeps sessions and counts.
    pub cache: &'a Cache,
    /// What carries events.
    pub events: &'a Events,
    /// What they run on.
    pub compute: &'a Compute,
}

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Services {
    /// The load balancer in front of them.
    pub balancer: ApplicationLoadBalancer,
    /// The name that requests to the load balancer ask for.
    pub origin: String,
    /// Each service, in the order of a request: what it is called, how it is planned, what it is.
    pub all: Vec<(&'static str, ServicePlan, ContainerService)>,
    /// The target groups that the load balancer asks whether they are well.
    pub target_groups: Vec<(&'static str, TargetGroup)>,
}

/// Adds the services to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Services> {
    let origin = match env.way_in {
        WayIn::CloudFront { .. } => format!("origin.{}", env.domain_name),
        WayIn::LoadBalancer => env.domain_name.to_owned(),
    };
    let balancer = balancer::define(stack, env, needs, &origin)?;
    let parts = Parts { env, needs, balancer, origin: &origin };

    let (gateway, gateway_rule) = gateway(stack, &parts)?;
    let (api, api_rule) = api(stack, &parts)?;
    let worker = worker(stack, &parts)?;
    let (ui, ui_targets) = ui(stack, &parts)?;
    api.allow_from(&ui, stack)?;
    if let (ContainerService::Fargate(ui), ContainerService::Fargate(api)) = (&ui, &api) {
        // A task finds only those names that were there when it started.
        stack.depends_on(ui.resource(), api.resource())?;
    }

    // Deployments go from one group to the other and stay there, so that both are watched.
    let mut target_groups = Vec::new();
    for (id, alternate_id, rule) in
        [("Gateway", "GatewayAlternate", gateway_rule), ("Api", "ApiAlternate", api_rule)]
    {
        target_groups.push((id, rule.target_group()));
        target_groups.extend(rule.alternate().map(|group| (alternate_id, group)));
    }
    target_groups.push(("Ui", ui_targets));

    let plans = env.services;
    Ok(Services {
        balancer,
        origin,
        all: vec![
            ("Gateway", plans.gateway, gateway),
            ("Api", plans.api, api),
            ("Worker", plans.worker, worker),
            ("Ui", plans.ui, ui),
        ],
        target_groups,
    })
}

/// Takes readings in from devices, and passes them on as events.
fn gateway(stack: &mut Scope<'_>, parts: &Parts<'_>) -> Result<(ContainerService, ListenerRule)> {
    const PORT: u16 = 8080;
    let Needs { cache, events, images, .. } = parts.needs;
    let plan = parts.env.services.gateway;
    let mut scope = stack.child("Gateway")?;
    let container = parts
        .container("gateway", images.gateway, plan)
        .http_port(PORT);
    let container = events.tell(cache.tell(container, CacheClient::Gateway));
    let placed = parts.place(container, plan, &mut scope)?;
    let rule = parts.shifted_rule(10, "/gateway/*", PORT, &mut scope)?;
    let gateway = parts
        .shifted(&placed, &rule, plan, &mut scope)?
        .build(&mut scope)?;
    cache.open_to(&gateway, CacheClient::Gateway, stack)?;
    events.open_to_producer(&gateway, stack)?;
    Ok((gateway, rule))
}

/// Answers what pages and customers ask.
fn api(stack: &mut Scope<'_>, parts: &Parts<'_>) -> Result<(ContainerService, ListenerRule)> {
    const PORT: u16 = 8000;
    const USER: &str = "api";
    let Needs { cache, database, images, storage, .. } = parts.needs;
    let plan = parts.env.services.api;
    let mut scope = stack.child("Api")?;
    let container = parts
        .container("api", images.api, plan)
        .http_port(PORT)
        .variable("REPORTS_BUCKET", storage.reports.name())
        .variable("EXPORTS_BUCKET", storage.exports.name());
    let container = database.tell(cache.tell(container, CacheClient::Api), USER);
    let placed = parts.place(container, plan, &mut scope)?;
    let rule = parts.shifted_rule(20, "/api/*", PORT, &mut scope)?;
    let api = parts
        .shifted(&placed, &rule, plan, &mut scope)?
        .service_connect(ServiceConnect::server("api"))
        .build(&mut scope)?;
    cache.open_to(&api, CacheClient::Api, stack)?;
    database.open_to(&api, USER, stack)?;
    storage.reports.grant_read(&api, stack)?;
    storage.exports.grant_read(&api, stack)?;
    Ok((api, rule))
}

/// Works events off, and makes reports and exports of them.
fn worker(stack: &mut Scope<'_>, parts: &Parts<'_>) -> Result<ContainerService> {
    const USER: &str = "worker";
    let Needs { database, events, images, storage, .. } = parts.needs;
    let plan = parts.env.services.worker;
    let mut scope = stack.child("Worker")?;
    let container = parts
        .container("worker", images.worker, plan)
        // Nobody but the container itself can ask: no load balancer leads to it.
        .health_check(ContainerHealthCheck::command([
            "wget",
            "--quiet",
            "--output-document=/dev/null",
            "http://localhost:8081/health",
        ]))
        .stop_timeout(Duration::minutes(2))
        .variable("KAFKA_GROUP", crate::stacks::streaming::WORKERS)
        .variable("REPORTS_BUCKET", storage.reports.name())
        .variable("EXPORTS_BUCKET", storage.exports.name());
    let container = database.tell(events.tell(container), USER);
    let placed = parts.place(container, plan, &mut scope)?;
    let worker = parts.service(&placed, plan).build(&mut scope)?;
    events.open_to_worker(&worker, stack)?;
    database.open_to(&worker, USER, stack)?;
    storage.reports.grant_read_write(&worker, stack)?;
    storage.exports.grant_read_write(&worker, stack)?;
    Ok(worker)
}

/// Makes pages, of what the API says.
fn ui(stack: &mut Scope<'_>, parts: &Parts<'_>) -> Result<(ContainerService, TargetGroup)> {
    const PORT: u16 = 3000;
    let plan = parts.env.services.ui;
    let mut scope = stack.child("Ui")?;
    let container = parts
        .container("ui", parts.needs.images.ui, plan)
        .http_port(PORT)
        .variable("API_URL", "http://api:8000");
    let placed = parts.place(container, plan, &mut scope)?;
    let targets = parts.targets("Targets", PORT, &mut scope)?;
    let rule = parts.rule(30, "/*", &targets).build(&mut scope)?;
    let ui = parts
        .service(&placed, plan)
        .behind(&rule)
        .service_connect(ServiceConnect::Client)
        .build(&mut scope)?;
    Ok((ui, targets))
}
