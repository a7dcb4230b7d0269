//! What the generated types promise to those who write stacks with them.
#![cfg(all(feature = "ec2", feature = "kms", feature = "s3"))]

use ecomind_constructs::{
    cfn::{Tag, ec2, kms, s3},
    prelude::*,
    value::Expr,
};

fn expr<T: ?Sized>(value: impl IntoValue<T>) -> Expr {
    value.into_value().into_expr()
}

#[test]
fn properties_are_set_under_the_names_of_cloudformation() {
    let vpc = ec2::VpcId::literal("vpc-1");
    let subnet = ec2::Subnet::new(vpc)
        .cidr_block("10.0.0.0/24")
        .map_public_ip_on_launch(false)
        .tags([Tag::new("Tier", "public")]);
    assert_eq!(subnet.type_name(), "AWS::EC2::Subnet");
    assert_eq!(subnet.tagging(), Tagging::List("Tags"));
    let names: Vec<String> = subnet
        .into_properties()
        .iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(names, ["VpcId", "CidrBlock", "MapPublicIpOnLaunch", "Tags"]);
}

#[test]
fn a_handle_is_passed_where_its_id_is_due() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Test")?;
    let vpc = ec2::Vpc::new()
        .cidr_block("10.0.0.0/16")
        .add("Vpc", &mut stack)?;
    let subnet = ec2::Subnet::new(vpc).add("Subnet", &mut stack)?;
    let group = ec2::SecurityGroup::new("web")
        .vpc_id(vpc)
        .add("Group", &mut stack)?;
    let key = kms::Key::new().add("Key", &mut stack)?;

    // `Ref` of a security group may be its name, and of a key is no ARN.
    let group_id: Value<ec2::SecurityGroupId> = group.into_value();
    assert_eq!(group_id, group.group_id());
    let key_id: Value<kms::KeyId> = key.into_value();
    assert_eq!(key_id, key.arn().cast());

    let endpoint = ec2::VpcEndpoint::new(vpc)
        .subnet_ids([subnet])
        .security_group_ids([group_id]);
    assert_eq!(
        endpoint.into_properties().get("SubnetIds"),
        Some(&expr::<Vec<ec2::SubnetId>>([subnet]))
    );
    Ok(())
}

#[test]
fn a_value_that_aws_added_since_can_be_written() {
    type Status = s3::BucketVersioningConfigurationStatus;
    let versioning = s3::BucketVersioningConfiguration::new(Status::Enabled);
    let bucket = s3::Bucket::new()
        .versioning_configuration(versioning)
        .into_properties();
    let Some(Expr::Map(versioning)) = bucket.get("VersioningConfiguration") else {
        panic!("a property type is a map");
    };
    assert_eq!(versioning.get("Status"), Some(&Expr::from("Enabled")));
    assert_eq!(expr::<Status>(Status::Other("Archived".to_owned())), Expr::from("Archived"));
}

#[test]
fn what_could_be_mistaken_is_required_by_name() {
    let peering = ec2::VpcPeeringConnection::new(ec2::VpcPeeringConnectionArgs {
        peer_vpc_id: ec2::VpcId::literal("vpc-theirs"),
        vpc_id: ec2::VpcId::literal("vpc-ours"),
    });
    assert_eq!(peering.into_properties().get("VpcId"), Some(&Expr::from("vpc-ours")));
}
