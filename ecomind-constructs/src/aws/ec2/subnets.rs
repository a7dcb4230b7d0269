//! Which subnets a VPC has.

use crate::value::CidrBlock;

/// The subnets of one kind: public, private or isolated.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::Subnets;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let vpc = Vpc::builder("Vpc")
///     .public_subnets(Subnets::Prefix(27))
///     .private_subnets(Subnets::Prefix(20))
///     .isolated_subnets(Subnets::None)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subnets {
    /// There are none.
    None,
    /// One in each zone, of 2^(32 − prefix) addresses less the five that AWS keeps. The prefix is
    /// 16 to 28, that of public subnets 16 to 27.
    Prefix(u8),
    /// One in each zone with these addresses, in the order of the zones. They may be anywhere in
    /// the VPC where no other subnet is.
    Blocks(Vec<CidrBlock>),
}

/// What a subnet is for, which says where its default route leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SubnetKind {
    Public,
    Private,
    Isolated,
}

impl SubnetKind {
    /// Every kind; the order says which quarter of the VPC is whose, and must never change.
    pub(super) const ALL: [Self; 3] = [Self::Public, Self::Private, Self::Isolated];

    /// What the ids of the subnets begin with, as in the AWS CDK.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Private => "Private",
            Self::Isolated => "Isolated",
        }
    }

    /// The setter of the VPC that says what subnets of this kind there are.
    pub(super) const fn setter(self) -> &'static str {
        match self {
            Self::Public => "public_subnets",
            Self::Private => "private_subnets",
            Self::Isolated => "isolated_subnets",
        }
    }

    /// The smallest subnet. AWS takes /28, but a load balancer wants at least /27.
    pub(super) const fn longest_prefix(self) -> u8 {
        match self {
            Self::Public => 27,
            Self::Private | Self::Isolated => 28,
        }
    }
}
