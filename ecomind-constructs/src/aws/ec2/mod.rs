//! Elastic Compute Cloud: VPCs, security groups, what connects them, and the images of instances.
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
mod first_start;
mod flow_logs;
mod gateway_endpoint;
mod image;
mod instance_template;
mod interface_endpoint;
mod lasting_instance;
mod nat_gateways;
mod network;
mod opening;
mod place;
mod prefix_list;
mod security_group;
mod security_group_rule;
mod session_manager;
mod subnet;
mod subnets;
mod vpc;
mod vpc_builder;

#[cfg(test)]
pub(in crate::aws) use self::first_start::flaw as script_flaw;
pub use self::{
    connectable::Connectable,
    connections::Connections,
    endpoint_service::EndpointService,
    existing_id::ExistingId,
    existing_security_group::ExistingSecurityGroupBuilder,
    existing_vpc::ExistingVpcBuilder,
    flow_logs::FlowLogs,
    image::Image,
    interface_endpoint::{InterfaceEndpoint, InterfaceEndpointBuilder},
    nat_gateways::NatGateways,
    opening::Opening,
    prefix_list::PrefixList,
    security_group::{SecurityGroup, SecurityGroupBuilder},
    subnet::Subnet,
    subnets::Subnets,
    vpc::Vpc,
    vpc_builder::VpcBuilder,
};
pub(in crate::aws) use self::{
    first_start::user_data,
    instance_template::InstanceTemplate,
    lasting_instance::{LastingInstance, gibibytes, instance_type_flaw},
    place::Place,
    session_manager::session_manager,
};
pub use crate::cfn::ids::ec2::{PrefixListId, RouteTableId, SecurityGroupId, SubnetId, VpcId};
