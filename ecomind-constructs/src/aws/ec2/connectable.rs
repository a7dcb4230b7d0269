//! Who may connect to whom.

use crate::{
    Result,
    tree::Scope,
    value::{CidrBlock, Port},
};

use super::{
    Connections, PrefixList,
    security_group_rule::{Peer, allow, allow_in, allow_out},
};

/// Can be connected to, and connect to others.
///
/// What is connectable is closed both ways until one of these methods opens exactly what it says.
/// A connection between two constructs takes two rules, one that lets it out and one that lets it
/// in. They are resources of their own below `scope`, the last argument, named after both ends
/// such as `ApiToOrders`, so that stacks which connect to each other never form a cycle. Give the
/// scope of the stack that comes later: the one with the client.
///
/// Allowing the same twice in one scope is an error that shows the first line: EC2 refuses to
/// have a rule twice, and one of two calls that mean the same is likely to mean something else.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let orders = SecurityGroup::builder("Orders", &vpc).port(Port::POSTGRES).build(stack)?;
/// let api = SecurityGroup::builder("Api", &vpc).port(Port::tcp(8000)).build(stack)?;
/// orders.allow_from(&api, stack)?;
/// api.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EC2::SecurityGroupIngress`](crate::cfn::ec2::SecurityGroupIngress),
/// [`AWS::EC2::SecurityGroupEgress`](crate::cfn::ec2::SecurityGroupEgress)
pub trait Connectable {
    /// What it is reached through.
    fn connections(&self) -> Connections;

    /// Lets `client` connect to the port that this listens on.
    #[track_caller]
    fn allow_from(&self, client: &dyn Connectable, scope: &mut Scope<'_>) -> Result<()> {
        let port = self.connections().own_port(scope)?;
        allow(client.connections(), self.connections(), port, scope)
    }

    /// Lets `client` connect to another port.
    #[track_caller]
    fn allow_from_on(
        &self,
        client: &dyn Connectable,
        port: Port,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        allow(client.connections(), self.connections(), port, scope)
    }

    /// Lets this connect to the port that `server` listens on.
    #[track_caller]
    fn allow_to(&self, server: &dyn Connectable, scope: &mut Scope<'_>) -> Result<()> {
        server.allow_from(&self.connections(), scope)
    }

    /// Lets the addresses of a prefix list connect to the port that this listens on.
    #[track_caller]
    fn allow_from_prefix_list(&self, list: &PrefixList, scope: &mut Scope<'_>) -> Result<()> {
        let port = self.connections().own_port(scope)?;
        allow_in(Peer::PrefixList(list), self.connections(), port, scope)
    }

    /// Lets a block of addresses connect to the port that this listens on.
    #[track_caller]
    fn allow_from_block(&self, block: CidrBlock, scope: &mut Scope<'_>) -> Result<()> {
        let port = self.connections().own_port(scope)?;
        allow_in(Peer::Block(block), self.connections(), port, scope)
    }

    /// Lets a block of addresses connect to another port.
    #[track_caller]
    fn allow_from_block_on(
        &self,
        block: CidrBlock,
        port: Port,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        allow_in(Peer::Block(block), self.connections(), port, scope)
    }

    /// Lets this connect to a port of the addresses of a prefix list.
    #[track_caller]
    fn allow_to_prefix_list(
        &self,
        list: &PrefixList,
        port: Port,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        allow_out(self.connections(), Peer::PrefixList(list), port, scope)
    }

    /// Lets this connect to a port of a block of addresses.
    #[track_caller]
    fn allow_to_block(&self, block: CidrBlock, port: Port, scope: &mut Scope<'_>) -> Result<()> {
        allow_out(self.connections(), Peer::Block(block), port, scope)
    }
}

impl Connectable for Connections {
    fn connections(&self) -> Connections {
        *self
    }
}

impl<C: Connectable + ?Sized> Connectable for &C {
    fn connections(&self) -> Connections {
        (**self).connections()
    }
}
