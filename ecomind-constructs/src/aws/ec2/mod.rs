//! Elastic Compute Cloud, its network half: VPCs, security groups, and what connects them.
//!
//! A [`Vpc`] has public, private and isolated [`Subnet`]s. Whatever is in it has [`Connections`],
//! closed until [`Connectable`] opens them.

mod address_plan;
mod availability_zones;
mod connectable;
mod connections;
mod default_security_group;
mod endpoint_service;
mod existing_id;
mod existing_security_group;
mod existing_vpc;
mod flow_logs;
mod gateway_endpoint;
mod interface_endpoint;
mod nat_gateways;
mod network;
mod prefix_list;
mod security_group;
mod security_group_rule;
mod subnet;
mod subnets;
mod vpc;
mod vpc_builder;

pub use self::{
    connectable::Connectable,
    connections::Connections,
    endpoint_service::EndpointService,
    existing_id::ExistingId,
    existing_security_group::ExistingSecurityGroupBuilder,
    existing_vpc::ExistingVpcBuilder,
    flow_logs::FlowLogs,
    interface_endpoint::{InterfaceEndpoint, InterfaceEndpointBuilder},
    nat_gateways::NatGateways,
    prefix_list::PrefixList,
    security_group::{SecurityGroup, SecurityGroupBuilder},
    subnet::Subnet,
    subnets::Subnets,
    vpc::Vpc,
    vpc_builder::VpcBuilder,
};
pub use crate::cfn::ids::ec2::{PrefixListId, RouteTableId, SecurityGroupId, SubnetId, VpcId};
