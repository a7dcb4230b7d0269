//! Networks that exist outside of the app.

use crate::{
    Result,
    cfn::ids::ec2::{SubnetId, VpcId},
    tree::Scope,
    value::CidrBlock,
};

use super::{ExistingId, Subnet, Vpc, availability_zones::Zones, subnets::SubnetKind, vpc::Parts};

/// Builds a [`Vpc`] from the ids of one that exists; see [`Vpc::from_ids`].
///
/// Nothing is looked up and no resource is added: constructs take it as they take one of the app.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
///     .cidr_block("10.1.0.0/16".parse().expect("a block"))
///     .private_subnet("use1-az1", "subnet-0123456789abcdef1")
///     .private_subnet("use1-az2", "subnet-0123456789abcdef2")
///     .build(stack)?;
/// assert_eq!(vpc.private_subnets().len(), 2);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingVpcBuilder {
    id: String,
    vpc_id: ExistingId<VpcId>,
    cidr_block: Option<CidrBlock>,
    subnets: Vec<Given>,
}

/// A subnet as it was given.
#[derive(Debug)]
struct Given {
    kind: SubnetKind,
    zone: String,
    subnet_id: ExistingId<SubnetId>,
}

impl ExistingVpcBuilder {
    pub(super) fn new(id: String, vpc_id: ExistingId<VpcId>) -> Self {
        Self { id, vpc_id, cidr_block: None, subnets: Vec::new() }
    }

    /// Its addresses. Default: unknown.
    pub fn cidr_block(mut self, block: CidrBlock) -> Self {
        self.cidr_block = Some(block);
        self
    }

    /// A subnet that the internet reaches, with the id of its zone. Adds to those before.
    pub fn public_subnet(
        self,
        zone_id: impl Into<String>,
        subnet_id: impl Into<ExistingId<SubnetId>>,
    ) -> Self {
        self.subnet(SubnetKind::Public, zone_id.into(), subnet_id.into())
    }

    /// A subnet that reaches the internet, with the id of its zone. Adds to those before.
    pub fn private_subnet(
        self,
        zone_id: impl Into<String>,
        subnet_id: impl Into<ExistingId<SubnetId>>,
    ) -> Self {
        self.subnet(SubnetKind::Private, zone_id.into(), subnet_id.into())
    }

    /// A subnet without the internet, with the id of its zone. Adds to those before.
    pub fn isolated_subnet(
        self,
        zone_id: impl Into<String>,
        subnet_id: impl Into<ExistingId<SubnetId>>,
    ) -> Self {
        self.subnet(SubnetKind::Isolated, zone_id.into(), subnet_id.into())
    }

    /// Adds the VPC's name to `scope`, and no resource.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Vpc> {
        let scope = scope.child(&self.id)?;
        let check = |setter: &str, kind: &str, id: Option<&str>| {
            // What only the deployment knows can't be looked at.
            let Some(id) = id.filter(|id| !is_id(kind, id)) else { return Ok(()) };
            let reason = format!("must look like `{kind}-0123456789abcdef0`, got {id:?}");
            Err(scope.invalid(setter, reason))
        };
        check("vpc_id", "vpc", self.vpc_id.as_literal())?;
        let mut subnets: [Vec<Subnet>; 3] = Default::default();
        let mut zones: Vec<String> = Vec::new();
        let mut ids = Vec::new();
        for Given { kind, zone, subnet_id } in self.subnets {
            let setter = kind.setter().trim_end_matches('s');
            check(setter, "subnet", subnet_id.as_literal())?;
            let subnet_id = subnet_id.into_value();
            if ids.contains(subnet_id.expr()) {
                let given = match subnet_id.expr().as_str() {
                    Some(id) => format!("{id:?}"),
                    None => "a reference".to_owned(),
                };
                let reason = format!("must not repeat a subnet, got {given} twice");
                return Err(scope.invalid(setter, reason));
            }
            if !zones.contains(&zone) {
                zones.push(zone.clone());
            }
            ids.push(subnet_id.expr().clone());
            subnets[kind as usize].push(Subnet::existing(subnet_id, zone));
        }
        if !zones.is_empty() {
            zones = Zones::Ids(zones).resolve(&scope)?;
        }
        Ok(Vpc::of(Parts {
            node: scope.node(),
            vpc_id: self.vpc_id.into_value(),
            resource: None,
            cidr_block: self.cidr_block,
            availability_zone_ids: zones,
            subnets,
            internet_connectivity: Vec::new(),
            interface_endpoints: Vec::new(),
        }))
    }

    fn subnet(mut self, kind: SubnetKind, zone: String, subnet_id: ExistingId<SubnetId>) -> Self {
        self.subnets.push(Given { kind, zone, subnet_id });
        self
    }
}

/// Whether it is an id of EC2: `kind`, and 17 lower-case hexadecimal digits; those from before
/// 2018 have 8.
pub(super) fn is_id(kind: &str, id: &str) -> bool {
    let digits = id
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('-'));
    digits.is_some_and(|digits| {
        [8, 17].contains(&digits.len())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{prelude::*, testing, value::StackOutput};

    fn refusal(vpc: ExistingVpcBuilder) -> String {
        testing::reject(|stack| vpc.build(stack)).to_string()
    }

    #[test]
    fn ids_are_used_as_they_are_and_add_no_resources() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
                .public_subnet("use1-az1", "subnet-0a1b2c3d")
                .isolated_subnet("use1-az2", "subnet-0a1b2c3e")
                .build(stack)?;
            assert_eq!(vpc.availability_zone_ids(), ["use1-az1", "use1-az2"]);
            assert!(vpc.default_security_group_id().is_none() && vpc.cidr_block().is_none());
            assert!(vpc.resource().is_none() && vpc.internet_connectivity().is_empty());
            let mut subnets = vpc.public_subnet_ids();
            subnets.extend(vpc.isolated_subnet_ids());
            Output::new(value::join(
                ",",
                subnets
                    .into_iter()
                    .map(Value::cast)
                    .collect::<Vec<Value<String>>>(),
            ))
            .add("Subnets", stack)
        });
        assert_eq!(template.json(), "");
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn the_network_of_another_app_is_read_when_this_one_is_deployed() {
        let template = testing::synth(|stack| {
            let shown = |output: &str| StackOutput::new("shop-prod-Network", output);
            let vpc = Vpc::from_ids("Vpc", shown("VpcId"))
                .private_subnet("use1-az1", shown("Subnet1"))
                .private_subnet("use1-az2", shown("Subnet2"))
                .build(stack)?;
            SecurityGroup::builder("Worker", &vpc).build(stack)
        });
        let yaml = template.yaml();
        let vpc = yaml.split("VpcId:").nth(1).unwrap();
        insta::assert_snapshot!(vpc.split("SecurityGroupEgress").next().unwrap().trim(), @r#"
        "Fn::GetStackOutput":
                  StackName: shop-prod-Network
                  OutputName: VpcId
        "#);
    }

    #[test]
    fn rejects_a_reference_to_one_subnet_twice() {
        let shown = |output: &str| StackOutput::new("shop-prod-Network", output);
        let vpc = Vpc::from_ids("Vpc", shown("VpcId"))
            .private_subnet("use1-az1", shown("Subnet1"))
            .private_subnet("use1-az2", shown("Subnet1"));
        insta::assert_snapshot!(refusal(vpc), @"`private_subnet` of `Test/Vpc` must not repeat a subnet, got a reference twice");
    }

    #[test]
    fn rejects_what_are_no_ids() {
        let vpc = || Vpc::from_ids("Vpc", "vpc-0a1b2c3d");
        let texts = [
            refusal(Vpc::from_ids("Vpc", "my-vpc")),
            refusal(vpc().private_subnet("use1-az1", "vpc-0a1b2c3d")),
            refusal(vpc().private_subnet("us-east-1a", "subnet-0a1b2c3d")),
            refusal(vpc().private_subnet("euw1-az1", "subnet-0a1b2c3d")),
            refusal(
                vpc()
                    .private_subnet("use1-az1", "subnet-0a1b2c3d")
                    .isolated_subnet("use1-az2", "subnet-0a1b2c3d"),
            ),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `vpc_id` of `Test/Vpc` must look like `vpc-0123456789abcdef0`, got "my-vpc"
        `private_subnet` of `Test/Vpc` must look like `subnet-0123456789abcdef0`, got "vpc-0a1b2c3d"
        `availability_zone_ids` of `Test/Vpc` must look like `use1-az1`, got "us-east-1a"
        `availability_zone_ids` of `Test/Vpc` must be zones of us-east-1, such as `use1-az1`, got "euw1-az1"
        `isolated_subnet` of `Test/Vpc` must not repeat a subnet, got "subnet-0a1b2c3d" twice
        "#);
    }
}
