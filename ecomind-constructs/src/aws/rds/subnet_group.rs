//! Where databases may be.

use crate::{
    Result,
    aws::ec2::{Subnet, Vpc},
    cfn::{ids::rds::DbSubnetGroupName, rds as cfn},
    tree::{Ref, Resource as _, Scope},
    value::Value,
};

/// The subnets that a database and its standby are in: the isolated ones of a VPC.
///
/// A [`DatabaseInstance`](super::DatabaseInstance) makes one; several databases can share another.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::rds::SubnetGroup;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let subnets = SubnetGroup::builder("Subnets", &vpc).build(stack)?;
/// let orders = DatabaseInstance::builder("Orders", &vpc).subnet_group(&subnets).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::RDS::DBSubnetGroup`](cfn::DbSubnetGroup)
#[derive(Debug, Clone, Copy)]
pub struct SubnetGroup {
    resource: Ref<cfn::DbSubnetGroup>,
}

/// Builds a [`SubnetGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct SubnetGroupBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    subnets: Option<Vec<Subnet>>,
}

impl SubnetGroup {
    /// Starts a group in `vpc`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc) -> SubnetGroupBuilder<'_> {
        SubnetGroupBuilder { id: id.into(), vpc, subnets: None }
    }

    /// The name of the group.
    #[must_use]
    pub fn name(self) -> Value<DbSubnetGroupName> {
        self.resource.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::DbSubnetGroup> {
        self.resource
    }
}

impl SubnetGroupBuilder<'_> {
    /// The subnets, in two zones or more. Default: the isolated ones of the VPC.
    pub fn subnets(mut self, subnets: &[Subnet]) -> Self {
        self.subnets = Some(subnets.to_vec());
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<SubnetGroup> {
        let mut scope = scope.child(&self.id)?;
        let subnets = self
            .subnets
            .as_deref()
            .unwrap_or(self.vpc.isolated_subnets());
        let mut zones: Vec<&str> = subnets.iter().map(Subnet::availability_zone_id).collect();
        zones.sort_unstable();
        zones.dedup();
        if zones.len() < 2 {
            let reason = format!("must be in two zones or more, got {}", zones.len());
            return Err(scope.invalid("subnets", reason));
        }
        let resource = cfn::DbSubnetGroup::new(scope.path().to_string(), subnets)
            .add("Default", &mut scope)?;
        Ok(SubnetGroup { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::rds::SubnetGroup, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            SubnetGroup::builder("Subnets", &vpc).build(stack)
        });
        template.assert_has(
            "AWS::RDS::DBSubnetGroup",
            r#"{"SubnetIds": [
                {"Ref": "VpcIsolatedSubnet1SubnetE48C5737"},
                {"Ref": "VpcIsolatedSubnet2Subnet16364B91"},
                {"Ref": "VpcIsolatedSubnet3Subnet6840A2D4"}
            ]}"#,
        );
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            SubnetGroup::builder("Subnets", &vpc)
                .subnets(&vpc.private_subnets()[..2])
                .build(stack)
        });
        template.assert_has(
            "AWS::RDS::DBSubnetGroup",
            r#"{"SubnetIds": [
                {"Ref": "VpcPrivateSubnet1Subnet536B997A"},
                {"Ref": "VpcPrivateSubnet2Subnet3788AAA1"}
            ]}"#,
        );
    }

    #[test]
    fn rejects_one_zone() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            SubnetGroup::builder("Subnets", &vpc)
                .subnets(&vpc.private_subnets()[..1])
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`subnets` of `Test/Subnets` must be in two zones or more, got 1");
    }
}
