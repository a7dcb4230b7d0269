//! One app in two regions: a website in Ireland, with the certificate that CloudFront wants to be
//! in us-east-1.
//!
//! The reference between them looks like any other. Look for the `Region` of
//! `Fn::GetStackOutput` in what this prints.
//!
//! `cargo run --example regions -p ecomind`
#![expect(clippy::print_stdout, reason = "the templates are what this prints")]

use ecomind_constructs::{
    cfn::{
        certificatemanager as acm, cloudfront as cfn,
        ids::{certificatemanager::CertificateArn, cloudfront::CachePolicyId},
    },
    prelude::*,
    testing,
};

const DOMAIN: &str = "reports.example.com";
/// AWS's own policy named `CachingOptimized`, the same in every account.
const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

fn certificate(stack: &mut Scope<'_>) -> Result<Value<CertificateArn>> {
    let certificate = acm::Certificate::new(DOMAIN)
        .validation_method("DNS")
        .add("Certificate", stack)?;
    Ok(certificate.reference())
}

fn website(stack: &mut Scope<'_>, certificate: Value<CertificateArn>) -> Result<()> {
    const ORIGIN: &str = "api";
    let origin = cfn::DistributionOrigin::new(cfn::DistributionOriginArgs {
        domain_name: "api.example.com",
        id: ORIGIN,
    })
    .custom_origin_config(cfn::DistributionCustomOriginConfig::new("https-only"));
    let behavior = cfn::DistributionDefaultCacheBehavior::new(
        ORIGIN,
        cfn::DistributionViewerProtocolPolicy::RedirectToHttps,
    )
    .cache_policy_id(CachePolicyId::literal(CACHING_OPTIMIZED));
    let viewers = cfn::DistributionViewerCertificate::new()
        .acm_certificate_arn(certificate)
        .minimum_protocol_version(cfn::DistributionMinimumProtocolVersion::TlSv122021)
        .ssl_support_method(cfn::DistributionSslSupportMethod::SniOnly);

    let website = cfn::Distribution::new(
        cfn::DistributionDistributionConfig::new(behavior, true)
            .aliases([DOMAIN])
            .origins([origin])
            .viewer_certificate(viewers),
    )
    .add("Website", stack)?;
    stack.suppress(website, "cloudfront-logs", "the origin keeps a record of requests")?;
    stack.suppress(website, "cloudfront-waf", "the origin has a firewall of its own")?;
    Ok(())
}

fn main() -> Result<()> {
    let mut app = App::new().account("111122223333").region("eu-west-1");
    let certificate = {
        let mut stack = Stack::builder("Certificate")
            .region("us-east-1")
            .build(&mut app)?;
        certificate(&mut stack)?
    };
    website(&mut app.stack("Website")?, certificate)?;

    for stack in ["Certificate", "Website"] {
        println!("# {stack}\n{}", testing::template_of(&app, stack).yaml());
    }
    Ok(())
}
