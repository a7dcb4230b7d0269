//! The load balancer: in private subnets, where only CloudFront has a way to; or in front of all,
//! where nothing of CloudFront can be relied on.

use ecomind_constructs::prelude::*;

use crate::environment::{Environment, WayIn};

use super::Needs;

/// Adds the load balancer, its certificate and its names to `stack`. `host` is what requests ask
/// for.
pub(super) fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    needs: Needs<'_>,
    host: &str,
) -> Result<ApplicationLoadBalancer> {
    let certificate = match &needs.dns.certificate {
        Some(certificate) => certificate.clone(),
        None => Certificate::builder("Certificate", host, &needs.dns.zone).build(stack)?,
    };
    let logs = Bucket::builder("BalancerLogs")
        .receives_load_balancer_logs()
        .access_logs(&needs.storage.access_logs, "balancer-logs/")
        .lifecycle_rule(
            LifecycleRule::new("Expire")
                .expiration(env.access_logs_kept)
                .noncurrent_expiration(env.old_versions_kept),
        )
        .build(stack)?;

    let is_behind_cloudfront = matches!(env.way_in, WayIn::CloudFront { .. });
    let mut balancer =
        ApplicationLoadBalancer::builder("Balancer", &needs.network.vpc, certificate.arn())
            .internal(is_behind_cloudfront)
            .access_logs(&logs, "balancer")
            .deletion_protection(env.is_protected);
    if env.has_firewalls {
        let mut web_acl = WebAcl::regional("Firewall")
            // Readings come in large pieces, and from devices that do not say what they are.
            .count_rule(ManagedRules::Common, "SizeRestrictions_BODY")
            .count_rule(ManagedRules::Common, "NoUserAgent_HEADER")
            .logs(env.logs_kept);
        if is_behind_cloudfront {
            web_acl = web_acl.behind_cloudfront();
        }
        balancer = balancer.web_acl(web_acl.build(stack)?.arn());
    }
    let balancer = balancer.build(stack)?;
    match env.way_in {
        WayIn::CloudFront { addresses } => {
            let cloudfront = PrefixList::from_id("CloudFront", PrefixListId::literal(addresses));
            balancer.allow_from_prefix_list(&cloudfront, stack)?;
            AliasRecord::builder("Origin", &needs.dns.zone, target(balancer))
                .name(host)
                .build(stack)?;
        }
        WayIn::LoadBalancer => {
            balancer.allow_from_block(CidrBlock::ANYWHERE, stack)?;
            balancer.allow_from_block_on(CidrBlock::ANYWHERE, Port::HTTP, stack)?;
            if env.takes_traffic() {
                take_traffic(stack, env, needs, balancer)?;
            }
        }
    }
    Output::new(balancer.dns_name())
        .description("the load balancer, to ask it without DNS")
        .add("BalancerName", stack)?;
    Ok(balancer)
}

/// Answers for the domain. The other one's health depends on nobody being reachable by the name
/// that this one gets, so that it is not asked any more, even when it is back.
fn take_traffic(
    stack: &mut Scope<'_>,
    env: &Environment,
    needs: Needs<'_>,
    balancer: ApplicationLoadBalancer,
) -> Result<()> {
    let zone = &needs.dns.zone;
    FailoverRecord::secondary("Domain", zone, target(balancer)).build(stack)?;
    AliasRecord::builder("Standby", zone, target(balancer))
        .name(env.standby_name())
        .build(stack)?;
    Ok(())
}

fn target(balancer: ApplicationLoadBalancer) -> AliasTarget {
    AliasTarget::load_balancer(balancer.dns_name(), balancer.canonical_hosted_zone_id())
}
