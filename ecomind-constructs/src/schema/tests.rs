//! Facts that AWS's documentation states, and the time that it takes to look them up.

use std::time::{Duration, Instant};

use super::*;

fn schema(name: &str) -> ResourceSchema {
    resource_type(name).unwrap()
}

fn has(mut list: impl Iterator<Item = &'static str>, wanted: &str) -> bool {
    list.any(|found| found == wanted)
}

fn property(object: ObjectSchema, name: &str) -> Shape {
    object.property(name).unwrap().shape()
}

fn inner(shape: Shape) -> ObjectSchema {
    match shape.kind {
        Kind::Object(object) => object,
        Kind::List(item) | Kind::Map(item) => inner(*item),
        other => panic!("{other:?} holds no object"),
    }
}

#[test]
fn every_type_is_found_by_its_name() {
    let mut count = 0;
    for name in resource_types() {
        assert_eq!(schema(name).name(), name);
        count += 1;
    }
    assert!(1_850 < count, "{count}");
    assert_eq!(resource_type("AWS::S3::Buckets"), None);
    assert_eq!(resource_type(""), None);
    assert_eq!(resource_type("Z"), None);
}

#[test]
fn a_database_is_replaced_or_not() {
    let database = schema("AWS::RDS::DBInstance");
    assert!(database.is_stateful());
    assert!(has(database.create_only(), "DBInstanceIdentifier"));
    assert!(has(database.create_only(), "MasterUsername"));
    assert!(!has(database.create_only(), "AllocatedStorage"));
    assert!(has(database.conditional_create_only(), "AvailabilityZone"));
    assert!(has(database.write_only(), "MasterUserPassword"));
    assert!(has(database.read_only(), "Endpoint/Address"));
    let name = database.object().property("DBInstanceIdentifier").unwrap();
    assert_eq!(name.replacement(), Replacement::Always);
    let zone = database.object().property("AvailabilityZone").unwrap();
    assert_eq!(zone.replacement(), Replacement::Maybe);
}

#[test]
fn a_patch_reaches_the_data() {
    let days = property(schema("AWS::RDS::DBInstance").object(), "BackupRetentionPeriod");
    assert_eq!(days.maximum, Some(35.0));
}

#[test]
fn a_bucket_has_limits() {
    let bucket = schema("AWS::S3::Bucket");
    let name = property(bucket.object(), "BucketName");
    assert_eq!(name.max_length, Some(63));
    assert!(
        name.pattern
            .is_some_and(|pattern| pattern.contains("a-z0-9"))
    );

    let versioning = inner(property(bucket.object(), "VersioningConfiguration"));
    let status = versioning.property("Status").unwrap();
    assert!(status.is_required());
    assert_eq!(status.shape().values.collect::<Vec<_>>(), ["Enabled", "Suspended"]);

    assert_eq!(bucket.reference().collect::<Vec<_>>(), ["BucketName"]);
    assert_eq!(bucket.attribute("Arn").unwrap().kind, Kind::String);
    assert_eq!(bucket.attribute("Nonsense"), None);
}

#[test]
fn a_role_needs_permissions() {
    let role = schema("AWS::IAM::Role");
    assert!(has(role.permissions(Handler::Create), "iam:CreateRole"));
    assert!(has(role.permissions(Handler::Delete), "iam:DeleteRole"));
    assert!(!has(role.permissions(Handler::Read), "iam:CreateRole"));
    assert!(
        role.object()
            .property("AssumeRolePolicyDocument")
            .unwrap()
            .is_required()
    );
    assert_eq!(property(role.object(), "AssumeRolePolicyDocument").kind, Kind::Json);
    let tagging = role.tagging().unwrap();
    assert_eq!((tagging.name, tagging.style), ("Tags", TagStyle::List));
}

#[test]
fn a_service_nests_objects() {
    let service = schema("AWS::ECS::Service");
    let network = inner(property(service.object(), "NetworkConfiguration"));
    let vpc = inner(property(network, "AwsvpcConfiguration"));
    let Kind::List(subnet) = property(vpc, "Subnets").kind else { panic!("a list") };
    assert_eq!(subnet.kind, Kind::String);
    let launch = property(service.object(), "LaunchType");
    assert!(has(launch.values, "FARGATE"));
}

#[test]
fn properties_exclude_each_other() {
    let rules: Vec<Rule> = schema("AWS::EC2::Instance").object().rules().collect();
    let excluded = rules.iter().any(|rule| match rule {
        Rule::Excludes(name, others) => *name == "SubnetId" && has(*others, "NetworkInterfaces"),
        _ => false,
    });
    assert!(excluded, "{rules:?}");
    let cidr = schema("AWS::EC2::Subnet")
        .object()
        .rules()
        .any(|rule| match rule {
            Rule::AtLeastOne(sets) => sets.into_iter().flatten().any(|name| name == "CidrBlock"),
            _ => false,
        });
    assert!(cidr);
}

#[test]
fn groups_scale_with_tags_of_their_own() {
    let style = |name| schema(name).tagging().map(|it| it.style);
    assert_eq!(style("AWS::AutoScaling::AutoScalingGroup"), Some(TagStyle::AutoScalingGroup));
    assert_eq!(style("AWS::SSM::Parameter"), Some(TagStyle::Map));
    assert_eq!(style("AWS::EC2::Route"), None);
}

#[test]
fn types_exist_in_regions() {
    assert_eq!(schema("AWS::S3::Bucket").exists_in("eu-central-1"), Some(true));
    assert_eq!(schema("AWS::Braket::SpendingLimit").exists_in("ap-southeast-7"), Some(false));
    assert_eq!(schema("AWS::S3::Bucket").exists_in("us-iso-east-1"), None);
    assert!(has(regions(), "cn-north-1"));
}

#[test]
fn everything_can_be_read() {
    let mut shapes = 0;
    for name in resource_types() {
        let mut waiting = vec![schema(name).object()];
        let mut seen = Vec::new();
        while let Some(object) = waiting.pop() {
            if seen.contains(&object) {
                continue;
            }
            seen.push(object);
            let _ = object.rules().count();
            for property in object.properties() {
                assert!(!property.name().is_empty());
                shapes += 1;
                let mut shape = property.shape();
                while let Kind::List(item) | Kind::Map(item) = shape.kind {
                    shape = *item;
                }
                if let Kind::Object(object) = shape.kind {
                    waiting.push(object);
                }
            }
        }
    }
    assert!(40_000 < shapes, "{shapes}");
}

/// Unoptimized, on a busy machine: the limit is generous, and still no parsing would pass it.
#[test]
fn a_lookup_takes_microseconds() {
    let names: Vec<&str> = resource_types().collect();
    let start = Instant::now();
    for name in &names {
        let found = schema(name);
        assert_eq!(found.create_only().count(), found.create_only().count());
    }
    let each = start.elapsed() / u32::try_from(names.len()).unwrap();
    assert!(each < Duration::from_micros(200), "{each:?}");
}
