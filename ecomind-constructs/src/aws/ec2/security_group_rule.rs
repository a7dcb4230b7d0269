//! Single openings in security groups.

use crate::{
    Result,
    cfn::ec2 as cfn,
    name::Path,
    tree::{Resource as _, Scope},
    value::{CidrBlock, Port, Protocol},
};

use super::{Connections, Opening, PrefixList};

/// The other end of a rule, where it has no security group.
#[derive(Debug, Clone, Copy)]
pub(super) enum Peer<'a> {
    Block(CidrBlock),
    PrefixList(&'a PrefixList),
}

impl Peer<'_> {
    /// What it is called in ids, which begin with a letter and hold no slash.
    fn id(self) -> String {
        match self {
            Self::Block(CidrBlock::ANYWHERE) => "Anywhere".to_owned(),
            Self::Block(block) => format!("Block{}-{}", block.first(), block.prefix()),
            Self::PrefixList(list) => list.name().to_owned(),
        }
    }

    /// What it is called in descriptions.
    fn name(self) -> String {
        match self {
            Self::Block(CidrBlock::ANYWHERE) => "anywhere".to_owned(),
            Self::Block(block) => block.to_string(),
            Self::PrefixList(list) => list.name().to_owned(),
        }
    }
}

/// Lets `client` connect to `server`: out of the one and into the other.
#[track_caller]
pub(super) fn allow(
    client: Connections,
    server: Connections,
    port: Port,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let opening = Opening { client, server, port };
    let is_open = opening.is_open_to_others(scope);
    let (from, to) = (Name::of(client, scope)?, Name::of(server, scope)?);
    scope.note(opening);
    if is_open {
        return Ok(());
    }
    let description = description(from.path.as_str(), to.path.as_str(), port);
    let mut scope = scope.child(id(&from.id, &to.id, server, port))?;
    egress(client, port, &description)
        .destination_security_group_id(server.security_group_id())
        .add("Egress", &mut scope)?;
    ingress(server, port, &description)
        .source_security_group_id(client.security_group_id())
        .add("Ingress", &mut scope)?;
    Ok(())
}

/// Lets addresses connect to `server`.
#[track_caller]
pub(super) fn allow_in(
    from: Peer<'_>,
    server: Connections,
    port: Port,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let to = Name::of(server, scope)?;
    let rule = ingress(server, port, &description(&from.name(), to.path.as_str(), port));
    let rule = match from {
        Peer::Block(block) => rule.cidr_ip(block.to_string()),
        Peer::PrefixList(list) => rule.source_prefix_list_id(list.prefix_list_id()),
    };
    let mut scope = scope.child(id(&from.id(), &to.id, server, port))?;
    rule.add("Ingress", &mut scope)?;
    Ok(())
}

/// Lets `client` connect to addresses.
#[track_caller]
pub(super) fn allow_out(
    client: Connections,
    to: Peer<'_>,
    port: Port,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let from = Name::of(client, scope)?;
    let rule = egress(client, port, &description(from.path.as_str(), &to.name(), port));
    let rule = match to {
        Peer::Block(block) => rule.cidr_ip(block.to_string()),
        Peer::PrefixList(list) => rule.destination_prefix_list_id(list.prefix_list_id()),
    };
    // Addresses listen on no port of their own, so that the port is always part of the name.
    let mut scope = scope.child(format!("{}To{}{}", from.id, to.id(), suffix(port)))?;
    rule.add("Egress", &mut scope)?;
    Ok(())
}

/// The text as EC2 takes it in descriptions: 255 of a few characters. Others become a hyphen.
pub(super) fn describe(text: &str) -> String {
    let plain = |c: char| if is_plain(c) { c } else { '-' };
    text.chars().map(plain).take(LONGEST_DESCRIPTION).collect()
}

/// What EC2 takes in descriptions.
pub(super) fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(character)
}

/// How long a description may be.
pub(super) const LONGEST_DESCRIPTION: usize = 255;

fn egress(client: Connections, port: Port, description: &str) -> cfn::SecurityGroupEgress {
    cfn::SecurityGroupEgress::new(client.security_group_id(), port.protocol().name())
        .from_port(port.from())
        .to_port(port.to())
        .description(description)
}

fn ingress(server: Connections, port: Port, description: &str) -> cfn::SecurityGroupIngress {
    cfn::SecurityGroupIngress::new(port.protocol().name())
        .group_id(server.security_group_id())
        .from_port(port.from())
        .to_port(port.to())
        .description(description)
}

fn description(from: &str, to: &str, port: Port) -> String {
    describe(&format!("{from} to {to}, {port}"))
}

/// `ApiToOrders`, and the port where it is not the one that the server listens on.
fn id(from: &str, to: &str, server: Connections, port: Port) -> String {
    let suffix = if server.port() == Some(port) { String::new() } else { suffix(port) };
    format!("{from}To{to}{suffix}")
}

fn suffix(port: Port) -> String {
    let protocol = if port.protocol() == Protocol::Tcp { "" } else { "Udp" };
    let range = if port.from() == port.to() { String::new() } else { format!("-{}", port.to()) };
    format!("On{protocol}{}{range}", port.from())
}

/// What one end is called.
struct Name {
    /// In ids: without its stack, where that is the stack of the rule.
    id: String,
    /// In descriptions.
    path: Path,
}

impl Name {
    fn of(end: Connections, scope: &Scope<'_>) -> Result<Self> {
        let path = scope.path_of(end.named_after())?;
        let here = scope.path();
        let own_stack = here.as_str().split('/').next();
        let mut components = path.as_str().split('/').peekable();
        components.next_if(|first| Some(*first) == own_stack);
        Ok(Self { id: components.collect(), path })
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::ec2::{PrefixList, PrefixListId},
        prelude::*,
        testing,
    };

    /// An API and a database in stacks of their own.
    fn two_stacks(app: &mut App) -> Result<(SecurityGroup, SecurityGroup)> {
        let vpc = Vpc::builder("Vpc").build(&mut app.stack("Network")?)?;
        let orders = SecurityGroup::builder("Orders", &vpc)
            .port(Port::POSTGRES)
            .build(&mut app.stack("Data")?)?;
        let api = SecurityGroup::builder("Api", &vpc).build(&mut app.stack("Services")?)?;
        Ok((api, orders))
    }

    #[test]
    fn rules_are_in_the_stack_that_is_given_last() {
        let mut app = App::new().region("us-east-1");
        let (api, orders) = two_stacks(&mut app).unwrap();
        orders
            .allow_from(&api, &mut app.stack("Rules").unwrap())
            .unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Rules").yaml());
        testing::template_of(&app, "Data").assert_count("AWS::EC2::SecurityGroupIngress", 0);
    }

    #[test]
    fn every_kind_of_rule() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            let mut backend = stack.child("Backend")?;
            let brokers = SecurityGroup::builder("Brokers", &vpc)
                .port(Port::tcp(9092))
                .build(&mut backend)?;
            let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
            let lists = PrefixList::from_id("Office", PrefixListId::literal("pl-3b927c52"));
            worker.allow_to(&brokers, stack)?;
            brokers.allow_from(&brokers, stack)?;
            brokers.allow_from_on(&brokers, Port::tcp(33145), stack)?;
            brokers.allow_from_on(&worker, Port::tcp_range(9644, 9645), stack)?;
            brokers.allow_from_block("10.8.0.0/16".parse().expect("a block"), stack)?;
            brokers.allow_from_prefix_list(&lists, stack)?;
            worker.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)?;
            worker.allow_to_block(CidrBlock::ANYWHERE, Port::udp(123), stack)?;
            worker.allow_to_prefix_list(&lists, Port::HTTPS, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_description_keeps_to_what_ec2_takes() {
        assert_eq!(super::describe("Größe <1> a/b"), "Gr--e -1- a/b");
        assert_eq!(super::describe(&"x".repeat(300)).len(), 255);
    }

    #[test]
    fn rejects_the_same_rule_twice() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            let orders = SecurityGroup::builder("Orders", &vpc)
                .port(Port::POSTGRES)
                .build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            orders.allow_from(&api, stack)?;
            api.allow_to(&orders, stack)
        });
        insta::assert_snapshot!(error, @"`Test/ApiToOrders` is declared twice; ids must be unique in their scope");
        assert!(
            error
                .hint()
                .expect("a hint")
                .contains("security_group_rule.rs")
        );
        let line = error.location().expect("a line");
        assert!(line.file().ends_with("security_group_rule.rs"), "{line}");
    }

    #[test]
    fn rejects_a_connection_to_what_listens_on_no_port() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            worker.allow_from(&api, stack)
        });
        insta::assert_snapshot!(error, @"`allow_from` of `Test/Worker` must name a port, since it listens on none: use `allow_from_on`");
    }

    #[test]
    fn rejects_a_construct_of_another_app() {
        let (stranger, _) = two_stacks(&mut App::new().region("us-east-1")).unwrap();
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            SecurityGroup::builder("Orders", &vpc)
                .port(Port::POSTGRES)
                .build(stack)?
                .allow_from(&stranger, stack)
        });
        insta::assert_snapshot!(error, @"`Test` was given a handle of another app");
    }
}
