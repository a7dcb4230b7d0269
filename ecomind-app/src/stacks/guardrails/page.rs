//! The page that shows what is measured.

use ecomind_constructs::prelude::*;

use crate::{
    environment::Environment,
    stacks::{
        compute::Compute,
        streaming::{READINGS, WORKERS},
    },
};

use super::Needs;

/// Adds the page to `scope`.
pub(super) fn define(
    scope: &mut Scope<'_>,
    env: &Environment,
    needs: Needs<'_>,
    alarms: Vec<Alarm>,
) -> Result<()> {
    let title = format!("# EcoMind {}", env.name);
    Dashboard::builder("Page")
        .widget(Widget::text(title).width(24).height(1))
        .widget(Widget::alarm_status("Alarms", alarms).width(24))
        .widget(requests(needs))
        .widget(failures(needs))
        .widget(latency(needs))
        .widget(processors(needs))
        .widget(database(needs))
        .widget(cache(needs))
        .widget(events(needs))
        .build(scope)?;
    Ok(())
}

fn requests(needs: Needs<'_>) -> Widget {
    let groups = needs.services.target_groups.iter();
    let requests = groups.map(|(label, group)| {
        of_balancer(needs, "RequestCount")
            .dimension("TargetGroup", group.full_name())
            .statistic(Statistic::Sum)
            .label(*label)
    });
    Widget::graph("Requests in 5 minutes", requests).width(8)
}

fn failures(needs: Needs<'_>) -> Widget {
    let codes = [
        ("HTTPCode_ELB_5XX_Count", "of the load balancer"),
        ("HTTPCode_Target_5XX_Count", "of services"),
    ];
    let failures = codes.map(|(name, label)| {
        of_balancer(needs, name)
            .statistic(Statistic::Sum)
            .label(label)
    });
    Widget::graph("Failures in 5 minutes", failures).width(8)
}

fn latency(needs: Needs<'_>) -> Widget {
    let latency = [50.0, 95.0, 99.0].map(|percentile| {
        of_balancer(needs, "TargetResponseTime")
            .statistic(Statistic::Percentile(percentile))
            .label(format!("{percentile} %"))
    });
    Widget::graph("Seconds until an answer", latency).width(8)
}

fn processors(needs: Needs<'_>) -> Widget {
    let services = needs.services.all.iter();
    let processors = services.map(|(label, _, service)| {
        let metric = match (service, needs.compute) {
            (ContainerService::Fargate(service), Compute::Fargate(cluster)) => {
                Metric::new("AWS/ECS", "CPUUtilization")
                    .dimension("ClusterName", cluster.name())
                    .dimension("ServiceName", service.name())
            }
            (ContainerService::Pods(service), Compute::Eks(cluster)) => {
                let name = "pod_cpu_utilization_over_pod_limit";
                PodAlarms::metric(name, cluster.name(), service.namespace(), service.name())
            }
            _ => unreachable!("services run where the environment says"),
        };
        metric.label(*label)
    });
    Widget::graph("Processors of services [%]", processors).width(8)
}

fn database(needs: Needs<'_>) -> Widget {
    let database = match &needs.database.server {
        PostgresDatabase::Rds(instance) => {
            let of = |name| {
                Metric::new("AWS/RDS", name)
                    .dimension("DBInstanceIdentifier", instance.identifier())
            };
            [
                of("CPUUtilization").label("processor [%]"),
                of("DatabaseConnections").label("connections"),
            ]
        }
        PostgresDatabase::TimescaleDb(database) => {
            let of = |namespace, name| {
                let id = database.instance().instance_id();
                Metric::new(namespace, name).dimension("InstanceId", id)
            };
            [
                of("AWS/EC2", "CPUUtilization").label("processor [%]"),
                of("TimescaleDB", "mem_used_percent").label("memory [%]"),
            ]
        }
    };
    Widget::graph("Database", database).width(8)
}

fn cache(needs: Needs<'_>) -> Widget {
    let cache =
        [("EngineCPUUtilization", "engine [%]"), ("DatabaseMemoryUsagePercentage", "memory [%]")];
    let cache = cache.map(|(name, label)| {
        Metric::new("AWS/ElastiCache", name)
            .dimension("ReplicationGroupId", needs.cache.group.id())
            .label(label)
    });
    Widget::graph("Cache", cache).width(8)
}

/// How far workers are behind, or how busy the node is.
fn events(needs: Needs<'_>) -> Widget {
    match &needs.events.brokers {
        Streaming::Msk(cluster) => {
            let behind = [("SumOffsetLag", "events"), ("EstimatedMaxTimeLag", "seconds")];
            let behind = behind.map(|(name, label)| {
                Metric::new("AWS/Kafka", name)
                    .dimension("Cluster Name", cluster.name())
                    .dimension("Consumer Group", WORKERS)
                    .dimension("Topic", READINGS)
                    .label(label)
            });
            Widget::graph("How far workers are behind", behind).width(8)
        }
        Streaming::Redpanda(cluster) => {
            let nodes = cluster.nodes().iter().map(|node| {
                Metric::new("AWS/EC2", "CPUUtilization")
                    .dimension("InstanceId", node.instance().reference())
                    .label("processor [%]")
            });
            Widget::graph("Events", nodes).width(8)
        }
    }
}

fn of_balancer(needs: Needs<'_>, name: &str) -> Metric {
    Metric::new("AWS/ApplicationELB", name)
        .dimension("LoadBalancer", needs.services.balancer.full_name())
}
