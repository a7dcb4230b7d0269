//! The way of CloudFront into a VPC.

use crate::{
    Result,
    aws::elbv2::ApplicationLoadBalancer,
    cfn::{cloudfront as cfn, ids::cloudfront::VpcOriginId},
    tree::{Ref, Resource as _, Scope},
    value::Value,
};

use super::origin_access::account_name;

/// Lets CloudFront into a VPC, to a load balancer that the internet does not reach.
///
/// CloudFront speaks HTTPS with it, TLS 1.2. It comes from addresses in the subnets of the load
/// balancer, through a security group of its own that no template can name: so let in the prefix
/// list of CloudFront. The VPC needs an internet gateway, though nothing goes through it.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::{PrefixList, PrefixListId};
/// use ecomind_constructs::cfn::ids::certificatemanager::CertificateArn;
///
/// # let mut app = App::new();
/// # let stack = &mut Stack::builder("Edge").region("us-east-1").build(&mut app)?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let certificate = CertificateArn::literal("arn:aws:acm:us-east-1:111122223333:certificate/a");
/// let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate)
///     .internal(true)
///     .build(stack)?;
/// let cloudfront = PrefixList::from_id("CloudFront", PrefixListId::literal("pl-3b927c52"));
/// balancer.allow_from_prefix_list(&cloudfront, stack)?;
/// let way = VpcOrigin::builder("Way", &balancer).build(stack)?;
/// let site = Distribution::builder("Site", Origin::vpc(&way, "origin.example.com")).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It is made in some minutes, and can't be deleted as long as a distribution has it.
/// CloudFormation: [`AWS::CloudFront::VpcOrigin`](cfn::VpcOrigin)
#[derive(Debug, Clone, Copy)]
pub struct VpcOrigin {
    resource: Ref<cfn::VpcOrigin>,
}

/// Builds a [`VpcOrigin`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct VpcOriginBuilder {
    id: String,
    load_balancer: ApplicationLoadBalancer,
}

impl VpcOrigin {
    /// Starts a way to an [internal](crate::aws::elbv2::ApplicationLoadBalancerBuilder::internal)
    /// load balancer.
    pub fn builder(
        id: impl Into<String>,
        load_balancer: &ApplicationLoadBalancer,
    ) -> VpcOriginBuilder {
        VpcOriginBuilder { id: id.into(), load_balancer: *load_balancer }
    }

    /// The id of the way.
    pub fn vpc_origin_id(self) -> Value<VpcOriginId> {
        self.resource.id()
    }

    /// The resource itself, to set what this construct has no method for.
    pub fn resource(self) -> Ref<cfn::VpcOrigin> {
        self.resource
    }
}

impl VpcOriginBuilder {
    /// Adds the way to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<VpcOrigin> {
        let mut scope = scope.child(&self.id)?;
        if !self.load_balancer.is_internal() {
            let reason = format!(
                "must be internal, got `{}`, which the internet reaches: use `Origin::https`",
                scope.path_of(self.load_balancer.resource())?
            );
            return Err(scope.invalid("load_balancer", reason));
        }
        let arn: Value<String> = self.load_balancer.arn().cast();
        let endpoint =
            cfn::VpcOriginVpcOriginEndpointConfig::new(cfn::VpcOriginVpcOriginEndpointConfigArgs {
                arn,
                name: account_name(&scope),
            })
            .https_port(443)
            .origin_protocol_policy(cfn::VpcOriginOriginProtocolPolicy::HttpsOnly)
            .origin_ssl_protocols(["TLSv1.2"]);
        let resource = cfn::VpcOrigin::new(endpoint).add("Resource", &mut scope)?;
        // It can't reach a load balancer that does not listen yet.
        scope.depends_on(resource, self.load_balancer.listener())?;
        Ok(VpcOrigin { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::certificatemanager::CertificateArn, prelude::*, testing};

    fn balancer(internal: bool, stack: &mut Scope<'_>) -> Result<ApplicationLoadBalancer> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .public_subnet("use1-az1", "subnet-0a1b2c31")
            .public_subnet("use1-az2", "subnet-0a1b2c32")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)?;
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/a";
        ApplicationLoadBalancer::builder("Balancer", &vpc, CertificateArn::literal(certificate))
            .internal(internal)
            .build(stack)
    }

    #[test]
    fn a_distribution_reaches_a_load_balancer_that_the_internet_does_not() {
        let mut app = App::new().region("us-east-1");
        let balancer = balancer(true, &mut app.stack("Services").unwrap()).unwrap();
        let mut stack = app.stack("Test").unwrap();
        let way = VpcOrigin::builder("Way", &balancer)
            .build(&mut stack)
            .unwrap();
        let api = Origin::vpc(&way, "origin.example.com").read_timeout(Duration::minutes(1));
        let assets = Bucket::builder("Assets").build(&mut stack).unwrap();
        Distribution::builder("Site", Origin::bucket(&assets))
            .behavior("/api/*", api.clone())
            .behavior("/socket/*", api)
            .build(&mut stack)
            .unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Test").yaml());
    }

    #[test]
    fn rejects_a_load_balancer_that_the_internet_reaches() {
        let error = testing::reject(|stack| {
            let balancer = balancer(false, stack)?;
            VpcOrigin::builder("Way", &balancer).build(stack)
        });
        insta::assert_snapshot!(error, @"`load_balancer` of `Test/Way` must be internal, got `Test/Balancer/Resource`, which the internet reaches: use `Origin::https`");
    }

    #[test]
    fn rejects_a_name_that_no_certificate_is_for() {
        let error = testing::reject(|stack| {
            let balancer = balancer(true, stack)?;
            let way = VpcOrigin::builder("Way", &balancer).build(stack)?;
            Distribution::builder("Site", Origin::vpc(&way, "https://example.com")).build(stack)
        });
        insta::assert_snapshot!(error, @r#"`origin` of `Test/Site` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "https://example.com""#);
    }
}
