//! Alarms of every system, and about the objective that customers were promised.

use ecomind_constructs::prelude::*;

use crate::{
    environment::{DatabaseChoice, Environment, EventsChoice},
    stacks::{
        compute::Compute,
        streaming::{READINGS, WORKERS},
    },
};

use super::Needs;

/// How many percent of the requests of a month succeed.
const OBJECTIVE: f64 = 99.9;
/// Below this a broker that lives on credits is about to have a fifth of its processor. It earns
/// 24 in an hour and keeps 576 at most.
const CREDITS: u32 = 100;

/// Adds the alarms to `scope`, and says which are worth a look.
pub(super) fn define(
    scope: &mut Scope<'_>,
    env: &Environment,
    needs: Needs<'_>,
) -> Result<Vec<Alarm>> {
    let mut alarms = Vec::new();
    alarms.extend(front(scope, env, needs)?);
    alarms.extend(services(scope, env, needs)?);
    alarms.extend(database(scope, env, needs)?);
    alarms.extend(cache(scope, env, needs)?);
    alarms.extend(events(scope, env, needs)?);
    Ok(alarms)
}

fn front(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Vec<Alarm>> {
    let topic = needs.alerts.topic.arn();
    let balancer = needs.services.balancer.full_name();
    if env.watch.has_objective {
        SloBurnRateAlarms::builder("Objective", balancer.clone())
            .objective(OBJECTIVE)
            .notify(topic.clone())
            .build(scope)?;
    }
    let mut alarms = LoadBalancerAlarms::builder("Balancer", balancer).notify(topic);
    for (id, group) in &needs.services.target_groups {
        alarms = alarms.target_group(*id, group.full_name());
    }
    let alarms = alarms.build(scope)?;
    let mut all = vec![alarms.balancer_errors, alarms.target_errors, alarms.latency];
    all.extend(alarms.unhealthy_hosts);
    Ok(all)
}

fn services(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Vec<Alarm>> {
    let mut all = Vec::new();
    for (id, plan, service) in &needs.services.all {
        let (service, cluster) = match (service, needs.compute) {
            (ContainerService::Fargate(service), Compute::Fargate(cluster)) => (service, cluster),
            (ContainerService::Pods(service), Compute::Eks(cluster)) => {
                if env.services.insights != ContainerInsights::Disabled {
                    let alarms = PodAlarms::builder(
                        *id,
                        cluster.name(),
                        service.namespace(),
                        service.name(),
                    )
                    .running_pods(plan.least)
                    .notify(needs.alerts.topic.arn())
                    .build(scope)?;
                    all.extend([alarms.cpu, alarms.memory, alarms.running_pods]);
                }
                continue;
            }
            _ => continue,
        };
        let mut alarms = ServiceAlarms::builder(*id, cluster.name(), service.name())
            .running_tasks(plan.least)
            .notify(needs.alerts.topic.arn());
        if env.services.insights == ContainerInsights::Disabled {
            alarms = alarms.without_container_insights();
        }
        let alarms = alarms.build(scope)?;
        all.extend([alarms.cpu, alarms.memory, alarms.running_tasks]);
    }
    Ok(all)
}

fn database(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Vec<Alarm>> {
    let topic = needs.alerts.topic.arn();
    let instance = match &needs.database.server {
        PostgresDatabase::Rds(instance) => instance,
        PostgresDatabase::TimescaleDb(database) => {
            let alarms = TimescaleDbAlarms::builder("Database", database)
                .notify(topic)
                .build(scope)?;
            let instance = alarms.instance;
            let own = [alarms.memory, alarms.disk, alarms.volume, alarms.backup];
            return Ok([instance.status, instance.cpu]
                .into_iter()
                .chain(own)
                .collect());
        }
    };
    let mut alarms = DatabaseAlarms::builder("Database", instance.identifier());
    if let DatabaseChoice::Rds(size) = env.database {
        alarms = alarms.connections(size.most_connections);
    }
    let alarms = alarms.notify(topic.clone()).build(scope)?;
    let mut all = vec![alarms.cpu, alarms.free_storage, alarms.connections];
    if let Some(replica) = &needs.database.analytics {
        let alarms = DatabaseAlarms::builder("Analytics", replica.identifier())
            .replica_lag(Duration::minutes(5))
            .notify(topic)
            .build(scope)?;
        all.extend([alarms.cpu, alarms.free_storage, alarms.connections]);
        all.extend(alarms.replica_lag);
    }
    Ok(all)
}

fn cache(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Vec<Alarm>> {
    let mut all = Vec::new();
    for node in 1..=env.cache.replicas + 1 {
        // ElastiCache numbers the nodes of a group so.
        let name = [needs.cache.group.id(), format!("-00{node}").into_value()];
        let alarms = CacheAlarms::builder(format!("CacheNode{node}"), value::concat(name))
            .notify(needs.alerts.topic.arn())
            .build(scope)?;
        all.extend([alarms.engine_cpu, alarms.memory, alarms.evictions]);
    }
    Ok(all)
}

fn events(scope: &mut Scope<'_>, env: &Environment, needs: Needs<'_>) -> Result<Vec<Alarm>> {
    let topic = needs.alerts.topic.arn();
    match (&needs.events.brokers, env.events) {
        (Streaming::Msk(cluster), EventsChoice::Msk { broker_type, .. }) => {
            let mut alarms = KafkaAlarms::builder("Events", cluster.name(), cluster.brokers())
                .consumer_lag(WORKERS, READINGS, Duration::minutes(5))
                .notify(topic);
            if broker_type.is_burstable() {
                alarms = alarms.cpu_credits(CREDITS);
            }
            Ok(alarms.build(scope)?.all)
        }
        (Streaming::Redpanda(cluster), _) => {
            let mut all = Vec::new();
            for (at, node) in cluster.nodes().iter().enumerate() {
                let id = format!("EventsNode{}", at + 1);
                let alarms = InstanceAlarms::builder(id, node.instance().reference())
                    .notify(topic.clone())
                    .build(scope)?;
                all.extend([alarms.status, alarms.cpu]);
            }
            Ok(all)
        }
        _ => Ok(Vec::new()),
    }
}
