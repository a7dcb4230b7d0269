//! CloudFront: what viewers all over the world reach, in front of buckets and load balancers.

mod access_logs;
mod behavior;
mod cache_policy;
mod distribution;
mod distribution_builder;
mod distribution_flaws;
mod error_page;
mod geo_restriction;
mod origin;
mod origin_access;
mod origin_request_policy;
mod price_class;
mod response_headers_policy;
mod unique_name;
mod vpc_origin;

pub use self::{
    access_logs::{AccessLogs, AccessLogsBuilder},
    behavior::{Behavior, Methods},
    cache_policy::CachePolicy,
    distribution::Distribution,
    distribution_builder::DistributionBuilder,
    geo_restriction::GeoRestriction,
    origin::Origin,
    origin_request_policy::OriginRequestPolicy,
    price_class::PriceClass,
    response_headers_policy::ResponseHeadersPolicy,
    vpc_origin::{VpcOrigin, VpcOriginBuilder},
};
