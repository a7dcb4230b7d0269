//! The instances of a cluster, and what belongs to them.

use crate::{
    Result,
    aws::{ec2::Connections, iam::Role, kms::Key},
    cfn::{self, cloudformation, ec2, iam},
    name::NodeId,
    tree::{CreationPolicy, DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{Duration, Token, Value},
};

use super::{Image, Node, node::Place, user_data};

/// What EC2 calls the data volume, and the script too.
const DEVICE: &str = "/dev/sdf";
/// What the images of Amazon Linux call their own volume.
const ROOT_DEVICE: &str = "/dev/xvda";

/// Everything that nodes are made from.
pub(super) struct Nodes<'a> {
    pub(super) places: &'a [Place],
    pub(super) image: &'a Image,
    pub(super) version: &'a str,
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
            let (node, attachment) = self.add_node(place, template, &mut scope)?;
            match nodes.last() {
                // One after the other, so that a change of type never stops two at once.
                Some(before) => scope.depends_on(node.instance(), before.instance())?,
                None => {
                    for other in self.after {
                        scope.depends_on(node.instance(), other)?;
                    }
                }
            }
            scope.options(ready)?.depends_on(attachment.node());
            nodes.push(node);
        }
        Ok(nodes)
    }

    fn add_template(
        &self,
        ready: Ref<cloudformation::WaitCondition>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<ec2::LaunchTemplate>> {
        let resource: Value<String> = Value::from_token(Token::LogicalId(ready.node()));
        let addresses: Vec<String> = self
            .places
            .iter()
            .map(|place| place.address.to_string())
            .collect();
        let profile =
            iam::InstanceProfile::new([self.role.name()]).add("InstanceProfile", scope)?;
        let mut root = ec2::LaunchTemplateEbs::new()
            .encrypted(true)
            .volume_type(ec2::LaunchTemplateVolumeType::Gp3)
            .delete_on_termination(true);
        if let Some(key) = self.encryption_key {
            root = root.kms_key_id(key.resource());
        }
        let root = ec2::LaunchTemplateBlockDeviceMapping::new()
            .device_name(ROOT_DEVICE)
            .ebs(root);
        let metadata = ec2::LaunchTemplateMetadataOptions::new()
            .http_endpoint(ec2::LaunchTemplateHttpEndpoint::Enabled)
            .http_tokens(ec2::LaunchTemplateHttpTokens::Required)
            .http_put_response_hop_limit(1);
        let data = ec2::LaunchTemplateLaunchTemplateData::new()
            .image_id(self.image.value())
            .iam_instance_profile(ec2::LaunchTemplateIamInstanceProfile::new().arn(profile.arn()))
            .block_device_mappings([root])
            .metadata_options(metadata)
            .monitoring(ec2::LaunchTemplateMonitoring::new().enabled(true))
            .disable_api_termination(self.termination_protection)
            .user_data(user_data::of(self.version, &addresses, resource));
        ec2::LaunchTemplate::new(data).add("LaunchTemplate", scope)
    }

    fn add_node(
        &self,
        place: &Place,
        template: Ref<ec2::LaunchTemplate>,
        scope: &mut Scope<'_>,
    ) -> Result<(Node, Ref<ec2::VolumeAttachment>)> {
        let name = cfn::Tag::new("Name", scope.path().to_string());
        let interface = ec2::NetworkInterface::new(place.subnet.subnet_id())
            .description(scope.path().to_string())
            .group_set([self.connections.security_group_id()])
            .private_ip_address(place.address.to_string())
            .tags([name.clone()])
            .add("Interface", scope)?;
        let volume = self.add_volume(place, name.clone(), scope)?;
        let specification = ec2::InstanceLaunchTemplateSpecification::new()
            .launch_template_id(template)
            // The newest would replace every instance with every change of the script.
            .version("1");
        let network = ec2::InstanceNetworkInterface::new("0").network_interface_id(interface.id());
        let instance = ec2::Instance::new()
            .launch_template(specification)
            // Not in the template: here a change only restarts the instance.
            .instance_type(self.instance_type)
            .network_interfaces([network])
            .tags([name])
            .add("Resource", scope)?;
        let attachment = ec2::VolumeAttachment::new(instance, volume)
            .device(DEVICE)
            .add("Attachment", scope)?;
        Ok((Node { address: place.address, instance, volume, interface }, attachment))
    }

    fn add_volume(
        &self,
        place: &Place,
        name: cfn::Tag,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<ec2::Volume>> {
        let mut volume = ec2::Volume::new()
            .availability_zone_id(place.subnet.availability_zone_id())
            .encrypted(true)
            .size(self.gibibytes)
            .volume_type(ec2::VolumeVolumeType::Gp3)
            .tags([name]);
        if let Some(key) = self.encryption_key {
            volume = volume.kms_key_id(key.resource());
        }
        let volume = volume.add("Volume", scope)?;
        scope
            .options(volume)?
            .deletion_policy(DeletionPolicy::Snapshot)
            .update_replace_policy(UpdateReplacePolicy::Snapshot);
        Ok(volume)
    }
}
