//! Network: the VPC that everything else lives in.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// What other stacks may use.
#[derive(Debug, Clone)]
pub struct Network {
    /// Public, private and isolated subnets over three zones.
    pub vpc: Vpc,
}

/// Adds the network to `stack`.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Network> {
    let cidr_block = env
        .network
        .parse()
        .map_err(|flaw: CidrError| stack.invalid("network", flaw.to_string()))?;
    let key = Key::builder("LogsKey")
        .description("encrypts the flow logs of EcoMind")
        .for_cloudwatch_logs()
        .build(stack)?;
    let vpc = Vpc::builder("Vpc")
        .cidr_block(cidr_block)
        .max_azs(3)
        .nat_gateways(env.nat_gateways)
        .flow_log_retention(env.flow_logs_kept)
        .flow_log_encryption_key(&key)
        .build(stack)?;
    Ok(Network { vpc })
}
