//! Edge: CloudFront in front of everything, with its certificate, its firewall and its logs.
//!
//! CloudFront takes certificates, web ACLs and deliveries of logs from us-east-1 alone, and tells
//! its metrics there. So this stack is always there, wherever the others are.

use ecomind_constructs::prelude::*;

use crate::{
    environment::Environment,
    stacks::{
        alerts::{self, Alerts},
        dns::Dns,
        services::Services,
    },
};

/// Where this stack is.
pub const REGION: &str = "us-east-1";

/// What pages load that never changes under its name, such as scripts.
const ASSETS: &str = "/_next/static/*";

/// What other stacks may use.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    /// What people reach.
    pub distribution: Distribution,
    /// What the pages load.
    pub assets: Bucket,
}

/// Adds the distribution to `stack`.
pub fn define(
    stack: &mut Scope<'_>,
    env: &Environment,
    alerts: &Alerts,
    dns: &Dns,
    services: &Services,
) -> Result<Edge> {
    let logs = Bucket::builder("Logs")
        .receives_access_logs()
        .lifecycle_rule(
            LifecycleRule::new("Expire")
                .expiration(env.access_logs_kept)
                .noncurrent_expiration(env.old_versions_kept),
        )
        .build(stack)?;
    let assets = Bucket::builder("Assets")
        .access_logs(&logs, "assets/")
        .lifecycle_rule(LifecycleRule::new("Expire").noncurrent_expiration(env.old_versions_kept))
        .build(stack)?;
    let certificate =
        Certificate::builder("Certificate", env.domain_name, &dns.zone).build(stack)?;

    let way_in = VpcOrigin::builder("WayIn", &services.balancer).build(stack)?;
    let mut distribution =
        Distribution::builder("Distribution", Origin::vpc(&way_in, services.origin.as_str()))
            .behavior(ASSETS, Origin::bucket(&assets))
            .domain_names([env.domain_name], &certificate)
            .price_class(PriceClass::NorthAmericaAndEurope)
            .access_logs(&logs, "cloudfront")
            .comment(format!("EcoMind, {}", env.name));
    if env.has_firewalls {
        let web_acl = WebAcl::cloudfront("Firewall")
            // Readings come in large pieces, and from devices that do not say what they are.
            .count_rule(ManagedRules::Common, "SizeRestrictions_BODY")
            .count_rule(ManagedRules::Common, "NoUserAgent_HEADER")
            .logs(env.logs_kept)
            .build(stack)?;
        distribution = distribution.web_acl(&web_acl);
    }
    let distribution = distribution.build(stack)?;
    domain(stack, env, dns, distribution)?;
    alarms(stack, env, alerts, distribution)?;

    Output::new(format!("https://{}", env.domain_name))
        .description("where people find it")
        .add("Url", stack)?;
    Output::new(assets.name())
        .description("where the pipeline puts what pages load")
        .add("AssetsBucket", stack)?;
    Output::new(distribution.distribution_id())
        .description("the distribution, to have it forget what it keeps")
        .add("DistributionId", stack)?;
    Ok(Edge { distribution, assets })
}

/// The record of the domain. Where an environment stands by, that one answers once it serves, for as
/// long as it does: this one's database may be behind by then.
fn domain(
    stack: &mut Scope<'_>,
    env: &Environment,
    dns: &Dns,
    distribution: Distribution,
) -> Result<()> {
    if env.standby.is_none() {
        AliasRecord::builder("Domain", &dns.zone, &distribution).build(stack)?;
        return Ok(());
    }
    // By its own name: that of the domain leads to the other one by then.
    let answers = HealthCheck::builder("Answers", distribution.domain_name()).build(stack)?;
    // A load balancer accepts connections whatever its services do.
    let alone = HealthCheck::tcp("Alone", env.standby_name(), 443)
        .inverted()
        .build(stack)?;
    let serves = HealthCheck::all_healthy("Serves", [answers, alone]).build(stack)?;
    FailoverRecord::primary("Domain", &dns.zone, &distribution, serves).build(stack)?;
    Ok(())
}

/// Alarms about what viewers see, of which the load balancer may know nothing.
fn alarms(
    stack: &mut Scope<'_>,
    env: &Environment,
    alerts: &Alerts,
    distribution: Distribution,
) -> Result<()> {
    // Alarms publish in their own region alone.
    let topic = if env.region == REGION {
        alerts.topic
    } else {
        alerts::define(&mut stack.child("Alerts")?, env)?.topic
    };
    let share = Metric::new("AWS/CloudFront", "5xxErrorRate")
        .dimension("DistributionId", distribution.distribution_id())
        .dimension("Region", "Global")
        .period(Duration::minutes(1));
    Alarm::builder("Failures", share, 5.0)
        .evaluation_periods(5)
        .datapoints_to_alarm(3)
        .missing_data(MissingData::NotBreaching)
        .description("viewers see errors: look at the origin first, then at the logs of CloudFront")
        .alarm_action(topic.arn())
        .ok_action(topic.arn())
        .build(stack)?;
    if env.watch.asks_from_outside {
        let check = HealthCheck::builder("FromOutside", env.domain_name).build(stack)?;
        let status = Metric::new("AWS/Route53", "HealthCheckStatus")
            .dimension("HealthCheckId", check.health_check_id())
            .statistic(Statistic::Minimum)
            .period(Duration::minutes(1));
        Alarm::builder("Unreachable", status, 1.0)
            .comparison(Comparison::LessThan)
            .missing_data(MissingData::Breaching)
            .description(
                "places all over the world get no start page: DNS, CloudFront or the pages",
            )
            .alarm_action(topic.arn())
            .ok_action(topic.arn())
            .build(stack)?;
    }
    Ok(())
}
