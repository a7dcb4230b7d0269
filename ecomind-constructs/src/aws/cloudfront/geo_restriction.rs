//! Where viewers may be.

use crate::cfn::cloudfront as cfn;

/// The countries that viewers may be in, by their two letters of ISO 3166-1, such as `DE`.
///
/// AWS: [geographic restrictions](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html)
#[derive(Debug, Clone)]
pub struct GeoRestriction {
    allows: bool,
    countries: Vec<String>,
}

impl GeoRestriction {
    /// Only these.
    pub fn allow<C: Into<String>>(countries: impl IntoIterator<Item = C>) -> Self {
        Self { allows: true, countries: countries.into_iter().map(Into::into).collect() }
    }

    /// All but these.
    pub fn deny<C: Into<String>>(countries: impl IntoIterator<Item = C>) -> Self {
        Self { allows: false, ..Self::allow(countries) }
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if self.countries.is_empty() {
            return Some("must name a country, got none".to_owned());
        }
        let is_code =
            |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        let wrong = self.countries.iter().find(|code| !is_code(code))?;
        Some(format!("must have countries of two upper-case letters, got {wrong:?}"))
    }

    pub(super) fn property(self) -> cfn::DistributionRestrictions {
        let kind = if self.allows {
            cfn::DistributionRestrictionType::Whitelist
        } else {
            cfn::DistributionRestrictionType::Blacklist
        };
        let locations: Vec<_> = self
            .countries
            .into_iter()
            .map(cfn::DistributionLocations::Other)
            .collect();
        cfn::DistributionRestrictions::new(
            cfn::DistributionGeoRestriction::new(kind).locations(locations),
        )
    }
}
