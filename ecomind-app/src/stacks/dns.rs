//! DNS: the zone of the environment's domain.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Dns {
    /// The records of the domain.
    pub zone: HostedZone,
}

/// Adds the zone to `stack`.
///
/// Certificates are proven by records in it, which nobody finds before the parent of the domain
/// delegates to it. So deploy this one first, and let the parent name the servers that it shows.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Dns> {
    let zone = HostedZone::builder("Zone", env.domain_name)
        .comment(format!("EcoMind, {}", env.name))
        .build(stack)?;
    if let Some(servers) = zone.name_servers() {
        Output::new(value::join(", ", servers))
            .description("the NS records that the parent of the domain needs")
            .add("NameServers", stack)?;
    }
    Ok(Dns { zone })
}
