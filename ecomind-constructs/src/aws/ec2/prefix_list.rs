//! Lists of addresses that somebody else keeps.

use crate::{
    cfn::ids::ec2::PrefixListId,
    value::{IntoValue, Value},
};

/// A list of addresses that AWS or another team keeps up to date.
///
/// In a security group it counts as many rules as it may have entries: that of CloudFront 55 of
/// the 60 that a group has room for.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::{PrefixList, PrefixListId};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let balancer = SecurityGroup::builder("Balancer", &vpc).port(Port::HTTPS).build(stack)?;
/// let cloudfront = PrefixList::from_id("CloudFront", PrefixListId::literal("pl-3b927c52"));
/// balancer.allow_from_prefix_list(&cloudfront, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EC2::PrefixList`](crate::cfn::ec2::PrefixList)
#[derive(Debug, Clone)]
pub struct PrefixList {
    name: String,
    id: Value<PrefixListId>,
}

impl PrefixList {
    /// The list of this id; `name` is what rules call it, such as `CloudFront`.
    pub fn from_id(name: impl Into<String>, id: impl IntoValue<PrefixListId>) -> Self {
        Self { name: name.into(), id: id.into_value() }
    }

    /// What rules call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the list.
    #[must_use]
    pub fn prefix_list_id(&self) -> Value<PrefixListId> {
        self.id.clone()
    }
}
