//! The ways to S3 and DynamoDB that cost nothing.

use crate::{
    Result,
    cfn::{ec2, ids::ec2::RouteTableId},
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue, Value},
};

use super::subnet::name_tag;

/// A service that has a gateway endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) enum GatewayService {
    S3,
    DynamoDb,
}

impl GatewayService {
    /// Adds the endpoint to `scope`, that of the VPC, with a route in each of these tables.
    pub(super) fn add(
        self,
        vpc: Ref<ec2::Vpc>,
        tables: Vec<Value<RouteTableId>>,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        let (id, name) = match self {
            Self::S3 => ("S3", "s3"),
            Self::DynamoDb => ("DynamoDB", "dynamodb"),
        };
        let tag = name_tag(scope);
        let mut scope = scope.child(id)?;
        ec2::VpcEndpoint::new(vpc)
            .vpc_endpoint_type(ec2::VpcEndpointVpcEndpointType::Gateway)
            .service_name(service_name(name))
            .route_table_ids(tables)
            .tags([tag])
            .add("Resource", &mut scope)?;
        Ok(())
    }
}

/// What AWS calls a service of the stack's region.
pub(super) fn service_name(name: &str) -> Value<String> {
    value::concat(["com.amazonaws.".into_value(), value::region(), format!(".{name}").into_value()])
}
