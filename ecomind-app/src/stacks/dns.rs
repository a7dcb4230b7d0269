//! DNS: the zone of the environment's domain, and a certificate that stands ready.

use ecomind_constructs::prelude::*;

use crate::environment::{Environment, WayIn, Zone};

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Dns {
    /// The records of the domain.
    pub zone: HostedZone,
    /// What a load balancer shows that people reach without CloudFront.
    pub certificate: Option<Certificate>,
}

/// Adds the zone to `stack`.
///
/// Certificates are proven by records in it, which nobody finds before the parent of the domain
/// delegates to it. So deploy this one first, and let the parent name the servers that it shows.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Dns> {
    let zone = match env.zone {
        Zone::Own => own(stack, env)?,
        Zone::Existing(id) => HostedZone::from_id("Zone", id, env.domain_name).build(stack)?,
    };
    let certificate = match env.way_in {
        WayIn::CloudFront { .. } => None,
        // It takes a while to be issued, and records that only us-east-1 can change.
        WayIn::LoadBalancer => Some(
            Certificate::builder("Certificate", env.domain_name, &zone)
                .alternative_name(env.standby_name(), &zone)
                .build(stack)?,
        ),
    };
    if let Some(certificate) = &certificate {
        Output::new(certificate.arn())
            .description("what the load balancer will show")
            .add("CertificateArn", stack)?;
    }
    Ok(Dns { zone, certificate })
}

fn own(stack: &mut Scope<'_>, env: &Environment) -> Result<HostedZone> {
    let zone = HostedZone::builder("Zone", env.domain_name)
        .comment(format!("EcoMind, {}", env.name))
        .accelerated_recovery()
        .build(stack)?;
    if let Some(servers) = zone.name_servers() {
        Output::new(value::join(", ", servers))
            .description("the NS records that the parent of the domain needs")
            .add("NameServers", stack)?;
    }
    if env.standby.is_some() {
        Output::new(zone.zone_id())
            .description("the zone, for the environment that stands by")
            .add("ZoneId", stack)?;
    }
    Ok(zone)
}
