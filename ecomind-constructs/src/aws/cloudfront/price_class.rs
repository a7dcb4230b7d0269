//! From where viewers are served.

use crate::cfn::cloudfront as cfn;

/// The places that serve viewers; others are served from the nearest of them.
///
/// AWS: [price classes](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PriceClass {
    /// The cheapest: North America, Europe and Israel.
    NorthAmericaAndEurope,
    /// All but South America, Australia and New Zealand.
    MostPlaces,
    /// All.
    AllPlaces,
}

impl PriceClass {
    pub(super) fn value(self) -> cfn::DistributionPriceClass {
        match self {
            Self::NorthAmericaAndEurope => cfn::DistributionPriceClass::PriceClass100,
            Self::MostPlaces => cfn::DistributionPriceClass::PriceClass200,
            Self::AllPlaces => cfn::DistributionPriceClass::PriceClassAll,
        }
    }
}
