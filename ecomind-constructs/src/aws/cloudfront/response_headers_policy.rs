//! Headers that answers get.

use crate::{
    cfn::ids::cloudfront::ResponseHeadersPolicyId,
    value::{IdType as _, Value},
};

/// Headers that CloudFront adds to answers.
///
/// AWS: [managed policies](https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ResponseHeadersPolicy {
    /// Other sites may read simple answers.
    CorsAllowAllOrigins,
    /// Both `CorsAllowAllOrigins` and `SecurityHeaders`.
    CorsAllowAllOriginsAndSecurityHeaders,
    /// Other sites may read all answers.
    CorsAllowAllOriginsWithPreflight,
    /// Both `CorsAllowAllOriginsWithPreflight` and `SecurityHeaders`.
    CorsAllowAllOriginsWithPreflightAndSecurityHeaders,
    /// `Strict-Transport-Security`, `X-Content-Type-Options`, `X-Frame-Options` and their like.
    SecurityHeaders,
    /// A policy of your own, or one that AWS added since.
    Other(Value<ResponseHeadersPolicyId>),
}

impl ResponseHeadersPolicy {
    /// Its id, which is the same in every account for those of AWS.
    #[must_use]
    pub fn id(&self) -> Value<ResponseHeadersPolicyId> {
        let id = match self {
            Self::CorsAllowAllOrigins => "60669652-455b-4ae9-85a4-c4c02393f86c",
            Self::CorsAllowAllOriginsAndSecurityHeaders => "e61eb60c-9c35-4d20-a928-2b84e02af89c",
            Self::CorsAllowAllOriginsWithPreflight => "5cc3b908-e619-4b99-88e5-2cf7f45965bd",
            Self::CorsAllowAllOriginsWithPreflightAndSecurityHeaders => {
                "eaab4381-ed33-4a86-88ca-d9558dc6cd63"
            }
            Self::SecurityHeaders => "67f7725c-6f97-4210-82d7-5512b31e9d03",
            Self::Other(id) => return id.clone(),
        };
        ResponseHeadersPolicyId::literal(id)
    }
}
