//! Network: the VPC that everything else lives in.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Network {
    /// Public, private and isolated subnets over the zones of the environment.
    pub vpc: Vpc,
    /// What encrypts log groups.
    pub logs_key: Key,
}

/// Adds the network to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Network> {
    let cidr_block = env
        .network
        .parse()
        .map_err(|flaw: CidrError| stack.invalid("network", flaw.to_string()))?;
    let logs_key = Key::builder("LogsKey")
        .description("encrypts the flow logs of EcoMind, and what its services log")
        .for_cloudwatch_logs()
        .build(stack)?;
    let vpc = Vpc::builder("Vpc")
        .cidr_block(cidr_block)
        .max_azs(env.zones)
        .nat_gateways(env.nat_gateways)
        .flow_log_retention(env.flow_logs_kept)
        .flow_log_encryption_key(&logs_key)
        .build(stack)?;
    Ok(Network { vpc, logs_key })
}
