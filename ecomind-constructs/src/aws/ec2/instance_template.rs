//! What instances are launched from.

use crate::{
    Result,
    aws::{iam::Role, kms::Key},
    cfn::{ec2 as cfn, iam},
    tree::{Ref, Resource as _, Scope},
    value::Value,
};

use super::Image;

/// What the images of Amazon Linux call their own volume.
const ROOT_DEVICE: &str = "/dev/xvda";

/// What instances with an address and data of their own are launched from: metadata only with a
/// token, an encrypted volume for the system, and metrics every minute.
pub(in crate::aws) struct InstanceTemplate<'a> {
    pub(in crate::aws) image: &'a Image,
    pub(in crate::aws) role: Role,
    pub(in crate::aws) encryption_key: Option<Key>,
    pub(in crate::aws) termination_protection: bool,
    pub(in crate::aws) user_data: Value<String>,
}

impl InstanceTemplate<'_> {
    /// Adds it to `scope`, with the profile of its role.
    pub(in crate::aws) fn add(self, scope: &mut Scope<'_>) -> Result<Ref<cfn::LaunchTemplate>> {
        let profile =
            iam::InstanceProfile::new([self.role.name()]).add("InstanceProfile", scope)?;
        let mut root = cfn::LaunchTemplateEbs::new()
            .encrypted(true)
            .volume_type(cfn::LaunchTemplateVolumeType::Gp3)
            .delete_on_termination(true);
        if let Some(key) = self.encryption_key {
            root = root.kms_key_id(key.resource());
        }
        let root = cfn::LaunchTemplateBlockDeviceMapping::new()
            .device_name(ROOT_DEVICE)
            .ebs(root);
        let metadata = cfn::LaunchTemplateMetadataOptions::new()
            .http_endpoint(cfn::LaunchTemplateHttpEndpoint::Enabled)
            .http_tokens(cfn::LaunchTemplateHttpTokens::Required)
            .http_put_response_hop_limit(1);
        let data = cfn::LaunchTemplateLaunchTemplateData::new()
            .image_id(self.image.value())
            .iam_instance_profile(cfn::LaunchTemplateIamInstanceProfile::new().arn(profile.arn()))
            .block_device_mappings([root])
            .metadata_options(metadata)
            .monitoring(cfn::LaunchTemplateMonitoring::new().enabled(true))
            .disable_api_termination(self.termination_protection)
            .user_data(self.user_data);
        cfn::LaunchTemplate::new(data).add("LaunchTemplate", scope)
    }
}
