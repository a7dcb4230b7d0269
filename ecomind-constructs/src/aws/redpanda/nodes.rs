//! The instances of a cluster, and what belongs to them.

use crate::{
    Result,
    aws::{
        ec2::{Connections, Image, InstanceTemplate, LastingInstance, Place},
        iam::Role,
        kms::Key,
    },
    cfn::{cloudformation, ec2 as cfn},
    name::NodeId,
    tree::{CreationPolicy, Ref, Resource as _, Scope},
    value::{Duration, Token, Value},
};

use super::{Node, user_data};

/// Everything that nodes are made from.
pub(super) struct Nodes<'a> {
    pub(super) places: &'a [Place],
    pub(super) image: &'a Image,
    pub(super) version: &'a str,
    pub(super) topics: &'a [(String, u32)],
    pub(super) instance_type: &'a str,
    pub(super) gibibytes: i64,
    pub(super) encryption_key: Option<Key>,
    pub(super) termination_protection: bool,
    pub(super) startup_timeout: Duration,
    pub(super) connections: Connections,
    pub(super) role: Role,
    /// What has to be there before the first of them.
    pub(super) after: [NodeId; 2],
}

impl Nodes<'_> {
    pub(super) fn add(&self, scope: &mut Scope<'_>) -> Result<Vec<Node>> {
        // The instances can't wait for signals themselves: a node is ready when its volume is
        // attached, and that happens after its instance is there.
        let ready = cloudformation::WaitCondition::new().add("Ready", scope)?;
        let count = u32::try_from(self.places.len()).expect("few nodes");
        scope
            .options(ready)?
            .creation_policy(CreationPolicy::resource_signal(count, self.startup_timeout));
        let template = self.add_template(ready, scope)?;
        let mut nodes: Vec<Node> = Vec::new();
        for (index, place) in self.places.iter().enumerate() {
            let mut scope = scope.child(format!("Node{}", index + 1))?;
            let node = LastingInstance {
                place,
                template,
                instance_type: self.instance_type,
                connections: self.connections,
                volume: cfn::Volume::new().size(self.gibibytes),
                encryption_key: self.encryption_key,
                volume_tags: Vec::new(),
            };
            let parts = node.add(&mut scope)?;
            match nodes.last() {
                // One after the other, so that a change of type never stops two at once.
                Some(before) => scope.depends_on(parts.instance, before.instance())?,
                None => {
                    for other in self.after {
                        scope.depends_on(parts.instance, other)?;
                    }
                }
            }
            scope.options(ready)?.depends_on(parts.attachment.node());
            nodes.push(Node {
                address: place.address,
                instance: parts.instance,
                volume: parts.volume,
                interface: parts.interface,
            });
        }
        Ok(nodes)
    }

    fn add_template(
        &self,
        ready: Ref<cloudformation::WaitCondition>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::LaunchTemplate>> {
        let resource: Value<String> = Value::from_token(Token::LogicalId(ready.node()));
        let addresses: Vec<String> = self
            .places
            .iter()
            .map(|place| place.address.to_string())
            .collect();
        let template = InstanceTemplate {
            image: self.image,
            role: self.role,
            encryption_key: self.encryption_key,
            termination_protection: self.termination_protection,
            user_data: user_data::of(self.version, &addresses, self.topics, resource),
        };
        template.add(scope)
    }
}
