//! How a load balancer is made.

use crate::{
    Result,
    aws::{
        ec2::{Connections, Subnet, Vpc},
        s3::Bucket,
    },
    cfn::{
        elasticloadbalancingv2 as cfn,
        ids::{certificatemanager::CertificateArn, wafv2::WebAclArn},
        wafv2,
    },
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IntoValue, Port, Value},
};

use super::{ApplicationLoadBalancer, TlsPolicy};

/// Builds an [`ApplicationLoadBalancer`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ApplicationLoadBalancerBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    certificates: Vec<Value<CertificateArn>>,
    internal: bool,
    tls_policy: TlsPolicy,
    redirects_http: bool,
    access_logs: Option<(Bucket, String)>,
    web_acl: Option<Value<WebAclArn>>,
    deletion_protection: bool,
    idle_timeout: Duration,
}

/// AWS asks for eight free addresses in each subnet, and for blocks of 32.
const LONGEST_PREFIX: u8 = 27;

/// How many certificates a load balancer takes beside its first, if AWS is not asked for more.
const MORE_CERTIFICATES: usize = 25;

impl<'a> ApplicationLoadBalancerBuilder<'a> {
    pub(super) fn new(id: String, vpc: &'a Vpc, certificate: Value<CertificateArn>) -> Self {
        Self {
            id,
            vpc,
            certificates: vec![certificate],
            internal: false,
            tls_policy: TlsPolicy::Tls13And12PostQuantum,
            redirects_http: true,
            access_logs: None,
            web_acl: None,
            deletion_protection: true,
            idle_timeout: Duration::seconds(60),
        }
    }

    /// Another certificate, for clients that ask for its names. Adds to those before.
    pub fn certificate(mut self, certificate: impl IntoValue<CertificateArn>) -> Self {
        self.certificates.push(certificate.into_value());
        self
    }

    /// Whether it is in the private subnets, where the internet does not reach it. Default: false.
    pub fn internal(mut self, internal: bool) -> Self {
        self.internal = internal;
        self
    }

    /// What TLS it speaks. Default: [`TlsPolicy::Tls13And12PostQuantum`].
    pub fn tls_policy(mut self, policy: TlsPolicy) -> Self {
        self.tls_policy = policy;
        self
    }

    /// Whether it listens on port 80 to send clients to HTTPS. Default: true.
    pub fn redirects_http(mut self, redirects: bool) -> Self {
        self.redirects_http = redirects;
        self
    }

    /// A bucket that [receives the logs of load
    /// balancers](crate::aws::s3::BucketBuilder::receives_load_balancer_logs), and what the keys
    /// of this one begin with. Default: nobody hears of requests.
    pub fn access_logs(mut self, bucket: &Bucket, prefix: impl Into<String>) -> Self {
        self.access_logs = Some((*bucket, prefix.into()));
        self
    }

    /// The firewall in front of it, of its own region. Default: none.
    pub fn web_acl(mut self, web_acl: impl IntoValue<WebAclArn>) -> Self {
        self.web_acl = Some(web_acl.into_value());
        self
    }

    /// Whether it can't be deleted before this is set to false. Default: true.
    pub fn deletion_protection(mut self, protected: bool) -> Self {
        self.deletion_protection = protected;
        self
    }

    /// How long a connection may say nothing, 1 to 4,000 seconds. Default: 60 seconds.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Adds the load balancer to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ApplicationLoadBalancer> {
        let mut scope = scope.child(&self.id)?;
        let subnets = self.subnets(&scope)?;
        self.check(&scope)?;

        let connections = Connections::closed(self.vpc, Port::HTTPS, &mut scope)?;
        let resource = cfn::LoadBalancer::new()
            .type_(cfn::LoadBalancerType::Application)
            .scheme(if self.internal {
                cfn::LoadBalancerScheme::Internal
            } else {
                cfn::LoadBalancerScheme::InternetFacing
            })
            .security_groups([connections.security_group_id()])
            .subnets(subnets)
            .load_balancer_attributes(self.attributes())
            .add("Resource", &mut scope)?;
        if !self.internal {
            // Its addresses are refused until there is a way to the internet.
            for node in self.vpc.internet_connectivity() {
                scope.options(resource)?.depends_on(*node);
            }
        }
        if let Some((bucket, _)) = self.access_logs {
            // A test file is written at once, which the policy has to allow by then.
            scope.options(resource)?.depends_on(bucket.policy());
        }
        if self.redirects_http {
            let mut scope = scope.child("Redirect80To443")?;
            redirect(resource).add("Resource", &mut scope)?;
        }
        let listener = self.listener(resource, &mut scope)?;
        if let Some(web_acl) = self.web_acl {
            let arn: Value<String> = resource.load_balancer_arn().into_value();
            wafv2::WebAclAssociation::new(arn, web_acl).add("WebAclAssociation", &mut scope)?;
        }
        Ok(ApplicationLoadBalancer::of(resource, listener, connections, self.internal))
    }

    fn subnets(&self, scope: &Scope<'_>) -> Result<&'a [Subnet]> {
        let (kind, subnets) = if self.internal {
            ("private", self.vpc.private_subnets())
        } else {
            ("public", self.vpc.public_subnets())
        };
        let mut zones: Vec<&str> = subnets.iter().map(Subnet::availability_zone_id).collect();
        zones.sort_unstable();
        zones.dedup();
        if zones.len() < 2 || zones.len() < subnets.len() {
            let given = subnets
                .iter()
                .map(Subnet::availability_zone_id)
                .collect::<Vec<_>>();
            let given = if given.is_empty() { "none".to_owned() } else { given.join(", ") };
            let reason =
                format!("must have one {kind} subnet in each of two zones or more, got {given}");
            return Err(scope.invalid("vpc", reason));
        }
        let blocks = subnets.iter().filter_map(Subnet::cidr_block);
        if let Some(block) = blocks
            .into_iter()
            .find(|block| LONGEST_PREFIX < block.prefix())
        {
            let reason = format!(
                "must have {kind} subnets of /{LONGEST_PREFIX} or larger, so that the load balancer has room to grow, got {block}"
            );
            return Err(scope.invalid("vpc", reason));
        }
        Ok(subnets)
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        if !(1..=4000).contains(&self.idle_timeout.as_seconds()) {
            let reason = format!("must be 1 to 4,000 seconds, got {}", self.idle_timeout);
            return Err(scope.invalid("idle_timeout", reason));
        }
        if MORE_CERTIFICATES + 1 < self.certificates.len() {
            let given = self.certificates.len();
            let reason = format!("must be given 1 to {} times, got {given}", MORE_CERTIFICATES + 1);
            return Err(scope.invalid("certificate", reason));
        }
        let here = scope.region().unwrap_or_default();
        let literals = self
            .certificates
            .iter()
            .filter_map(|arn| arn.expr().as_str());
        for arn in literals {
            let region = arn.split(':').nth(3).unwrap_or_default();
            if !here.is_empty() && region != here {
                let reason = format!("must be of the region of its stack, {here}, got {arn:?}");
                return Err(scope.invalid("certificate", reason));
            }
        }
        let web_acl = self.web_acl.as_ref().and_then(|arn| arn.expr().as_str());
        if let Some(arn) = web_acl.filter(|arn| !arn.contains(":regional/webacl/")) {
            let reason = format!("must be a regional one, and not one of CloudFront, got {arn:?}");
            return Err(scope.invalid("web_acl", reason));
        }
        if let Some((_, prefix)) = &self.access_logs
            && (prefix.starts_with('/') || prefix.ends_with('/') || prefix.contains("AWSLogs"))
        {
            let reason = format!(
                "must have a prefix without a slash at either end and without `AWSLogs`, got {prefix:?}"
            );
            return Err(scope.invalid("access_logs", reason));
        }
        Ok(())
    }

    fn attributes(&self) -> Vec<cfn::LoadBalancerLoadBalancerAttribute> {
        let switch = |on: bool| if on { "true" } else { "false" }.into_value();
        let mut attributes: Vec<(&str, Value<String>)> = vec![
            ("deletion_protection.enabled", switch(self.deletion_protection)),
            (
                "idle_timeout.timeout_seconds",
                self.idle_timeout.as_seconds().to_string().into_value(),
            ),
            ("routing.http.drop_invalid_header_fields.enabled", switch(true)),
        ];
        if let Some((bucket, prefix)) = &self.access_logs {
            attributes.push(("access_logs.s3.enabled", switch(true)));
            attributes.push(("access_logs.s3.bucket", bucket.name().into_value()));
            if !prefix.is_empty() {
                attributes.push(("access_logs.s3.prefix", prefix.into_value()));
            }
        }
        let attribute = |(key, value): (&str, Value<String>)| {
            cfn::LoadBalancerLoadBalancerAttribute::new()
                .key(key)
                .value(value)
        };
        attributes.into_iter().map(attribute).collect()
    }

    fn listener(
        &self,
        balancer: Ref<cfn::LoadBalancer>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::Listener>> {
        let mut scope = scope.child("Https")?;
        let mut certificates = self.certificates.iter();
        let first = certificates.next().cloned();
        let not_found = cfn::ListenerAction::new(cfn::ListenerType::FixedResponse)
            .fixed_response_config(
                cfn::ListenerFixedResponseConfig::new("404").content_type("text/plain"),
            );
        let listener = cfn::Listener::new([not_found], balancer)
            .port(Port::HTTPS.from())
            .protocol(cfn::ListenerProtocol::Https)
            .ssl_policy(self.tls_policy.name())
            .certificates(
                first
                    .map(|arn| cfn::ListenerCertificateProperty::new().certificate_arn(arn))
                    .into_iter()
                    .collect::<Vec<_>>(),
            )
            .add("Resource", &mut scope)?;
        // One at a time is all that CloudFormation takes.
        for (index, arn) in certificates.enumerate() {
            let mut scope = scope.child(format!("More{}", index + 1))?;
            let certificate = cfn::ListenerCertificateCertificate::new().certificate_arn(arn);
            cfn::ListenerCertificate::new([certificate], listener).add("Resource", &mut scope)?;
        }
        Ok(listener)
    }
}

fn redirect(balancer: Ref<cfn::LoadBalancer>) -> cfn::Listener {
    let to_https = cfn::ListenerAction::new(cfn::ListenerType::Redirect).redirect_config(
        cfn::ListenerRedirectConfig::new(cfn::ListenerStatusCode::Http301)
            .protocol("HTTPS")
            .port("443"),
    );
    cfn::Listener::new([to_https], balancer)
        .port(Port::HTTP.from())
        .protocol(cfn::ListenerProtocol::Http)
}
