//! Connections that are open, for those who read the whole tree.

use crate::{tree::Scope, value::Port};

use super::Connections;

/// That one construct may connect to another: what
/// [`allow_from`](super::Connectable::allow_from) [notes](Scope::note) beside its rules.
///
/// ```
/// use ecomind_constructs::{aws::ec2::Opening, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let orders = SecurityGroup::builder("Orders", &vpc).port(Port::POSTGRES).build(stack)?;
/// let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
/// orders.allow_from(&api, stack)?;
/// assert_eq!(app.notes::<Opening>().count(), 1);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Opening {
    /// What connects.
    pub client: Connections,
    /// What is connected to.
    pub server: Connections,
    /// At which port.
    pub port: Port,
}

impl Opening {
    /// Whether it takes no rule any more: both ends share a group whose members may all connect to
    /// each other, or another of those who share one has the same rule.
    pub(super) fn is_open_to_others(self, scope: &Scope<'_>) -> bool {
        let Self { client, server, port } = self;
        if !client.is_shared() && !server.is_shared() {
            return false;
        }
        let is_same =
            |one: Connections, other: Connections| one.security_group().is(other.security_group());
        let mut before = scope.notes::<Self>();
        is_same(client, server)
            || before.any(|(_, it)| {
                it.port == port && is_same(it.client, client) && is_same(it.server, server)
            })
    }
}
