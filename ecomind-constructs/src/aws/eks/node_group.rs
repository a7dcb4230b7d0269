//! Servers that we choose, where Auto Mode does not.

use crate::{
    Result,
    aws::{ec2::Vpc, iam::Role},
    cfn::{eks as cfn, ids::eks::ClusterName},
    name::NodeId,
    tree::{Resource as _, Scope},
    value::{Size, Value},
};

/// A group of servers of a cluster without Auto Mode, which AWS replaces when they fail.
///
/// They run Bottlerocket on ARM, in private subnets, and nobody can log in to them.
///
/// ```
/// use ecomind_constructs::aws::eks::NodeGroup;
///
/// let servers = NodeGroup::new("General").instance_types(["m7g.large"]).between(2, 6);
/// ```
///
/// CloudFormation: [`AWS::EKS::Nodegroup`](cfn::Nodegroup)
#[derive(Debug, Clone)]
#[must_use = "starts nothing until a cluster has it"]
pub struct NodeGroup {
    id: String,
    instance_types: Vec<String>,
    least: u32,
    most: u32,
    disk: Size,
    is_arm: bool,
}

impl NodeGroup {
    /// A group of two to four `m7g.large`.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            instance_types: vec!["m7g.large".to_owned()],
            least: 2,
            most: 4,
            disk: Size::gibibytes(30),
            is_arm: true,
        }
    }

    /// The types of servers, 1 to 20 that are alike; changing them replaces the group. Default:
    /// `m7g.large`.
    pub fn instance_types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.instance_types = types.into_iter().map(Into::into).collect();
        self
    }

    /// How many servers there are, at least and at most. Default: 2 to 4.
    pub fn between(mut self, least: u32, most: u32) -> Self {
        (self.least, self.most) = (least, most);
        self
    }

    /// The disk of each server; changing it replaces the group. Default: 30 GiB.
    pub fn disk(mut self, size: Size) -> Self {
        self.disk = size;
        self
    }

    /// Processors of Intel and AMD, for images that are made for them. Default: ARM.
    pub fn x86_64(mut self) -> Self {
        self.is_arm = false;
        self
    }

    /// The types of its servers.
    pub(super) fn types(&self) -> impl Iterator<Item = &str> {
        self.instance_types.iter().map(String::as_str)
    }

    /// Adds it to `scope`, to be there after `before`.
    pub(super) fn add(
        &self,
        cluster: Value<ClusterName>,
        role: Role,
        vpc: &Vpc,
        before: &[NodeId],
        scope: &mut Scope<'_>,
    ) -> Result<NodeId> {
        let mut scope = scope.child(&self.id)?;
        if let Some((property, reason)) = self.flaw() {
            return Err(scope.invalid(property, reason));
        }
        let image = if self.is_arm {
            cfn::NodegroupAmiType::BottlerocketArm64
        } else {
            cfn::NodegroupAmiType::BottlerocketX8664
        };
        let scaling = cfn::NodegroupScalingConfig::new()
            .min_size(self.least)
            .max_size(self.most);
        let disk = self
            .disk
            .as_gibibytes()
            .and_then(|size| i64::try_from(size).ok());
        let resource = cfn::Nodegroup::new(cluster, role, vpc.private_subnet_ids())
            .ami_type(image)
            .instance_types(self.instance_types.clone())
            // How many there are between the two is for the autoscaler to say.
            .scaling_config(scaling)
            .disk_size(disk.unwrap_or_default())
            .node_repair_config(cfn::NodegroupNodeRepairConfig::new().enabled(true))
            .update_config(cfn::NodegroupUpdateConfig::new().max_unavailable_percentage(33))
            .add("Resource", &mut scope)?;
        for node in before {
            scope.depends_on(resource, *node)?;
        }
        Ok(resource.node())
    }

    fn flaw(&self) -> Option<(&'static str, String)> {
        let count = self.instance_types.len();
        if !(1..=20).contains(&count) {
            return Some(("instance_types", format!("must be 1 to 20, got {count}")));
        }
        if let Some(kind) = self.instance_types.iter().find(|kind| !kind.contains('.')) {
            let reason = format!("must look like `m7g.large`, got {kind:?}");
            return Some(("instance_types", reason));
        }
        if self.most == 0 || self.most < self.least || 450 < self.most {
            let Self { least, most, .. } = self;
            let reason =
                format!("must be a number and the same or more, up to 450, got {least} and {most}");
            return Some(("between", reason));
        }
        if !self
            .disk
            .as_gibibytes()
            .is_some_and(|size| (8..=16_384).contains(&size))
        {
            let reason = format!("must be 8 to 16,384 whole GiB, got {}", self.disk);
            return Some(("disk", reason));
        }
        None
    }
}
