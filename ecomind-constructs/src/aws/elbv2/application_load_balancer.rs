//! Load balancers of HTTP.

use crate::{
    aws::ec2::{Connectable, Connections, Vpc},
    cfn::{
        elasticloadbalancingv2 as cfn,
        ids::elasticloadbalancingv2::{ListenerArn, LoadBalancerArn},
    },
    tree::Ref,
    value::{self, IntoValue, Value},
};

use super::ApplicationLoadBalancerBuilder;

/// The front door of services: it ends TLS and passes requests on by host and path.
///
/// What no [`ListenerRule`](super::ListenerRule) is for gets a 404; plain HTTP is redirected.
/// Headers that are no HTTP are dropped, and nobody can delete it before its protection is taken
/// off. It is closed until you let clients in, the port of HTTP, too.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ids::certificatemanager::CertificateArn;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let certificate = CertificateArn::literal("arn:aws:acm:us-east-1:111122223333:certificate/a");
/// let logs = Bucket::builder("Logs").receives_load_balancer_logs().build(stack)?;
/// let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate)
///     .access_logs(&logs, "balancer")
///     .build(stack)?;
/// balancer.allow_from_block(CidrBlock::ANYWHERE, stack)?;
/// balancer.allow_from_block_on(CidrBlock::ANYWHERE, Port::HTTP, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs some $16 a month and what it carries. CloudFormation:
/// [`AWS::ElasticLoadBalancingV2::LoadBalancer`](cfn::LoadBalancer)
#[derive(Debug, Clone, Copy)]
pub struct ApplicationLoadBalancer {
    resource: Ref<cfn::LoadBalancer>,
    listener: Ref<cfn::Listener>,
    connections: Connections,
    is_internal: bool,
}

impl ApplicationLoadBalancer {
    /// Starts a load balancer in `vpc`, with the certificate that it shows, of its own region.
    pub fn builder(
        id: impl Into<String>,
        vpc: &Vpc,
        certificate: impl IntoValue<crate::cfn::ids::certificatemanager::CertificateArn>,
    ) -> ApplicationLoadBalancerBuilder<'_> {
        ApplicationLoadBalancerBuilder::new(id.into(), vpc, certificate.into_value())
    }

    pub(super) fn of(
        resource: Ref<cfn::LoadBalancer>,
        listener: Ref<cfn::Listener>,
        connections: Connections,
        is_internal: bool,
    ) -> Self {
        Self { resource, listener, connections, is_internal }
    }

    /// Whether it is in private subnets, where the internet does not reach it.
    #[must_use]
    pub fn is_internal(self) -> bool {
        self.is_internal
    }

    /// The ARN of the load balancer.
    #[must_use]
    pub fn arn(self) -> Value<LoadBalancerArn> {
        self.resource.load_balancer_arn()
    }

    /// Its name in DNS, for an alias record.
    #[must_use]
    pub fn dns_name(self) -> Value<String> {
        self.resource.dns_name()
    }

    /// The zone of its name in DNS, for an alias record.
    #[must_use]
    pub fn canonical_hosted_zone_id(self) -> Value<String> {
        self.resource.canonical_hosted_zone_id()
    }

    /// The end of its ARN, by which metrics call it, such as `app/web/50dc6c495c0c9188`.
    #[must_use]
    pub fn full_name(self) -> Value<String> {
        self.resource.load_balancer_full_name()
    }

    /// The ARN of the listener of HTTPS.
    #[must_use]
    pub fn listener_arn(self) -> Value<ListenerArn> {
        self.listener.listener_arn()
    }

    /// The listener of HTTPS, to set what this construct has no method for.
    #[must_use]
    pub fn listener(self) -> Ref<cfn::Listener> {
        self.listener
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::LoadBalancer> {
        self.resource
    }

    /// What metrics of a target group behind it are called by.
    pub(crate) fn label_with(self, target_group: Value<String>) -> Value<String> {
        value::concat([self.full_name(), "/".into_value(), target_group])
    }
}

impl Connectable for ApplicationLoadBalancer {
    fn connections(&self) -> Connections {
        self.connections
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::{
            ec2::{FlowLogs, PrefixList, PrefixListId, Subnets, VpcBuilder},
            elbv2::{ApplicationLoadBalancerBuilder, TlsPolicy},
        },
        cfn::ids::{certificatemanager::CertificateArn, wafv2::WebAclArn},
        prelude::*,
        testing,
        value::Value,
    };

    fn vpc() -> VpcBuilder {
        Vpc::builder("Vpc")
            .max_azs(2)
            .isolated_subnets(Subnets::None)
            .flow_logs(FlowLogs::None)
            .lock_default_security_group(false)
    }

    fn certificate(name: &str) -> Value<CertificateArn> {
        CertificateArn::literal(format!("arn:aws:acm:us-east-1:111122223333:certificate/{name}"))
    }

    fn refusal(
        vpc: VpcBuilder,
        change: impl FnOnce(ApplicationLoadBalancerBuilder<'_>) -> ApplicationLoadBalancerBuilder<'_>,
    ) -> String {
        let error = testing::reject(|stack| {
            let vpc = vpc.build(stack)?;
            let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a"));
            change(balancer).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = vpc().build(stack)?;
            ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a")).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = vpc().build(stack)?;
            let logs = Bucket::builder("Logs")
                .receives_load_balancer_logs()
                .build(stack)?;
            let web_acl = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b";
            let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a"))
                .certificate(certificate("b"))
                .certificate(certificate("c"))
                .internal(true)
                .tls_policy(TlsPolicy::Tls13)
                .redirects_http(false)
                .access_logs(&logs, "balancer")
                .web_acl(WebAclArn::literal(web_acl))
                .deletion_protection(false)
                .idle_timeout(Duration::minutes(5))
                .build(stack)?;
            let list = PrefixList::from_id("CloudFront", PrefixListId::literal("pl-3b927c52"));
            balancer.allow_from_prefix_list(&list, stack)?;
            let api = TargetGroup::builder("ApiTargets", &vpc, 8000).build(stack)?;
            let ui = TargetGroup::builder("UiTargets", &vpc, 3000).build(stack)?;
            let next = TargetGroup::builder("NextUiTargets", &vpc, 3000).build(stack)?;
            ListenerRule::builder("ApiRule", &balancer, 10, &api)
                .host("api.example.com")
                .path("/v1/*")
                .path("/v2/*")
                .build(stack)?;
            ListenerRule::builder("UiRule", &balancer, 20, &ui)
                .alternate(&next)
                .host("*.example.com")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn anyone_may_be_let_in_on_both_ports() {
        let template = testing::synth(|stack| {
            let vpc = vpc().build(stack)?;
            let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a"))
                .build(stack)?;
            balancer.allow_from_block(CidrBlock::ANYWHERE, stack)?;
            balancer.allow_from_block_on(CidrBlock::ANYWHERE, Port::HTTP, stack)
        });
        template.assert_count("AWS::EC2::SecurityGroupIngress", 2);
    }

    #[test]
    fn rejects_subnets_that_are_too_small_or_too_few() {
        let small = vpc().private_subnets(Subnets::Prefix(28));
        insta::assert_snapshot!(refusal(small, |balancer| balancer.internal(true)), @"`vpc` of `Test/Balancer` must have private subnets of /27 or larger, so that the load balancer has room to grow, got 10.0.64.0/28");
        // A /29 is no subnet at all.
        let smaller = vpc().public_subnets(Subnets::Prefix(29));
        insta::assert_snapshot!(refusal(smaller, |balancer| balancer), @"`public_subnets` of `Test/Vpc` must have a prefix of 16 to 27, so that a load balancer has room, got /29");
        insta::assert_snapshot!(refusal(vpc().max_azs(1), |balancer| balancer), @"`vpc` of `Test/Balancer` must have one public subnet in each of two zones or more, got use1-az1");
        let offline = vpc()
            .public_subnets(Subnets::None)
            .nat_gateways(NatGateways::None);
        insta::assert_snapshot!(refusal(offline, |balancer| balancer), @"`vpc` of `Test/Balancer` must have one public subnet in each of two zones or more, got none");
    }

    #[test]
    fn rejects_what_is_of_another_place() {
        let abroad = CertificateArn::literal("arn:aws:acm:eu-west-1:111122223333:certificate/a");
        insta::assert_snapshot!(refusal(vpc(), |balancer| balancer.certificate(abroad)), @r#"`certificate` of `Test/Balancer` must be of the region of its stack, us-east-1, got "arn:aws:acm:eu-west-1:111122223333:certificate/a""#);
        let global = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b";
        let global = WebAclArn::literal(global);
        insta::assert_snapshot!(refusal(vpc(), |balancer| balancer.web_acl(global)), @r#"`web_acl` of `Test/Balancer` must be a regional one, and not one of CloudFront, got "arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b""#);
    }

    #[test]
    fn rejects_what_elb_refuses() {
        let refusal = |change: fn(
            ApplicationLoadBalancerBuilder<'_>,
        ) -> ApplicationLoadBalancerBuilder<'_>| { refusal(vpc(), change) };
        insta::assert_snapshot!(refusal(|balancer| balancer.idle_timeout(Duration::hours(2))), @"`idle_timeout` of `Test/Balancer` must be 1 to 4,000 seconds, got 2 hours");
        insta::assert_snapshot!(
            refusal(|balancer| (0..26).fold(balancer, |b, _| b.certificate(certificate("b")))),
            @"`certificate` of `Test/Balancer` must be given 1 to 26 times, got 27"
        );
        let error = testing::reject(|stack| {
            let vpc = vpc().build(stack)?;
            let logs = Bucket::builder("Logs")
                .receives_load_balancer_logs()
                .build(stack)?;
            ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a"))
                .access_logs(&logs, "/alb")
                .build(stack)
        });
        insta::assert_snapshot!(error, @r#"`access_logs` of `Test/Balancer` must have a prefix without a slash at either end and without `AWSLogs`, got "/alb""#);
    }
}
