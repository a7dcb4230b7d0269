//! The load balancer: in private subnets, where only CloudFront has a way to.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

use super::Needs;

/// Adds the load balancer, its certificate and its name to `stack`.
pub(super) fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    needs: Needs<'_>,
    origin: &str,
) -> Result<ApplicationLoadBalancer> {
    let zone = &needs.dns.zone;
    let certificate = Certificate::builder("Certificate", origin, zone).build(stack)?;
    let logs = Bucket::builder("BalancerLogs")
        .receives_load_balancer_logs()
        .access_logs(&needs.storage.access_logs, "balancer-logs/")
        .lifecycle_rule(
            LifecycleRule::new("Expire")
                .expiration(env.access_logs_kept)
                .noncurrent_expiration(env.old_versions_kept),
        )
        .build(stack)?;

    let mut balancer =
        ApplicationLoadBalancer::builder("Balancer", &needs.network.vpc, certificate.arn())
            .internal(true)
            .access_logs(&logs, "balancer")
            .deletion_protection(env.is_protected);
    if env.has_firewalls {
        let web_acl = WebAcl::regional("Firewall")
            .behind_cloudfront()
            // Readings come in large pieces, and from devices that do not say what they are.
            .count_rule(ManagedRules::Common, "SizeRestrictions_BODY")
            .count_rule(ManagedRules::Common, "NoUserAgent_HEADER")
            .logs(env.logs_kept)
            .build(stack)?;
        balancer = balancer.web_acl(web_acl.arn());
    }
    let balancer = balancer.build(stack)?;
    let cloudfront =
        PrefixList::from_id("CloudFront", PrefixListId::literal(env.cloudfront_addresses));
    balancer.allow_from_prefix_list(&cloudfront, stack)?;

    let target =
        AliasTarget::load_balancer(balancer.dns_name(), balancer.canonical_hosted_zone_id());
    AliasRecord::builder("Origin", zone, target)
        .name(origin)
        .build(stack)?;
    Ok(balancer)
}
