//! Streaming: the events that the gateway takes in and the worker works off.

use ecomind_constructs::{aws::redpanda::Image, prelude::*};

use crate::{
    environment::{Environment, EventsChoice},
    stacks::network::Network,
};

/// The topic of what devices measure.
pub const READINGS: &str = "readings";
/// The consumer group of the workers, who share the topic.
pub const WORKERS: &str = "workers";

/// How many workers can share it.
const PARTITIONS: u32 = 6;
/// How long a reading stays, for workers that were away.
const KEPT: Duration = Duration::days(7);

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Events {
    /// The brokers.
    pub brokers: Streaming,
}

/// Adds the brokers to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment, network: &Network) -> Result<Events> {
    let brokers = match env.events {
        EventsChoice::Msk { broker_type, accepts_burstable_brokers, storage } => {
            let log = LogGroup::builder("BrokerLogs")
                .retention(env.logs_kept)
                .encryption_key(&network.logs_key)
                .build(stack)?;
            let mut cluster = msk::Cluster::builder("Events", &network.vpc)
                .broker_type(broker_type)
                .storage(storage)
                .log_group(&log)
                .retain(env.is_protected);
            if accepts_burstable_brokers {
                cluster = cluster.allow_burstable_brokers();
            }
            let cluster = cluster.build(stack)?;
            msk::Topic::builder("Readings", READINGS, &cluster)
                .partitions(PARTITIONS)
                .retention(KEPT)
                .build(stack)?;
            cluster.into()
        }
        EventsChoice::Redpanda { image_id, version, instance_type, storage } => {
            Redpanda::builder("Events", &network.vpc, Image::id(image_id), version)
                .nodes(1)
                .topic(READINGS, PARTITIONS)
                .instance_type(instance_type)
                .allow_burstable_nodes()
                .storage(storage)
                .termination_protection(env.is_protected)
                .build(stack)?
                .into()
        }
    };
    Ok(Events { brokers })
}

impl Events {
    /// Tells `container` where the brokers are, and how it talks to them.
    pub fn tell(&self, container: Container) -> Container {
        container
            .variable("KAFKA_BROKERS", self.brokers.bootstrap_servers())
            .variable("KAFKA_SECURITY_PROTOCOL", self.brokers.security_protocol())
            .variable("KAFKA_TOPIC", READINGS)
    }

    /// Lets `client` connect and write readings. The rules are in `stack`, that of the client.
    pub fn open_to_producer<C: Connectable + Grantee>(
        &self,
        client: &C,
        stack: &mut Scope<'_>,
    ) -> Result<()> {
        self.brokers.allow_from(client, stack)?;
        match &self.brokers {
            Streaming::Msk(cluster) => cluster.grant_produce(READINGS, client, stack),
            // Whoever can connect to it may do everything.
            Streaming::Redpanda(_) => Ok(()),
        }
    }

    /// Lets `client` connect and read readings as one of the workers.
    pub fn open_to_worker<C: Connectable + Grantee>(
        &self,
        client: &C,
        stack: &mut Scope<'_>,
    ) -> Result<()> {
        self.brokers.allow_from(client, stack)?;
        match &self.brokers {
            Streaming::Msk(cluster) => cluster.grant_consume(READINGS, WORKERS, client, stack),
            Streaming::Redpanda(_) => Ok(()),
        }
    }
}
