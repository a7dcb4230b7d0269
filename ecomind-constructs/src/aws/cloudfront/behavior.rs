//! What happens to requests.

use crate::cfn::cloudfront as cfn;

use super::{CachePolicy, Origin, OriginRequestPolicy, ResponseHeadersPolicy};

/// What a distribution does with requests: whom it asks, what it keeps, what it adds.
///
/// What comes from a bucket is kept as long as the bucket says, and can only be read. What comes
/// from a server is never kept, the server hears everything but the viewer's host, and may be asked
/// to change things. All answers are compressed and get security headers.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let pages = Behavior::of(Origin::https("origin.example.com"))
///     .cache(CachePolicy::UseOriginCacheControlHeaders)
///     .origin_request(OriginRequestPolicy::AllViewer)
///     .methods(Methods::Read);
/// ```
///
/// CloudFormation: [`AWS::CloudFront::Distribution CacheBehavior`](cfn::DistributionCacheBehavior)
#[derive(Debug, Clone)]
#[must_use = "changes nothing until a distribution has it"]
pub struct Behavior {
    pub(super) origin: Origin,
    cache: CachePolicy,
    origin_request: Option<OriginRequestPolicy>,
    response_headers: Option<ResponseHeadersPolicy>,
    methods: Methods,
    compress: bool,
}

/// What viewers may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Methods {
    /// `GET` and `HEAD`.
    Read,
    /// `GET`, `HEAD` and `OPTIONS`, which browsers ask before they go to another site.
    ReadAndOptions,
    /// All, to change things too.
    All,
}

impl Methods {
    fn names(self) -> Vec<&'static str> {
        match self {
            Self::Read => vec!["GET", "HEAD"],
            Self::ReadAndOptions => vec!["GET", "HEAD", "OPTIONS"],
            Self::All => vec!["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
        }
    }
}

impl From<Origin> for Behavior {
    fn from(origin: Origin) -> Self {
        Self::of(origin)
    }
}

impl Behavior {
    /// Asks this origin.
    pub fn of(origin: Origin) -> Self {
        let is_bucket = origin.as_bucket().is_some();
        let (cache, origin_request, methods) = if is_bucket {
            (CachePolicy::CachingOptimized, None, Methods::Read)
        } else {
            let request = OriginRequestPolicy::AllViewerExceptHostHeader;
            (CachePolicy::CachingDisabled, Some(request), Methods::All)
        };
        Self {
            origin,
            cache,
            origin_request,
            response_headers: Some(ResponseHeadersPolicy::SecurityHeaders),
            methods,
            compress: true,
        }
    }

    /// What is kept. Default: [`CachingOptimized`](CachePolicy::CachingOptimized) for buckets,
    /// [`CachingDisabled`](CachePolicy::CachingDisabled) for servers.
    pub fn cache(mut self, policy: CachePolicy) -> Self {
        self.cache = policy;
        self
    }

    /// What the origin hears of a request, `None` for what the cache needs alone. Default: that
    /// for buckets, [`AllViewerExceptHostHeader`](OriginRequestPolicy::AllViewerExceptHostHeader)
    /// for servers.
    pub fn origin_request(mut self, policy: impl Into<Option<OriginRequestPolicy>>) -> Self {
        self.origin_request = policy.into();
        self
    }

    /// The headers that answers get, `None` for those of the origin alone. Default:
    /// [`SecurityHeaders`](ResponseHeadersPolicy::SecurityHeaders).
    pub fn response_headers(mut self, policy: impl Into<Option<ResponseHeadersPolicy>>) -> Self {
        self.response_headers = policy.into();
        self
    }

    /// What viewers may ask for. Default: [`Methods::Read`] for buckets, [`Methods::All`] for
    /// servers.
    pub fn methods(mut self, methods: Methods) -> Self {
        self.methods = methods;
        self
    }

    /// Whether answers are compressed for viewers that understand it. Default: true.
    pub fn compress(mut self, compress: bool) -> Self {
        self.compress = compress;
        self
    }

    /// That of the requests that no path is for.
    pub(super) fn default_property(&self, origin: &str) -> cfn::DistributionDefaultCacheBehavior {
        let redirect = cfn::DistributionViewerProtocolPolicy::RedirectToHttps;
        let mut behavior = cfn::DistributionDefaultCacheBehavior::new(origin, redirect)
            .allowed_methods(self.methods.names())
            .cache_policy_id(self.cache.id())
            .compress(self.compress);
        if let Some(policy) = &self.origin_request {
            behavior = behavior.origin_request_policy_id(policy.id());
        }
        if let Some(policy) = &self.response_headers {
            behavior = behavior.response_headers_policy_id(policy.id());
        }
        behavior
    }

    /// That of the requests for a path.
    pub(super) fn property(&self, path: &str, origin: &str) -> cfn::DistributionCacheBehavior {
        let arguments = cfn::DistributionCacheBehaviorArgs {
            path_pattern: path,
            target_origin_id: origin,
            viewer_protocol_policy: "redirect-to-https",
        };
        let mut behavior = cfn::DistributionCacheBehavior::new(arguments)
            .allowed_methods(self.methods.names())
            .cache_policy_id(self.cache.id())
            .compress(self.compress);
        if let Some(policy) = &self.origin_request {
            behavior = behavior.origin_request_policy_id(policy.id());
        }
        if let Some(policy) = &self.response_headers {
            behavior = behavior.response_headers_policy_id(policy.id());
        }
        behavior
    }
}
