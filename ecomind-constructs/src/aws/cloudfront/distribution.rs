//! Distributions.

use crate::{
    aws::route53::AliasTarget,
    cfn::{cloudfront as cfn, ids::cloudfront::DistributionId},
    tree::Ref,
    value::{IntoValue as _, Value},
};

use super::{Behavior, DistributionBuilder, origin_access};

/// What viewers reach from a place near them, in front of buckets and servers.
///
/// Viewers come over HTTPS, by HTTP/2 or HTTP/3, IPv4 or IPv6, and a plain request is redirected.
/// Under names of your own it speaks TLS 1.2 of 2021 or later; without, CloudFront's own name and
/// certificate also take older versions, which can't be turned off. Nobody but the distribution
/// reads a bucket that it serves. Changes take some minutes to reach all places.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut Stack::builder("Edge").region("us-east-1").build(&mut app)?;
/// # let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
/// let certificate = Certificate::builder("Certificate", "example.com", &zone).build(stack)?;
/// let assets = Bucket::builder("Assets").build(stack)?;
/// let logs = Bucket::builder("Logs").build(stack)?;
/// let acl = WebAcl::cloudfront("Acl").build(stack)?;
///
/// let site = Distribution::builder("Site", Origin::bucket(&assets))
///     .behavior("/api/*", Origin::https("origin.example.com"))
///     .domain_names(["example.com"], &certificate)
///     .web_acl(&acl)
///     .access_logs(&logs, "site")
///     .build(stack)?;
/// AliasRecord::builder("Apex", &zone, &site).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::CloudFront::Distribution`](cfn::Distribution)
#[derive(Debug, Clone, Copy)]
pub struct Distribution {
    resource: Ref<cfn::Distribution>,
}

impl Distribution {
    /// Starts a distribution: what happens to requests that no path of
    /// [`behavior`](DistributionBuilder::behavior) is for, or just the [`Origin`](super::Origin).
    pub fn builder(id: impl Into<String>, default: impl Into<Behavior>) -> DistributionBuilder {
        DistributionBuilder::new(id.into(), default.into())
    }

    pub(super) fn of(resource: Ref<cfn::Distribution>) -> Self {
        Self { resource }
    }

    /// The id of the distribution.
    #[must_use]
    pub fn distribution_id(self) -> Value<DistributionId> {
        self.resource.id()
    }

    /// The name that CloudFront gave it, such as `d111111abcdef8.cloudfront.net`.
    #[must_use]
    pub fn domain_name(self) -> Value<String> {
        self.resource.domain_name()
    }

    /// The ARN of the distribution, seen from its own account.
    #[must_use]
    pub fn arn(self) -> Value<String> {
        origin_access::distributions(self.resource.reference().into_value())
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Distribution> {
        self.resource
    }
}

impl From<&Distribution> for AliasTarget {
    fn from(distribution: &Distribution) -> Self {
        Self::cloudfront(distribution.domain_name())
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let assets = Bucket::builder("Assets").build(stack)?;
            Distribution::builder("Site", Origin::bucket(&assets)).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            let certificate = Certificate::builder("Certificate", "example.com", &zone)
                .alternative_name("*.example.com", &zone)
                .build(stack)?;
            let acl = WebAcl::cloudfront("Acl").logs(None).build(stack)?;
            let key = Key::builder("Key").build(stack)?;
            let assets = Bucket::builder("Assets")
                .encryption_key(&key)
                .build(stack)?;
            let logs = Bucket::builder("Logs").build(stack)?;
            let api = Origin::https("origin.example.com")
                .path("/v1")
                .header("x-from", "cloudfront")
                .read_timeout(Duration::minutes(1));
            let uncached = Behavior::of(Origin::bucket(&assets))
                .cache(CachePolicy::CachingDisabled)
                .origin_request(OriginRequestPolicy::CorsS3Origin)
                .response_headers(None)
                .methods(Methods::ReadAndOptions)
                .compress(false);
            let site = Distribution::builder("Site", Origin::bucket(&assets))
                .behavior("/api/*", api.clone())
                .behavior("/socket/*", api)
                .behavior("/config.json", uncached)
                .domain_names(["example.com", "www.example.com"], &certificate)
                .default_root_object("home.html")
                .price_class(PriceClass::NorthAmericaAndEurope)
                .error_page(503, "/sorry.html")
                .web_acl(&acl)
                .access_logs(&logs, "site")
                .geo_restriction(GeoRestriction::deny(["KP"]))
                .comment("the site")
                .build(stack)?;
            AliasRecord::builder("Apex", &zone, &site).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn an_app_of_one_page_answers_for_every_path() {
        let template = testing::synth(|stack| {
            let assets = Bucket::builder("Assets").build(stack)?;
            Distribution::builder("Site", Origin::bucket(&assets))
                .single_page_app("/index.html")
                .build(stack)
        });
        let yaml = template.yaml();
        let pages = yaml.split("CustomErrorResponses:").nth(1).unwrap();
        insta::assert_snapshot!(
            pages
                .split("DefaultCacheBehavior")
                .next()
                .unwrap()
                .trim_end()
        );
    }

    #[test]
    fn a_bucket_of_another_stack_makes_no_cycle() {
        let mut app = App::new().account("111122223333").region("eu-west-1");
        let bucket = {
            let mut storage = app.stack("Storage").unwrap();
            Bucket::builder("Assets").build(&mut storage).unwrap()
        };
        let mut edge = Stack::builder("Edge")
            .region("us-east-1")
            .build(&mut app)
            .unwrap();
        Distribution::builder("Site", Origin::bucket(&bucket))
            .build(&mut edge)
            .unwrap();
        let storage = testing::template_of(&app, "Storage").yaml();
        let edge = testing::template_of(&app, "Edge").yaml();
        insta::assert_snapshot!(format!("{storage}\n# Edge\n{edge}"));
    }

    #[test]
    fn what_must_be_in_us_east_1_can_serve_a_distribution_elsewhere() {
        let mut app = App::new().account("111122223333").region("eu-west-1");
        let (certificate, acl) = {
            let mut global = Stack::builder("Global")
                .region("us-east-1")
                .build(&mut app)
                .unwrap();
            let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com")
                .build(&mut global)
                .unwrap();
            let certificate = Certificate::builder("Certificate", "example.com", &zone)
                .build(&mut global)
                .unwrap();
            (certificate, WebAcl::cloudfront("Acl").build(&mut global).unwrap())
        };
        let mut edge = app.stack("Edge").unwrap();
        Distribution::builder("Site", Origin::https("a.example.com"))
            .domain_names(["example.com"], &certificate)
            .web_acl(&acl)
            .build(&mut edge)
            .unwrap();
        let yaml = testing::template_of(&app, "Edge").yaml();
        let rest = yaml.split("        Aliases:").nth(1).unwrap();
        insta::assert_snapshot!(rest.trim_end());
    }
}
