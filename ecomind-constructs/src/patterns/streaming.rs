//! Events, one way or the other.

use crate::{
    aws::{
        ec2::{Connectable, Connections},
        msk,
        redpanda::Redpanda,
    },
    value::{IntoValue, Value},
};

/// Where events go: a cluster of MSK or of Redpanda, never both.
///
/// Clients need the same of either: to be [allowed](Connectable::allow_from) in, and where to begin
/// and how. What one of them alone has is in its variant.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::Image;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Streaming")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
/// # let managed = false;
/// let events: Streaming = if managed {
///     msk::Cluster::builder("Events", &vpc).build(stack)?.into()
/// } else {
///     let image = Image::id("ami-0123456789abcdef0");
///     Redpanda::builder("Events", &vpc, image, "26.2.1").build(stack)?.into()
/// };
/// events.allow_from(&worker, stack)?;
/// let variables = [
///     ("KAFKA_BROKERS", events.bootstrap_servers()),
///     ("KAFKA_SECURITY_PROTOCOL", events.security_protocol().into_value()),
/// ];
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone)]
pub enum Streaming {
    /// Managed: AWS replaces brokers that break, and clients show who they are.
    Msk(msk::Cluster),
    /// On instances of your own: cheaper where it is small, and yours to mend.
    Redpanda(Redpanda),
}

impl Streaming {
    /// Where clients begin: hosts with ports, separated by commas.
    #[must_use]
    pub fn bootstrap_servers(&self) -> Value<String> {
        match self {
            Self::Msk(cluster) => cluster.bootstrap_brokers(),
            Self::Redpanda(cluster) => cluster.bootstrap_servers().into_value(),
        }
    }

    /// What Kafka clients have as their `security.protocol`.
    #[must_use]
    pub fn security_protocol(&self) -> &'static str {
        match self {
            Self::Msk(cluster) => cluster.security_protocol(),
            Self::Redpanda(_) => "PLAINTEXT",
        }
    }
}

impl Connectable for Streaming {
    fn connections(&self) -> Connections {
        match self {
            Self::Msk(cluster) => cluster.connections(),
            Self::Redpanda(cluster) => cluster.connections(),
        }
    }
}

impl From<msk::Cluster> for Streaming {
    fn from(cluster: msk::Cluster) -> Self {
        Self::Msk(cluster)
    }
}

impl From<Redpanda> for Streaming {
    fn from(cluster: Redpanda) -> Self {
        Self::Redpanda(cluster)
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::{aws::ec2::Image, prelude::*, testing};

    /// What another stack needs to know of `events`.
    fn client_of(events: impl Fn(&Vpc, &mut Scope<'_>) -> Result<Streaming>) -> String {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Streaming").unwrap();
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c3d")
            .private_subnet("use1-az2", "subnet-0a1b2c3e")
            .build(stack)
            .unwrap();
        let events = events(&vpc, stack).unwrap();
        let stack = &mut app.stack("Test").unwrap();
        let worker = SecurityGroup::builder("Worker", &vpc).build(stack).unwrap();
        events.allow_from(&worker, stack).unwrap();
        Output::new(events.bootstrap_servers())
            .add("Servers", stack)
            .unwrap();
        Output::new(events.security_protocol())
            .add("Protocol", stack)
            .unwrap();
        testing::template_of(&app, "Test").yaml()
    }

    #[test]
    fn msk() {
        insta::assert_snapshot!(client_of(|vpc, stack| {
            Ok(msk::Cluster::builder("Events", vpc).build(stack)?.into())
        }));
    }

    #[test]
    fn redpanda() {
        insta::assert_snapshot!(client_of(|vpc, stack| {
            let image = Image::id("ami-0123456789abcdef0");
            let events = Redpanda::builder("Events", vpc, image, "26.2.1")
                .nodes(1)
                .addresses([Ipv4Addr::new(10, 8, 0, 10)])
                .build(stack)?;
            Ok(events.into())
        }));
    }
}
