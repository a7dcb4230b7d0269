//! Clusters.

use crate::{
    aws::ec2::{Connectable, Connections, Vpc},
    cfn::{ids::msk::ClusterArn, msk as cfn},
    tree::{RawResource, Ref},
    value::Value,
};

use super::{ClientAuthentication, ClusterBuilder};

/// A Kafka cluster: as many brokers in each of two or three zones.
///
/// Clients connect with TLS and show who they are by their IAM role. Nobody can connect until you
/// [allow](Connectable::allow_from) it, and connections may do nothing until their role has a
/// [grant](Self::grant_produce). Topics are made on purpose, by [`Topic`](super::Topic),
/// and stay writable while one zone is gone. Brokers log to CloudWatch, and the cluster stays when
/// its stack goes.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::msk::BrokerType;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Streaming")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
/// let events = msk::Cluster::builder("Events", &vpc)
///     .broker_type(BrokerType::M7gLarge)
///     .storage(Size::gibibytes(100))
///     .build(stack)?;
/// events.allow_from(&worker, stack)?;
/// let servers: Value<String> = events.bootstrap_brokers();
/// # Ok::<(), Error>(())
/// ```
///
/// # Burstable brokers
///
/// `kafka.t3.small` costs a quarter of the next size, and must be
/// [allowed](ClusterBuilder::allow_burstable_brokers). Watch `CPUCreditBalance` of each broker with
/// an alarm: without credits a broker has a fifth of its CPU, and falls behind.
///
/// # Changes
///
/// Another subnet, key of its own or name replaces the cluster, and everything in it is gone. Since
/// the name stays the same, CloudFormation refuses: a [new name](ClusterBuilder::cluster_name) says
/// that it is meant. Brokers and storage can grow, but not shrink.
///
/// CloudFormation: [`AWS::MSK::Cluster`](cfn::Cluster)
#[derive(Debug, Clone)]
pub struct Cluster {
    pub(super) resource: Ref<cfn::Cluster>,
    pub(super) connections: Connections,
    pub(super) bootstrap_brokers: Ref<RawResource>,
    /// At least one.
    pub(super) ways: Vec<ClientAuthentication>,
    pub(super) zones: u32,
    pub(super) brokers: u32,
}

impl Cluster {
    /// Starts a cluster in the isolated subnets of `vpc`, or the private ones where there are none.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> ClusterBuilder<'_> {
        ClusterBuilder::new(id.into(), vpc)
    }

    /// What the cluster is called, by metrics too.
    #[must_use]
    pub fn name(&self) -> Value<String> {
        self.bootstrap_brokers.attribute("Name")
    }

    /// The ARN of the cluster.
    #[must_use]
    pub fn arn(&self) -> Value<ClusterArn> {
        self.resource.arn()
    }

    /// Where clients begin that authenticate in the first of the cluster's ways: hosts with ports,
    /// separated by commas.
    #[must_use]
    pub fn bootstrap_brokers(&self) -> Value<String> {
        self.bootstrap_brokers.attribute(self.first_way().name())
    }

    /// Where clients begin that authenticate with IAM; none if the cluster doesn't take them.
    #[must_use]
    pub fn bootstrap_brokers_iam(&self) -> Option<Value<String>> {
        self.brokers_by(|way| matches!(way, ClientAuthentication::Iam))
    }

    /// Where clients begin that have a password; none if the cluster doesn't take them.
    #[must_use]
    pub fn bootstrap_brokers_scram(&self) -> Option<Value<String>> {
        self.brokers_by(|way| matches!(way, ClientAuthentication::Scram(_)))
    }

    /// Where clients begin that have a certificate; none if the cluster doesn't take them.
    #[must_use]
    pub fn bootstrap_brokers_tls(&self) -> Option<Value<String>> {
        self.brokers_by(|way| matches!(way, ClientAuthentication::MutualTls(_)))
    }

    /// The ways to authenticate. [`allow_from`](Connectable::allow_from) opens the port of the
    /// first; for the others there is [`allow_from_on`](Connectable::allow_from_on).
    #[must_use]
    pub fn client_authentication(&self) -> &[ClientAuthentication] {
        &self.ways
    }

    /// What Kafka clients have as their `security.protocol`, that authenticate in the first of the
    /// cluster's ways.
    #[must_use]
    pub fn security_protocol(&self) -> &'static str {
        self.first_way().security_protocol()
    }

    /// How many brokers there are.
    #[must_use]
    pub fn brokers(&self) -> u32 {
        self.brokers
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::Cluster> {
        self.resource
    }

    pub(super) fn first_way(&self) -> &ClientAuthentication {
        self.ways.first().expect("a cluster is not built without")
    }

    fn brokers_by(&self, is: impl Fn(&ClientAuthentication) -> bool) -> Option<Value<String>> {
        let way = self.ways.iter().find(|way| is(way))?;
        Some(self.bootstrap_brokers.attribute(way.name()))
    }
}

impl Connectable for Cluster {
    fn connections(&self) -> Connections {
        self.connections
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::msk::{BrokerType, ClientAuthentication, ClusterBuilder, KafkaVersion, Monitoring},
        cfn::ids::{acmpca::CertificateAuthorityArn, secretsmanager::SecretArn},
        prelude::*,
        testing,
    };

    fn network(zones: &[&str], stack: &mut Scope<'_>) -> Result<Vpc> {
        let mut vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d");
        for (index, zone) in zones.iter().enumerate() {
            vpc = vpc.isolated_subnet(*zone, format!("subnet-0a1b2c3{index}"));
        }
        vpc.build(stack)
    }

    const ZONES: [&str; 3] = ["use1-az1", "use1-az2", "use1-az4"];

    fn refusal(
        zones: &[&str],
        change: impl Fn(ClusterBuilder<'_>) -> ClusterBuilder<'_>,
    ) -> String {
        testing::reject(|stack| {
            let vpc = network(zones, stack)?;
            change(msk::Cluster::builder("Events", &vpc)).build(stack)
        })
        .to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = network(&ZONES, stack)?;
            msk::Cluster::builder("Events", &vpc).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = network(&ZONES, stack)?;
            let key = Key::builder("Key").build(stack)?;
            let log = LogGroup::builder("Log")
                .retention(Retention::OneMonth)
                .build(stack)?;
            let secret =
                "arn:aws:secretsmanager:us-east-1:111122223333:secret:AmazonMSK_api-a1b2c3";
            let authority = "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555";
            let events = msk::Cluster::builder("Events", &vpc)
                .cluster_name("events")
                .kafka_version(KafkaVersion::V4_1Kraft)
                .broker_type(BrokerType::T3Small)
                .allow_burstable_brokers()
                .brokers(6)
                .subnets(vpc.isolated_subnets())
                .storage(Size::gibibytes(50))
                .storage_up_to(Size::gibibytes(500))
                .client_authentication([
                    ClientAuthentication::Iam,
                    ClientAuthentication::Scram(vec![SecretArn::literal(secret)]),
                    ClientAuthentication::MutualTls(vec![CertificateAuthorityArn::literal(
                        authority,
                    )]),
                ])
                .encryption_key(&key)
                .log_group(&log)
                .monitoring(Monitoring::PerTopicPerPartition)
                .retain(false)
                .server_properties(
                    msk::ServerProperties::new()
                        .auto_create_topics(true)
                        .default_partitions(12)
                        .default_replication(3)
                        .min_in_sync_replicas(1)
                        .retention(Duration::days(1))
                        .property("message.max.bytes", "2097152"),
                )
                .build(stack)?;
            let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
            events.allow_from(&worker, stack)?;
            let scram = events.client_authentication()[1].port();
            events.allow_from_on(&worker, scram, stack)?;
            for (id, servers) in [
                ("Iam", events.bootstrap_brokers_iam()),
                ("Scram", events.bootstrap_brokers_scram()),
                ("Tls", events.bootstrap_brokers_tls()),
            ] {
                Output::new(servers.expect("a way")).add(id, stack)?;
            }
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn addresses_are_there_for_the_ways_that_are() {
        testing::synth(|stack| {
            let vpc = network(&ZONES[..2], stack)?;
            let events = msk::Cluster::builder("Events", &vpc)
                .client_authentication([ClientAuthentication::Scram(vec![])])
                .build(stack)?;
            assert!(events.bootstrap_brokers_iam().is_none());
            assert_eq!(events.bootstrap_brokers_scram(), Some(events.bootstrap_brokers()));
            assert_eq!(events.connections().port(), Some(Port::tcp(9096)));
            assert_eq!(events.brokers(), 2);
            Ok(())
        });
    }

    #[test]
    fn rejects_zones_that_msk_does_not_take() {
        let texts = [
            refusal(&ZONES[..1], |cluster| cluster),
            refusal(&["use1-az1", "use1-az2", "use1-az4", "use1-az5"], |cluster| cluster),
            refusal(&["use1-az1", "use1-az3"], |cluster| cluster),
            refusal(&[], |cluster| cluster),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `subnets` of `Test/Events` must be two or three, in zones of their own, got 1
        `subnets` of `Test/Events` must be two or three, in zones of their own, got 4
        `subnets` of `Test/Events` must not be in "use1-az3", where MSK has no brokers
        `subnets` of `Test/Events` must be two or three, in zones of their own, got 0
        "#);
        let twice = testing::reject(|stack| {
            let vpc = network(&ZONES, stack)?;
            let first = vpc.isolated_subnets()[0].clone();
            msk::Cluster::builder("Events", &vpc)
                .subnets(&[first.clone(), first])
                .build(stack)
        });
        insta::assert_snapshot!(twice, @r#"`subnets` of `Test/Events` must be in zones of their own, got "use1-az1" twice"#);
    }

    #[test]
    fn rejects_numbers_of_brokers() {
        let texts = [
            refusal(&ZONES, |cluster| cluster.brokers(4)),
            refusal(&ZONES, |cluster| cluster.brokers(0)),
            refusal(&ZONES, |cluster| cluster.brokers(63)),
            refusal(&ZONES, |cluster| cluster.brokers(33).kafka_version(KafkaVersion::V3_9)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `brokers` of `Test/Events` must be a multiple of the 3 zones, got 4
        `brokers` of `Test/Events` must be a multiple of the 3 zones, got 0
        `brokers` of `Test/Events` must be at most 60, MSK's quota for such a version, got 63
        `brokers` of `Test/Events` must be at most 30, MSK's quota for such a version, got 33
        ");
    }

    #[test]
    fn rejects_versions_and_brokers_that_are_not_to_be_had() {
        let texts = [
            refusal(&ZONES, |cluster| cluster.kafka_version(KafkaVersion::Other("3.5.1"))),
            refusal(&ZONES, |cluster| cluster.broker_type(BrokerType::T3Small)),
            refusal(&ZONES, |cluster| cluster.broker_type(BrokerType::Other("m7g.large"))),
            refusal(&ZONES, |c| c.broker_type(BrokerType::Other("express.m7g.large"))),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `kafka_version` of `Test/Events` must be 3.8 or newer, got "3.5.1", whose support ended on 2025-10-23
        `broker_type` of `Test/Events` must be allowed by `allow_burstable_brokers`, got "kafka.t3.small": it takes 4 new connections with IAM a second, rests at 20% of its CPU, and AWS advises against it for production
        `broker_type` of `Test/Events` must look like `kafka.m7g.large`, got "m7g.large"
        `broker_type` of `Test/Events` must be of standard brokers, got "express.m7g.large": express brokers have no storage of their own
        "#);
    }

    #[test]
    fn rejects_storage_that_brokers_cannot_have() {
        let texts = [
            refusal(&ZONES, |cluster| cluster.storage(Size::gibibytes(16_385))),
            refusal(&ZONES, |cluster| cluster.storage(Size::mebibytes(1500))),
            refusal(&ZONES, |cluster| cluster.storage_up_to(Size::gibibytes(100))),
            refusal(&ZONES, |cluster| cluster.storage_up_to(Size::gibibytes(20_000))),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `storage` of `Test/Events` must be 1 to 16,384 whole GiB, got 16385 GiB
        `storage` of `Test/Events` must be 1 to 16,384 whole GiB, got 1500 MiB
        `storage_up_to` of `Test/Events` must be more than `storage`, 100 GiB, got 100 GiB
        `storage_up_to` of `Test/Events` must be 1 to 16,384 whole GiB, got 20000 GiB
        ");
    }

    #[test]
    fn rejects_clients_that_cannot_be_known() {
        let with = |ways: Vec<ClientAuthentication>| {
            refusal(&ZONES, |cluster| cluster.client_authentication(ways.clone()))
        };
        let secret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:api-a1b2c3";
        let texts = [
            with(vec![]),
            with(vec![ClientAuthentication::Iam, ClientAuthentication::Iam]),
            with(vec![ClientAuthentication::MutualTls(vec![])]),
            with(vec![ClientAuthentication::Scram(vec![SecretArn::literal(secret)])]),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `client_authentication` of `Test/Events` must be at least one, got none: anybody could connect
        `client_authentication` of `Test/Events` must not repeat a way, got `Iam` twice
        `client_authentication` of `Test/Events` must name an authority of `MutualTls`, got none
        `client_authentication` of `Test/Events` must have secrets named `AmazonMSK_…`, as MSK wants, got "arn:aws:secretsmanager:us-east-1:111122223333:secret:api-a1b2c3"
        "#);
    }

    #[test]
    fn rejects_names_and_properties_that_msk_refuses() {
        let texts = [
            refusal(&ZONES, |cluster| cluster.cluster_name("my_events")),
            refusal(&ZONES, |cluster| {
                let properties = msk::ServerProperties::new().min_in_sync_replicas(3);
                cluster.server_properties(properties)
            }),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `cluster_name` of `Test/Events` must be 1 to 64 letters, digits and hyphens, got "my_events"
        `server_properties` of `Test/Events` must have `min_in_sync_replicas` of 1 to 2, so that topics stay writable while MSK restarts a broker, got 3
        "#);
    }
}
