//! Security groups.

use std::borrow::Cow;

use crate::{
    Result,
    cfn::{ec2 as cfn, ids::ec2::SecurityGroupId},
    name::NodeId,
    tree::{Ref, Resource as _, Scope},
    value::{IdType as _, IntoValue, Port, Token, Value},
};

use super::{
    Connectable, Connections, Vpc,
    existing_security_group::{ExistingId, ExistingSecurityGroupBuilder},
    security_group_rule::{LONGEST_DESCRIPTION, describe, is_plain},
};

/// A set of openings that network interfaces share.
///
/// It is closed both ways, and opened rule by rule through [`Connectable`].
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let api = SecurityGroup::builder("Api", &vpc).port(Port::tcp(8000)).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EC2::SecurityGroup`](cfn::SecurityGroup)
#[derive(Debug, Clone, Copy)]
pub struct SecurityGroup {
    source: Source,
    node: NodeId,
    port: Option<Port>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Source {
    Resource(Ref<cfn::SecurityGroup>),
    Existing(ExistingId),
    /// A group that AWS made for a resource, whose attribute names it.
    Attribute(NodeId, &'static str),
}

/// Builds a [`SecurityGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct SecurityGroupBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    description: Option<String>,
    port: Option<Port>,
}

impl SecurityGroup {
    /// Starts a group in `vpc`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> SecurityGroupBuilder<'_> {
        SecurityGroupBuilder { id: id.into(), vpc, description: None, port: None }
    }

    /// Starts from a group that exists outside of the app, such as `sg-0123456789abcdef0`.
    ///
    /// Rules can be added to it, and it keeps those that it has.
    pub fn from_id(
        id: impl Into<String>,
        security_group_id: impl Into<String>,
    ) -> ExistingSecurityGroupBuilder {
        ExistingSecurityGroupBuilder::new(id.into(), security_group_id.into())
    }

    pub(super) fn existing(id: ExistingId, node: NodeId, port: Option<Port>) -> Self {
        Self { source: Source::Existing(id), node, port }
    }

    /// The group that AWS makes for a resource, which tells its id in an attribute.
    pub(in crate::aws) fn of_attribute(resource: NodeId, name: &'static str, node: NodeId) -> Self {
        Self { source: Source::Attribute(resource, name), node, port: None }
    }

    /// Whether it is the same group, under whatever name in the tree.
    pub(super) fn is(self, other: Self) -> bool {
        self.source == other.source
    }

    /// The id of the group.
    #[must_use]
    pub fn security_group_id(self) -> Value<SecurityGroupId> {
        match self.source {
            Source::Attribute(node, name) => {
                let name = Cow::Borrowed(name);
                Value::from_token(Token::Attribute { node, name, is_list: false })
            }
            Source::Resource(resource) => resource.group_id(),
            Source::Existing(id) => SecurityGroupId::literal(id.to_string()),
        }
    }

    /// The resource itself, to set what this construct has no method for; none of a group that
    /// exists outside of the app, or that AWS makes.
    #[must_use]
    pub fn resource(self) -> Option<Ref<cfn::SecurityGroup>> {
        match self.source {
            Source::Resource(resource) => Some(resource),
            Source::Existing(_) | Source::Attribute(..) => None,
        }
    }
}

impl IntoValue<SecurityGroupId> for SecurityGroup {
    fn into_value(self) -> Value<SecurityGroupId> {
        self.security_group_id()
    }
}

impl Connectable for SecurityGroup {
    fn connections(&self) -> Connections {
        Connections::of(*self, self.node, self.port)
    }
}

impl SecurityGroupBuilder<'_> {
    /// What it is for: 1 to 255 ASCII letters, digits, spaces and ``._-:/()#,@[]+=&;{}!$*``.
    /// Changing it replaces the group. Default: its path.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// What its members listen on. Default: nothing, they only connect to others.
    pub fn port(mut self, port: Port) -> Self {
        self.port = Some(port);
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<SecurityGroup> {
        let mut scope = scope.child(&self.id)?;
        // A VPC of another app is an error here, and not only at synthesis.
        scope.path_of(self.vpc.node())?;
        let description = match self.description {
            None => describe(scope.path().as_str()),
            Some(text)
                if (1..=LONGEST_DESCRIPTION).contains(&text.len())
                    && text.chars().all(is_plain) =>
            {
                text
            }
            Some(text) => {
                let reason = format!(
                    "must be 1 to {LONGEST_DESCRIPTION} ASCII letters, digits, spaces and \
                     ._-:/()#,@[]+=&;{{}}!$*, got {text:?}"
                );
                return Err(scope.invalid("description", reason));
            }
        };
        let resource = cfn::SecurityGroup::new(description)
            .vpc_id(self.vpc.vpc_id())
            .security_group_egress([nothing_out()])
            .add("Resource", &mut scope)?;
        Ok(SecurityGroup {
            source: Source::Resource(resource),
            node: scope.node(),
            port: self.port,
        })
    }
}

/// The only rule of a closed group, which no traffic matches.
///
/// Without any, EC2 gives the group a rule that lets everything out, and an empty list counts as
/// none. There is no host 255.255.255.255 outside of a subnet and no ICMP type 252. It is the rule
/// that the AWS CDK writes, so that taking over one of its groups changes nothing.
fn nothing_out() -> cfn::SecurityGroupEgressProperty {
    cfn::SecurityGroupEgressProperty::new("icmp")
        .cidr_ip("255.255.255.255/32")
        .description("Disallow all traffic")
        .from_port(252)
        .to_port(86)
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn group(stack: &mut Scope<'_>) -> Result<SecurityGroup> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
        group_in(&vpc, stack)
    }

    fn group_in(vpc: &Vpc, stack: &mut Scope<'_>) -> Result<SecurityGroup> {
        SecurityGroup::builder("Api", vpc).build(stack)
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(testing::synth(group).yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            let orders = SecurityGroup::builder("Orders", &vpc)
                .description("what may reach the orders")
                .port(Port::POSTGRES)
                .build(stack)?;
            orders.allow_from(&group_in(&vpc, stack)?, stack)?;
            orders.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn an_existing_group_takes_rules_too() {
        let template = testing::synth(|stack| {
            let legacy = SecurityGroup::from_id("Legacy", "sg-0123456789abcdef0")
                .port(Port::POSTGRES)
                .build(stack)?;
            assert!(legacy.resource().is_none());
            legacy.allow_from(&group(stack)?, stack)
        });
        template.assert_count("AWS::EC2::SecurityGroup", 1);
        template.assert_has(
            "AWS::EC2::SecurityGroupIngress",
            r#"{"GroupId": "sg-0123456789abcdef0", "FromPort": 5432,
                "Description": "Test/Api to Test/Legacy, tcp 5432"}"#,
        );
    }

    #[test]
    fn rejects_a_description_that_ec2_refuses() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            SecurityGroup::builder("Api", &vpc)
                .description("the API's")
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`description` of `Test/Api` must be 1 to 255 ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, got "the API's""#);
    }
}
