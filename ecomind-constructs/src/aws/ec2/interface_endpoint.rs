//! Private ways to single services.

use crate::{
    Result,
    cfn::{ec2 as cfn, ids::ec2::SubnetId},
    tree::{Ref, Resource as _, Scope},
    value::{Port, Value},
};

use super::{
    Connectable, Connections, EndpointService, Vpc, gateway_endpoint::service_name,
    subnet::name_tag,
};

/// A way from a VPC to one service of AWS that does not touch the internet.
///
/// It is in the private subnets, or the isolated ones where there are none, and the service's
/// usual host name leads to it. Nobody can connect until you [allow](Connectable::allow_from) it.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ec2::{EndpointService, InterfaceEndpoint};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
/// let secrets = InterfaceEndpoint::builder("Secrets", &vpc, EndpointService::SecretsManager)
///     .build(stack)?;
/// secrets.allow_from(&api, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $7.30 a month in each zone, and $0.01 for each GB. CloudFormation:
/// [`AWS::EC2::VPCEndpoint`](cfn::VpcEndpoint)
#[derive(Debug, Clone, Copy)]
pub struct InterfaceEndpoint {
    service: EndpointService,
    resource: Ref<cfn::VpcEndpoint>,
    connections: Connections,
}

/// Builds an [`InterfaceEndpoint`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct InterfaceEndpointBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    service: EndpointService,
    private_dns: bool,
}

impl InterfaceEndpoint {
    /// Starts an endpoint of `service` in `vpc`.
    pub fn builder(
        id: impl Into<String>,
        vpc: &Vpc,
        service: EndpointService,
    ) -> InterfaceEndpointBuilder<'_> {
        InterfaceEndpointBuilder { id: id.into(), vpc, service, private_dns: true }
    }

    /// The service that it leads to.
    #[must_use]
    pub fn service(self) -> EndpointService {
        self.service
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::VpcEndpoint> {
        self.resource
    }
}

impl Connectable for InterfaceEndpoint {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl InterfaceEndpointBuilder<'_> {
    /// Whether the service's usual host name leads to it; one endpoint of a service in a VPC can
    /// have that. Default: true.
    pub fn private_dns(mut self, private_dns: bool) -> Self {
        self.private_dns = private_dns;
        self
    }

    /// Adds the endpoint to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<InterfaceEndpoint> {
        let mut scope = scope.child(&self.id)?;
        let subnets = self.subnet_ids();
        if subnets.is_empty() {
            let reason = "must have private or isolated subnets, got neither";
            return Err(scope.invalid("vpc", reason));
        }
        let connections = Connections::closed(self.vpc, Port::HTTPS, &mut scope)?;
        let resource = cfn::VpcEndpoint::new(self.vpc.vpc_id())
            .vpc_endpoint_type(cfn::VpcEndpointVpcEndpointType::Interface)
            .service_name(service_name(self.service.name()))
            .private_dns_enabled(self.private_dns)
            .subnet_ids(subnets)
            .security_group_ids([connections.security_group_id()])
            .tags([name_tag(&scope)])
            .add("Resource", &mut scope)?;
        Ok(InterfaceEndpoint { service: self.service, resource, connections })
    }

    fn subnet_ids(&self) -> Vec<Value<SubnetId>> {
        let private = self.vpc.private_subnet_ids();
        if private.is_empty() { self.vpc.isolated_subnet_ids() } else { private }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::ec2::{EndpointService, InterfaceEndpoint},
        prelude::*,
        testing,
    };

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .isolated_subnet("use1-az1", "subnet-0a1b2c3d")
                .build(stack)?;
            InterfaceEndpoint::builder("Logs", &vpc, EndpointService::CloudWatchLogs).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .private_subnet("use1-az1", "subnet-0a1b2c3d")
                .private_subnet("use1-az2", "subnet-0a1b2c3e")
                .build(stack)?;
            let keys = InterfaceEndpoint::builder("Keys", &vpc, EndpointService::Kms)
                .private_dns(false)
                .build(stack)?;
            let api = SecurityGroup::builder("Api", &vpc).build(stack)?;
            keys.allow_from(&api, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_vpc_without_subnets_for_it() {
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            InterfaceEndpoint::builder("Sts", &vpc, EndpointService::Sts).build(stack)
        });
        insta::assert_snapshot!(error, @"`vpc` of `Test/Sts` must have private or isolated subnets, got neither");
    }
}
