//! What an origin hears of a request.

use crate::{
    cfn::ids::cloudfront::OriginRequestPolicyId,
    value::{IdType as _, Value},
};

/// What CloudFront passes on to an origin, beside what its [`CachePolicy`](super::CachePolicy) is about.
///
/// AWS: [managed policies](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum OriginRequestPolicy {
    /// Everything, also the host that the viewer asked for.
    AllViewer,
    /// Everything, and what CloudFront knows of the viewer.
    AllViewerAndCloudFrontHeaders202206,
    /// Everything but the host, so that the origin hears its own name.
    AllViewerExceptHostHeader,
    /// The `Origin` header.
    CorsCustomOrigin,
    /// The headers by which S3 answers requests of other sites.
    CorsS3Origin,
    /// Made for AWS Elemental `MediaTailor`.
    ElementalMediaTailor,
    /// The host that the viewer asked for.
    HostHeaderOnly,
    /// The `User-Agent` and `Referer` headers.
    UserAgentRefererHeaders,
    /// A policy of your own, or one that AWS added since.
    Other(Value<OriginRequestPolicyId>),
}

impl OriginRequestPolicy {
    /// Its id, which is the same in every account for those of AWS.
    #[must_use]
    pub fn id(&self) -> Value<OriginRequestPolicyId> {
        let id = match self {
            Self::AllViewer => "216adef6-5c7f-47e4-b989-5492eafa07d3",
            Self::AllViewerAndCloudFrontHeaders202206 => "33f36d7e-f396-46d9-90e0-52428a34d9dc",
            Self::AllViewerExceptHostHeader => "b689b0a8-53d0-40ab-baf2-68738e2966ac",
            Self::CorsCustomOrigin => "59781a5b-3903-41f3-afcb-af62929ccde1",
            Self::CorsS3Origin => "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
            Self::ElementalMediaTailor => "775133bc-15f2-49f9-abea-afb2e0bf67d2",
            Self::HostHeaderOnly => "bf0718e1-ba1e-49d1-88b1-f726733018ae",
            Self::UserAgentRefererHeaders => "acba4595-bd28-49b8-b9fe-13317c0390fa",
            Self::Other(id) => return id.clone(),
        };
        OriginRequestPolicyId::literal(id)
    }
}
