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
    show(&vpc, stack)?;
    Ok(Network { vpc, logs_key })
}

/// What other teams refer to: names that stay, while those that references between stacks of this
/// app make for themselves come and go.
fn show(vpc: &Vpc, stack: &mut Scope<'_>) -> Result<()> {
    Output::new(vpc.vpc_id())
        .description("the VPC, for other teams")
        .add("VpcId", stack)?;
    for (at, subnet) in vpc.private_subnets().iter().enumerate() {
        Output::new(subnet.subnet_id())
            .description(format!("the private subnet in {}", subnet.availability_zone_id()))
            .add(format!("PrivateSubnet{}Id", at + 1), stack)?;
    }
    Ok(())
}
