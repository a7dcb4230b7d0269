//! Redpanda clusters.

use crate::{
    aws::{
        ec2::{Connectable, Connections, Image, Vpc},
        iam::{Grantee, Role},
    },
    value::Port,
};

use super::{Node, RedpandaBuilder};

/// A cluster of Redpanda, which speaks Kafka's protocol: three instances in three zones, each with
/// an address and a volume that stay, or a single one for development.
///
/// Volumes are encrypted and leave a snapshot when they go. Instances have no public address, are
/// reached with Session Manager instead of SSH, and can't be terminated by accident. The deployment
/// waits until the cluster says that it is healthy. Nobody can connect until you
/// [allow](Connectable::allow_from) it; whoever is allowed needs no password.
///
/// Connections are not encrypted. Brokers are known by private addresses, which only a certificate
/// authority of your own would sign for, and each client would have to know that authority. They
/// don't leave the VPC, and security groups let in only whom you name; where that is not enough,
/// take [MSK](crate::aws::msk), which has both.
///
/// It is for development, and where saving is worth the work: the vendor supports neither EBS nor
/// burstable instances in production, and nobody but you replaces a broken node. Three `t4g.medium`
/// with 100 GiB cost $98 a month, three brokers `kafka.t3.small` of [MSK](crate::aws::msk) $130.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::Image;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Streaming")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
/// let image = Image::id("ami-0123456789abcdef0");
/// let events = Redpanda::builder("Events", &vpc, image, "26.2.1").build(stack)?;
/// events.allow_from(&worker, stack)?;
/// assert_eq!(events.bootstrap_servers(), "10.0.64.10:9092,10.0.65.10:9092,10.0.66.10:9092");
/// # Ok::<(), Error>(())
/// ```
///
/// # Changes
///
/// The image, the version and the script are for nodes that are made. Those that run stay as they
/// are: an instance is started from the first version of its launch template, so that no update
/// replaces a broker. Upgrade them one after the other with `dnf` and `rpk`, as [Redpanda says].
/// Another instance type restarts them, one after the other. A node that is lost is started by hand
/// from the launch template, with its interface and its volume: they hold its address and its data.
///
/// They install packages and talk to Systems Manager through a NAT gateway, so that they are in the
/// private subnets and may connect to port 443 anywhere.
///
/// CloudFormation: [`AWS::EC2::Instance`](crate::cfn::ec2::Instance),
/// [`AWS::EC2::Volume`](crate::cfn::ec2::Volume),
/// [`AWS::EC2::NetworkInterface`](crate::cfn::ec2::NetworkInterface)
///
/// [Redpanda says]: https://docs.redpanda.com/current/upgrade/rolling-upgrade/
#[derive(Debug, Clone)]
pub struct Redpanda {
    pub(super) connections: Connections,
    pub(super) nodes: Vec<Node>,
    pub(super) role: Role,
}

impl Redpanda {
    /// Where clients connect.
    pub const PORT: Port = Port::tcp(9092);
    /// Where nodes talk to each other.
    pub const RPC_PORT: Port = Port::tcp(33145);
    /// Where `rpk` and Prometheus connect.
    pub const ADMIN_PORT: Port = Port::tcp(9644);

    /// Starts a cluster in the private subnets of `vpc`, from an image of Amazon Linux 2023 and of
    /// one whole version such as `26.2.1`.
    pub fn builder(
        id: impl Into<String>,
        vpc: &Vpc,
        image: Image,
        version: impl Into<String>,
    ) -> RedpandaBuilder<'_> {
        RedpandaBuilder::new(id.into(), vpc, image, version.into())
    }

    /// Where clients begin: addresses with ports, separated by commas.
    #[must_use]
    pub fn bootstrap_servers(&self) -> String {
        let servers = self
            .nodes
            .iter()
            .map(|node| format!("{}:9092", node.address()));
        servers.collect::<Vec<_>>().join(",")
    }

    /// The nodes, in the order of their subnets.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

impl Connectable for Redpanda {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for Redpanda {
    fn role(&self) -> Role {
        self.role
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::{
        aws::{ec2::Image, redpanda::RedpandaBuilder},
        prelude::*,
        testing,
    };

    const IMAGE: &str = "ami-0123456789abcdef0";

    fn network(zones: &[&str], stack: &mut Scope<'_>) -> Result<Vpc> {
        let mut vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d");
        for (index, zone) in zones.iter().enumerate() {
            vpc = vpc.private_subnet(*zone, format!("subnet-0a1b2c3{index}"));
        }
        vpc.build(stack)
    }

    const ZONES: [&str; 3] = ["use1-az1", "use1-az2", "use1-az4"];
    const ADDRESSES: [[u8; 4]; 3] = [[10, 8, 0, 10], [10, 8, 1, 10], [10, 8, 2, 10]];

    fn addresses(count: usize) -> impl Iterator<Item = Ipv4Addr> {
        ADDRESSES.into_iter().map(Ipv4Addr::from).take(count)
    }

    fn refusal(change: impl Fn(RedpandaBuilder<'_>) -> RedpandaBuilder<'_>) -> String {
        testing::reject(|stack| {
            let vpc = network(&ZONES, stack)?;
            let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
            change(events.addresses(addresses(3))).build(stack)
        })
        .to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = network(&ZONES, stack)?;
            let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
            events.addresses(addresses(3)).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = network(&ZONES, stack)?;
            let key = Key::builder("Key").build(stack)?;
            let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
            let events = Redpanda::builder("Events", &vpc, Image::parameter(name, 88), "26.2.1")
                .nodes(1)
                .topic("readings", 6)
                .topic("audit.log", 1)
                .subnets(vpc.private_subnets())
                .addresses(addresses(1))
                .instance_type("t4g.medium")
                .allow_burstable_nodes()
                .storage(Size::gibibytes(20))
                .encryption_key(&key)
                .termination_protection(false)
                .startup_timeout(Duration::minutes(45))
                .statement(
                    PolicyStatement::allow()
                        .actions(["s3:GetObject"])
                        .resources(["arn:aws:s3:::packages/*"]),
                )
                .build(stack)?;
            let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
            events.allow_from(&worker, stack)?;
            assert_eq!(events.nodes().len(), 1);
            Output::new(events.bootstrap_servers()).add("Servers", stack)?;
            Output::new(events.role().arn()).add("Role", stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn the_network_may_be_in_another_stack() {
        let mut app = App::new().region("us-east-1");
        let vpc = Vpc::builder("Vpc")
            .build(&mut app.stack("Network").unwrap())
            .unwrap();
        let stack = &mut app.stack("Streaming").unwrap();
        let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
        let events = events.build(stack).unwrap();
        assert_eq!(events.nodes()[2].address(), Ipv4Addr::new(10, 0, 66, 10));
        let template = testing::template_of(&app, "Streaming");
        template.assert_count("AWS::EC2::Instance", 3);
        template.assert_has("AWS::EC2::NetworkInterface", r#"{"PrivateIpAddress": "10.0.64.10"}"#);
    }

    #[test]
    fn the_first_node_waits_for_the_way_to_the_internet() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
            events.build(stack)
        });
        let mut resources = template.document().resources();
        let first = resources
            .find(|resource| {
                resource.logical_id.starts_with("EventsNode1")
                    && resource.type_name == "AWS::EC2::Instance"
            })
            .expect("the first node");
        let before = first.entry["DependsOn"].to_string();
        for part in ["EventsRules", "VpcPublicSubnet1NATGateway"] {
            assert!(before.contains(part), "{before}");
        }
    }

    #[test]
    fn rejects_topics_that_no_broker_takes() {
        let with = |name: &str, partitions| {
            testing::reject(|stack| {
                let vpc = network(&ZONES, stack)?;
                Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1")
                    .topic(name, partitions)
                    .build(stack)
            })
        };
        insta::assert_snapshot!(with("read ings", 1), @r#"`topic` of `Test/Events` must be named with 1 to 249 letters, digits, dots, underscores and hyphens, got "read ings""#);
        insta::assert_snapshot!(with("readings", 0), @r#"`topic` of `Test/Events` must have a partition or more, got 0 for "readings""#);
    }

    #[test]
    fn rejects_images_that_are_not_pinned() {
        let with = |image: Image| {
            testing::reject(|stack| {
                let vpc = network(&ZONES, stack)?;
                Redpanda::builder("Events", &vpc, image.clone(), "26.2.1").build(stack)
            })
            .to_string()
        };
        let texts = [
            with(Image::id("{{resolve:ssm:/aws/service/al2023}}")),
            with(Image::id("al2023")),
            with(Image::parameter("/aws/service/al2023", 0)),
            with(Image::parameter("/aws/service/al2023:1", 1)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `image` of `Test/Events` must be pinned, got "{{resolve:ssm:/aws/service/al2023}}": CloudFormation reads parameters again with every update, and another image would replace what runs; use `Image::parameter` with a version
        `image` of `Test/Events` must look like `ami-0123456789abcdef0`, got "al2023"
        `image` of `Test/Events` must be a version of "/aws/service/al2023" from 1, got 0
        `image` of `Test/Events` must be the plain name of a parameter, got "/aws/service/al2023:1"
        "#);
    }

    #[test]
    fn rejects_versions_that_are_not_pinned() {
        let with = |version: &str| {
            testing::reject(|stack| {
                let vpc = network(&ZONES, stack)?;
                Redpanda::builder("Events", &vpc, Image::id(IMAGE), version).build(stack)
            })
            .to_string()
        };
        let texts = [with("latest"), with("26.2"), with("26.2.1; reboot")];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `version` of `Test/Events` must be a whole version, such as 26.2.1, got "latest"
        `version` of `Test/Events` must be a whole version, such as 26.2.1, got "26.2"
        `version` of `Test/Events` must be a whole version, such as 26.2.1, got "26.2.1; reboot"
        "#);
    }

    #[test]
    fn rejects_nodes_without_a_place() {
        let one_zone = testing::reject(|stack| {
            let vpc = network(&["use1-az1", "use1-az1", "use1-az2"], stack)?;
            let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
            events.addresses(addresses(3)).build(stack)
        });
        let texts = [
            refusal(|events| events.nodes(2)),
            refusal(|events| events.subnets(&[])),
            refusal(|events| events.addresses(addresses(2))),
            refusal(|events| events.addresses([])),
            one_zone.to_string(),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `nodes` of `Test/Events` must be 1 or 3, which agree by majority, got 2
        `subnets` of `Test/Events` must be one for each of the 3 nodes, got 0
        `addresses` of `Test/Events` must be one for each of the 3 nodes, got 2
        `addresses` of `Test/Events` must be given where the blocks of subnets are not known, such as in a VPC that exists outside of the app
        `subnets` of `Test/Events` must be in zones of their own, got "use1-az1" twice
        "#);
    }

    #[test]
    fn rejects_addresses_outside_of_their_subnets() {
        let with = |first: [u8; 4]| {
            testing::reject(|stack| {
                let vpc = Vpc::builder("Vpc").build(stack)?;
                let events = Redpanda::builder("Events", &vpc, Image::id(IMAGE), "26.2.1");
                events
                    .nodes(1)
                    .addresses([Ipv4Addr::from(first)])
                    .build(stack)
            })
            .to_string()
        };
        let texts = [with([10, 0, 64, 3]), with([10, 0, 64, 255]), with([10, 0, 65, 10])];
        insta::assert_snapshot!(texts.join("\n"), @r"
        `addresses` of `Test/Events` must not be one that AWS keeps in 10.0.64.0/24, got 10.0.64.3
        `addresses` of `Test/Events` must be in 10.0.64.0/24, its subnet, got 10.0.64.255
        `addresses` of `Test/Events` must be in 10.0.64.0/24, its subnet, got 10.0.65.10
        ");
    }

    #[test]
    fn rejects_instances_and_volumes_that_will_not_do() {
        let texts = [
            refusal(|events| events.instance_type("t3.medium")),
            refusal(|events| events.instance_type("m7g")),
            refusal(|events| events.storage(Size::gibibytes(5))),
            refusal(|events| events.storage(Size::mebibytes(20_481))),
            refusal(|events| events.startup_timeout(Duration::hours(13))),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `instance_type` of `Test/Events` must be allowed by `allow_burstable_nodes`, got "t3.medium": the vendor does not support it in production, and without credits it has a fraction of its CPU
        `instance_type` of `Test/Events` must look like `m7g.large`, got "m7g"
        `storage` of `Test/Events` must be 10 to 16,384 whole GiB, got 5 GiB
        `storage` of `Test/Events` must be 10 to 16,384 whole GiB, got 20481 MiB
        `startup_timeout` of `Test/Events` must be at most 12 hours, got 13 hours
        "#);
    }
}
