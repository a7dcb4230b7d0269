//! Instances that keep their address and their data.

use crate::{
    Result,
    aws::kms::Key,
    cfn::{self as services, ec2 as cfn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::Size,
};

use super::{Connections, place::Place};

/// What EC2 calls the data volume, and the script of the first start too.
const DEVICE: &str = "/dev/sdf";

/// An instance whose address and data stay when it is started anew: they are resources of their
/// own.
pub(in crate::aws) struct LastingInstance<'a> {
    pub(in crate::aws) place: &'a Place,
    pub(in crate::aws) template: Ref<cfn::LaunchTemplate>,
    pub(in crate::aws) instance_type: &'a str,
    pub(in crate::aws) connections: Connections,
    pub(in crate::aws) volume: cfn::Volume,
    pub(in crate::aws) encryption_key: Option<Key>,
    /// Beside the name.
    pub(in crate::aws) volume_tags: Vec<services::Tag>,
}

/// What [`LastingInstance`] adds.
#[derive(Debug, Clone, Copy)]
pub(in crate::aws) struct LastingParts {
    pub(in crate::aws) instance: Ref<cfn::Instance>,
    pub(in crate::aws) volume: Ref<cfn::Volume>,
    pub(in crate::aws) interface: Ref<cfn::NetworkInterface>,
    pub(in crate::aws) attachment: Ref<cfn::VolumeAttachment>,
}

impl LastingInstance<'_> {
    pub(in crate::aws) fn add(self, scope: &mut Scope<'_>) -> Result<LastingParts> {
        let name = services::Tag::new("Name", scope.path().to_string());
        let interface = cfn::NetworkInterface::new(self.place.subnet.subnet_id())
            .description(scope.path().to_string())
            .group_set([self.connections.security_group_id()])
            .private_ip_address(self.place.address.to_string())
            .tags([name.clone()])
            .add("Interface", scope)?;
        let mut volume = self
            .volume
            .availability_zone_id(self.place.subnet.availability_zone_id())
            .encrypted(true)
            .volume_type(cfn::VolumeVolumeType::Gp3)
            .tags([vec![name.clone()], self.volume_tags].concat());
        if let Some(key) = self.encryption_key {
            volume = volume.kms_key_id(key.resource());
        }
        let volume = volume.add("Volume", scope)?;
        scope
            .options(volume)?
            .deletion_policy(DeletionPolicy::Snapshot)
            .update_replace_policy(UpdateReplacePolicy::Snapshot);
        let specification = cfn::InstanceLaunchTemplateSpecification::new()
            .launch_template_id(self.template)
            // The newest would replace every instance with every change of the script.
            .version("1");
        let network = cfn::InstanceNetworkInterface::new("0").network_interface_id(interface.id());
        let instance = cfn::Instance::new()
            .launch_template(specification)
            // Not in the template: here a change only restarts the instance.
            .instance_type(self.instance_type)
            .network_interfaces([network])
            .tags([name])
            .add("Resource", scope)?;
        let attachment = cfn::VolumeAttachment::new(instance, volume)
            .device(DEVICE)
            .add("Attachment", scope)?;
        Ok(LastingParts { instance, volume, interface, attachment })
    }
}

/// The whole gibibytes of a volume, from `least` to 16,384.
pub(in crate::aws) fn gibibytes(size: Size, least: u64) -> Result<i64, String> {
    match size.as_gibibytes() {
        Some(size) if (least..=16_384).contains(&size) => {
            Ok(i64::try_from(size).expect("at most 16,384"))
        }
        _ => Err(format!("must be {least} to 16,384 whole GiB, got {size}")),
    }
}

/// What is wrong with the type of an instance, if anything is.
pub(in crate::aws) fn instance_type_flaw(name: &str) -> Option<String> {
    let is_type = name.split_once('.').is_some_and(|(family, size)| {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !family.is_empty()
            && !size.is_empty()
            && name.bytes().all(|byte| byte == b'.' || is_plain(byte))
    });
    (!is_type).then(|| format!("must look like `m7g.large`, got {name:?}"))
}
