//! What connects constructs.

use crate::{
    Error, Result, SourceLocation,
    cfn::ids::ec2::SecurityGroupId,
    name::NodeId,
    tree::Scope,
    value::{Port, Value},
};

use super::{SecurityGroup, Vpc};

/// What a construct is reached through: its security group, and the port that it listens on.
///
/// A construct makes one in `build` and hands it out as [`Connectable`](super::Connectable).
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::Connections;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let mut search = stack.child("Search")?;
/// let connections = Connections::closed(&vpc, Port::HTTPS, &mut search)?;
/// let group = connections.security_group_id();
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Connections {
    security_group: SecurityGroup,
    owner: NodeId,
    port: Option<Port>,
    /// What wears the group beside the owner, where several share it.
    shared: Option<NodeId>,
}

impl Connections {
    /// A security group `SecurityGroup` in `scope`, the construct's own, that lets nothing in and
    /// nothing out.
    ///
    /// `port` is what the construct listens on, `None` if it only connects to others.
    #[track_caller]
    pub fn closed(vpc: &Vpc, port: impl Into<Option<Port>>, scope: &mut Scope<'_>) -> Result<Self> {
        let security_group = SecurityGroup::builder("SecurityGroup", vpc).build(scope)?;
        Ok(Self::of(security_group, scope.node(), port.into()))
    }

    /// Those of a group that stands for `owner`, by whose name rules are called.
    pub(super) fn of(security_group: SecurityGroup, owner: NodeId, port: Option<Port>) -> Self {
        Self { security_group, owner, port, shared: None }
    }

    /// Those of `owner`, which shares the group of `others`, and listens on `port`.
    ///
    /// What one of them opens is open to all who share the group, so that a rule is there once.
    pub(in crate::aws) fn sharing(
        others: Self,
        owner: NodeId,
        port: impl Into<Option<Port>>,
    ) -> Self {
        let Self { security_group, owner: shared, .. } = others;
        Self { security_group, owner, port: port.into(), shared: Some(shared) }
    }

    /// The group itself.
    #[must_use]
    pub fn security_group(self) -> SecurityGroup {
        self.security_group
    }

    /// The id of the group.
    #[must_use]
    pub fn security_group_id(self) -> Value<SecurityGroupId> {
        self.security_group.security_group_id()
    }

    /// What the construct listens on.
    #[must_use]
    pub fn port(self) -> Option<Port> {
        self.port
    }

    /// What these are the connections of.
    #[must_use]
    pub fn owner(self) -> NodeId {
        self.owner
    }

    /// By whose name rules are called.
    pub(super) fn named_after(self) -> NodeId {
        self.shared.unwrap_or(self.owner)
    }

    /// Whether others wear its group, too.
    pub(super) fn is_shared(self) -> bool {
        self.shared.is_some()
    }

    /// The port that connections come to where none is named.
    #[track_caller]
    pub(super) fn own_port(self, scope: &Scope<'_>) -> Result<Port> {
        let location = SourceLocation::caller();
        self.port.ok_or(Error::InvalidProperty {
            path: scope.path_of(self.owner)?,
            property: "allow_from".to_owned(),
            reason: "must name a port, since it listens on none: use `allow_from_on`".to_owned(),
            location,
        })
    }
}
