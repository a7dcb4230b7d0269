//! Where answers come from.

use crate::{
    aws::s3::Bucket,
    cfn::{cloudfront as cfn, ids::cloudfront::OriginAccessControlId},
    value::{Duration, IntoValue, Value},
};

use super::VpcOrigin;

/// Where a distribution gets what it has not kept: a bucket, or a server that speaks HTTPS.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let assets = Bucket::builder("Assets").build(stack)?;
/// let from_bucket = Origin::bucket(&assets).path("/site");
/// let from_services = Origin::https("origin.example.com").header("x-from", "cloudfront");
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::CloudFront::Distribution Origin`](cfn::DistributionOrigin)
#[derive(Debug, Clone)]
#[must_use = "changes nothing until a distribution has it"]
pub struct Origin {
    source: Source,
    path: Option<String>,
    headers: Vec<(String, Value<String>)>,
    read_timeout: Option<Duration>,
}

#[derive(Debug, Clone)]
enum Source {
    Bucket(Bucket),
    Https(Value<String>),
    Vpc(VpcOrigin, Value<String>),
}

impl Origin {
    /// The objects of a bucket, which stays closed to all others.
    ///
    /// The bucket's policy, which is in the bucket's stack, lets CloudFront read: this one
    /// distribution if the two are in one stack. Otherwise the policy speaks of all distributions
    /// of the account, since naming one would make the bucket's stack wait for the distribution's,
    /// which waits for the bucket. The bucket's own key, if it has one, always speaks of all, for
    /// the same reason.
    pub fn bucket(bucket: &Bucket) -> Self {
        Self::of(Source::Bucket(*bucket))
    }

    /// A server that speaks HTTPS, by a name that its certificate is for; such as a record that
    /// points to a load balancer.
    ///
    /// Let only CloudFront reach it: its prefix list in the security group keeps all others out,
    /// but not the distributions of others, which [`Self::vpc`] does.
    pub fn https(domain_name: impl IntoValue<String>) -> Self {
        Self::of(Source::Https(domain_name.into_value()))
    }

    /// A load balancer in private subnets, which speaks HTTPS, and the name that its certificate is
    /// for.
    pub fn vpc(way_in: &VpcOrigin, domain_name: impl IntoValue<String>) -> Self {
        Self::of(Source::Vpc(*way_in, domain_name.into_value()))
    }

    fn of(source: Source) -> Self {
        Self { source, path: None, headers: Vec::new(), read_timeout: None }
    }

    /// What goes before the path of each request, such as `/site`. Default: nothing.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// A header that each request to the origin has. Adds to those before; default: none.
    pub fn header(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.headers.push((name.into(), value.into_value()));
        self
    }

    /// How long CloudFront waits for an answer, 1 to 120 seconds. Default: 30 seconds.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = Some(timeout);
        self
    }

    /// The bucket, if it is one.
    pub(super) fn as_bucket(&self) -> Option<Bucket> {
        match &self.source {
            Source::Bucket(bucket) => Some(*bucket),
            Source::Https(_) | Source::Vpc(..) => None,
        }
    }

    /// Whether both are the same in everything, so that one entry is enough.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        let is_same_source = match (&self.source, &other.source) {
            (Source::Bucket(one), Source::Bucket(other)) => one.resource() == other.resource(),
            (Source::Https(one), Source::Https(other)) => one.expr() == other.expr(),
            (Source::Vpc(one, name), Source::Vpc(other, other_name)) => {
                one.resource() == other.resource() && name.expr() == other_name.expr()
            }
            _ => false,
        };
        let headers = |origin: &Self| {
            let of = |(name, value): &(String, Value<String>)| (name.clone(), value.expr().clone());
            origin.headers.iter().map(of).collect::<Vec<_>>()
        };
        is_same_source
            && self.path == other.path
            && self.read_timeout == other.read_timeout
            && headers(self) == headers(other)
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if let Some(path) = &self.path
            && (!path.starts_with('/') || path.ends_with('/'))
        {
            return Some(format!(
                "must have a path that begins with `/` and doesn't end with it, got {path:?}"
            ));
        }
        if let Source::Https(name) | Source::Vpc(_, name) = &self.source
            && let Some(name) = name.as_literal()
            && let Some(reason) = crate::aws::route53::flaw_of_domain_name(name)
        {
            return Some(reason);
        }
        let timeout = self.read_timeout?;
        (!(1..=120).contains(&timeout.as_seconds()))
            .then(|| format!("must wait for 1 to 120 seconds, got {timeout}"))
    }

    /// The entry of the distribution. `access` is what a bucket is opened by.
    pub(super) fn property(
        &self,
        id: &str,
        access: Option<Value<OriginAccessControlId>>,
    ) -> cfn::DistributionOrigin {
        let domain_name = match &self.source {
            // That of the region: the global one redirects until the bucket's name has spread.
            Source::Bucket(bucket) => bucket.resource().regional_domain_name(),
            Source::Https(domain_name) | Source::Vpc(_, domain_name) => domain_name.clone(),
        };
        let timeout = self
            .read_timeout
            .map(|time| i64::try_from(time.as_seconds()).unwrap_or(30));
        let origin = cfn::DistributionOrigin::new(cfn::DistributionOriginArgs { domain_name, id });
        let mut origin = if let Some(access) = access {
            // The empty one is how CloudFormation tells access control from its predecessor.
            let mut config = cfn::DistributionS3OriginConfig::new().origin_access_identity("");
            if let Some(timeout) = timeout {
                config = config.origin_read_timeout(timeout);
            }
            origin
                .s3_origin_config(config)
                .origin_access_control_id(access)
        } else if let Source::Vpc(way_in, _) = &self.source {
            let mut config = cfn::DistributionVpcOriginConfig::new(way_in.vpc_origin_id());
            if let Some(timeout) = timeout {
                config = config.origin_read_timeout(timeout);
            }
            origin.vpc_origin_config(config)
        } else {
            let mut config = cfn::DistributionCustomOriginConfig::new("https-only")
                .origin_ssl_protocols(["TLSv1.2"]);
            if let Some(timeout) = timeout {
                config = config.origin_read_timeout(timeout);
            }
            origin.custom_origin_config(config)
        };
        if let Some(path) = &self.path {
            origin = origin.origin_path(path);
        }
        if !self.headers.is_empty() {
            let header = |(header_name, header_value): &(String, Value<String>)| {
                cfn::DistributionOriginCustomHeader::new(cfn::DistributionOriginCustomHeaderArgs {
                    header_name,
                    header_value,
                })
            };
            origin =
                origin.origin_custom_headers(self.headers.iter().map(header).collect::<Vec<_>>());
        }
        origin
    }
}
