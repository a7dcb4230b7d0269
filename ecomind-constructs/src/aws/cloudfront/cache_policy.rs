//! What is cached, and by what.

use crate::{
    cfn::ids::cloudfront::CachePolicyId,
    value::{IdType as _, Value},
};

/// What CloudFront keeps, for how long, and what of a request tells one answer from another.
///
/// AWS: [managed policies](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum CachePolicy {
    /// Made for AWS Amplify.
    Amplify,
    /// Nothing is kept.
    CachingDisabled,
    /// By path and encoding alone, for a day unless the origin says otherwise.
    CachingOptimized,
    /// By path alone, for what is not compressed.
    CachingOptimizedForUncompressedObjects,
    /// Made for AWS Elemental `MediaPackage`.
    ElementalMediaPackage,
    /// Only what the origin says, by host, cookies and some headers.
    UseOriginCacheControlHeaders,
    /// Only what the origin says, by query strings too.
    UseOriginCacheControlHeadersQueryStrings,
    /// A policy of your own, or one that AWS added since.
    Other(Value<CachePolicyId>),
}

impl CachePolicy {
    /// Its id, which is the same in every account for those of AWS.
    #[must_use]
    pub fn id(&self) -> Value<CachePolicyId> {
        let id = match self {
            Self::Amplify => "2e54312d-136d-493c-8eb9-b001f22f67d2",
            Self::CachingDisabled => "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
            Self::CachingOptimized => "658327ea-f89d-4fab-a63d-7e88639e58f6",
            Self::CachingOptimizedForUncompressedObjects => "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
            Self::ElementalMediaPackage => "08627262-05a9-4f76-9ded-b50ca2e3a84f",
            Self::UseOriginCacheControlHeaders => "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
            Self::UseOriginCacheControlHeadersQueryStrings => {
                "4cc15a8a-d715-48a4-82b8-cc0b614638fe"
            }
            Self::Other(id) => return id.clone(),
        };
        CachePolicyId::literal(id)
    }
}
