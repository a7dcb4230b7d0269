//! Load balancers that nobody but CloudFront reaches.

use crate::{
    Result,
    aws::elbv2::ApplicationLoadBalancer,
    cfn::{cloudfront as cfn, ids::cloudfront::VpcOriginId},
    tree::{Ref, Resource as _, Scope},
    value::{IntoValue as _, Value},
};

use super::unique_name::unique_name;

/// A way of CloudFront into private subnets, to an internal load balancer.
///
/// The load balancer needs no address that the internet knows. Another's distribution does not
/// reach it, while the prefix list of CloudFront in front of a public one lets every distribution
/// in. Its security group has to allow that prefix list all the same, and its network needs an
/// internet gateway, which nothing goes through. CloudFront takes some minutes to make it.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ids::certificatemanager::CertificateArn;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let certificate = CertificateArn::literal("arn:aws:acm:us-east-1:111122223333:certificate/a");
/// let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate)
///     .internal(true)
///     .build(stack)?;
/// let cloudfront = PrefixList::from_id("CloudFront", PrefixListId::literal("pl-3b927c52"));
/// balancer.allow_from_prefix_list(&cloudfront, stack)?;
///
/// let way_in = VpcOrigin::builder("WayIn", &balancer).build(stack)?;
/// let site = Distribution::builder("Site", Origin::vpc(&way_in, "origin.example.com"))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs nothing. CloudFormation: [`AWS::CloudFront::VpcOrigin`](cfn::VpcOrigin)
#[derive(Debug, Clone, Copy)]
pub struct VpcOrigin {
    resource: Ref<cfn::VpcOrigin>,
}

/// Builds a [`VpcOrigin`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct VpcOriginBuilder {
    id: String,
    balancer: ApplicationLoadBalancer,
}

impl VpcOrigin {
    /// Starts a way to `balancer`, which must be internal.
    pub fn builder(id: impl Into<String>, balancer: &ApplicationLoadBalancer) -> VpcOriginBuilder {
        VpcOriginBuilder { id: id.into(), balancer: *balancer }
    }

    /// The id of the origin, which distributions ask for.
    #[must_use]
    pub fn vpc_origin_id(self) -> Value<VpcOriginId> {
        self.resource.id()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::VpcOrigin> {
        self.resource
    }
}

impl VpcOriginBuilder {
    /// Adds the origin to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<VpcOrigin> {
        let mut scope = scope.child(&self.id)?;
        if !self.balancer.is_internal() {
            let given = scope.path_of(self.balancer.resource())?;
            let reason = format!(
                "must be internal, so that the internet does not reach it beside CloudFront, got the public {given}"
            );
            return Err(scope.invalid("balancer", reason));
        }
        let arn: Value<String> = self.balancer.arn().into_value();
        let config =
            cfn::VpcOriginVpcOriginEndpointConfig::new(cfn::VpcOriginVpcOriginEndpointConfigArgs {
                arn,
                name: unique_name(&scope),
            })
            .https_port(443)
            .origin_protocol_policy(cfn::VpcOriginOriginProtocolPolicy::HttpsOnly)
            .origin_ssl_protocols(["TLSv1.2"]);
        let resource = cfn::VpcOrigin::new(config).add("Resource", &mut scope)?;
        // CloudFront takes nothing that does not listen yet.
        scope.depends_on(resource, self.balancer.listener())?;
        Ok(VpcOrigin { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::certificatemanager::CertificateArn, prelude::*, testing};

    fn way_in(internal: bool, stack: &mut Scope<'_>) -> Result<VpcOrigin> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .public_subnet("use1-az1", "subnet-0a1b2c31")
            .public_subnet("use1-az2", "subnet-0a1b2c32")
            .private_subnet("use1-az1", "subnet-0a1b2c33")
            .private_subnet("use1-az2", "subnet-0a1b2c34")
            .build(stack)?;
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/a";
        let certificate = CertificateArn::literal(certificate);
        let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate)
            .internal(internal)
            .build(stack)?;
        VpcOrigin::builder("WayIn", &balancer).build(stack)
    }

    #[test]
    fn defaults() {
        let mut app = App::new().account("111122223333").region("us-east-1");
        let way_in = way_in(true, &mut app.stack("Services").unwrap()).unwrap();
        let mut edge = app.stack("Edge").unwrap();
        Distribution::builder("Site", Origin::vpc(&way_in, "origin.example.com"))
            .behavior(
                "/slow/*",
                Origin::vpc(&way_in, "origin.example.com").read_timeout(Duration::seconds(90)),
            )
            .build(&mut edge)
            .unwrap();
        let services = testing::template_of(&app, "Services").yaml();
        let resource = services.split("  WayIn").nth(1).unwrap();
        let edge = testing::template_of(&app, "Edge").yaml();
        insta::assert_snapshot!(format!("  WayIn{resource}\n# Edge\n{edge}"));
    }

    #[test]
    fn rejects_a_load_balancer_that_the_internet_reaches() {
        let error = testing::reject(|stack| way_in(false, stack));
        insta::assert_snapshot!(error, @"`balancer` of `Test/WayIn` must be internal, so that the internet does not reach it beside CloudFront, got the public Test/Balancer/Resource");
    }
}
