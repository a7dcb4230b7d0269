//! Distributions, zones and certificates get the logical ids that the AWS CDK gives them.

use std::collections::BTreeMap;

use ecomind_constructs::{aws::route53::AliasTarget, prelude::*, testing};
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const DISTRIBUTION: &str = include_str!("cdk_parity/cloudfront_distribution.json");
const ZONE: &str = include_str!("cdk_parity/route53_zone.json");
const CERTIFICATE: &str = include_str!("cdk_parity/acm_certificate.json");

/// What the CDK has: logical id to type, of one record of a file.
fn recorded(file: &str, name: &str) -> Outcome<BTreeMap<String, String>> {
    let file: Json = serde_json::from_str(file)?;
    let mut records = file["records"].as_array().into_iter().flatten();
    let record = records.find(|record| record["name"] == name);
    let resources = record.ok_or("no such record")?["resources"].as_array();
    let entry = |resource: &Json| {
        let text = |name| Some(resource[name].as_str()?.to_owned());
        text("logicalId").zip(text("type"))
    };
    let resources = resources.into_iter().flatten().map(entry);
    resources
        .collect::<Option<_>>()
        .ok_or_else(|| "a resource without id or type".into())
}

/// What only one side has.
fn difference<T>(
    file: &str,
    record: &str,
    build: impl FnOnce(&mut Scope<'_>) -> Result<T>,
) -> Outcome<String> {
    let theirs = recorded(file, record)?;
    let template = testing::synth(build);
    let resources = template.document().resources();
    let ours: BTreeMap<String, String> = resources
        .map(|resource| (resource.logical_id.to_owned(), resource.type_name.to_owned()))
        .collect();
    let only = |side: &str, all: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let only = all.iter().filter(|(id, kind)| other.get(*id) != Some(kind));
        only.map(|(id, kind)| format!("{side} {kind} {id}"))
            .collect::<Vec<_>>()
    };
    let mut lines = only("CDK ", &theirs, &ours);
    lines.extend(only("ours", &ours, &theirs));
    Ok(lines.join("\n"))
}

#[test]
fn a_certificate_has_the_same_id() {
    let difference = difference(CERTIFICATE, "validated by DNS", |stack| {
        let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
        Certificate::builder("Certificate", "example.com", &zone)
            .alternative_name("*.example.com", &zone)
            .build(stack)
    });
    assert_eq!(difference.unwrap(), "");
}

#[test]
fn a_private_zone_has_the_same_id() {
    let difference = difference(ZONE, "private zone", |stack| {
        let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0").build(stack)?;
        HostedZone::builder("Zone", "ecomind.internal")
            .private_in(&vpc)
            .build(stack)
    });
    assert_eq!(difference.unwrap(), "");
}

/// The CDK's AAAA record is a construct of its own, which the test that recorded it calls `ApexV6`;
/// the load balancer is another file's.
#[test]
fn a_public_zone_and_its_records_have_the_same_ids() {
    let difference = difference(ZONE, "public zone, alias records", |stack| {
        let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
        let balancer = AliasTarget::load_balancer("alb-1.elb.amazonaws.com", "Z35SXDOTRQ7X7K");
        AliasRecord::builder("Api", &zone, balancer)
            .name("api")
            .build(stack)?;
        let site = Distribution::builder("Site", Origin::https("api.example.com")).build(stack)?;
        AliasRecord::builder("Apex", &zone, &site).build(stack)?;
        Record::builder("Www", &zone, RecordType::Cname, ["example.com"])
            .name("www")
            .build(stack)?;
        Record::builder("Spf", &zone, RecordType::Txt, ["v=spf1 -all"]).build(stack)?;
        Record::builder("Caa", &zone, RecordType::Caa, ["0 issue \"amazon.com\""]).build(stack)
    });
    insta::assert_snapshot!(difference.unwrap(), @r"
    CDK  AWS::Route53::RecordSet ApexV67DC68D27
    CDK  AWS::ElasticLoadBalancingV2::LoadBalancer Balancer71DDC9D9
    CDK  AWS::EC2::SecurityGroup BalancerSecurityGroup27376FED
    ours AWS::Route53::RecordSet ApexIpv62C127981
    ");
}

/// The policies and the function of the record are resources of their own beside the distribution;
/// the CDK's logs are the older kind, which the bucket's access control lists let in.
#[test]
fn a_distribution_and_its_access_control_have_the_same_ids() {
    let difference =
        difference(DISTRIBUTION, "S3 with origin access control, HTTP origin", |stack| {
            let assets = Bucket::builder("Assets").build(stack)?;
            let logs = Bucket::builder("Logs").build(stack)?;
            Distribution::builder("Site", Origin::bucket(&assets))
                .behavior("/api/*", Origin::https("api.example.com"))
                .access_logs(&logs, "site")
                .build(stack)
        });
    insta::assert_snapshot!(difference.unwrap(), @r"
    CDK  AWS::CloudFront::ResponseHeadersPolicy HeadersECA0794E
    CDK  AWS::CloudFront::CachePolicy NoCacheA8FB9B61
    CDK  AWS::CloudFront::Function RewriteA2091284
    ours AWS::S3::BucketPolicy LogsPolicy90DB40C9
    ours AWS::Logs::Delivery SiteAccessLogs536C0B75
    ours AWS::Logs::DeliveryDestination SiteAccessLogsDestination5212B660
    ours AWS::Logs::DeliverySource SiteAccessLogsSourceD7A6A0B2
    ");
}

/// The key of the record is the bucket's child in the CDK.
#[test]
fn a_distribution_of_an_encrypted_bucket_has_the_same_ids() {
    let difference = difference(DISTRIBUTION, "own bucket with a key", |stack| {
        let key = Key::builder("Key").build(&mut stack.child("Keys")?)?;
        let assets = Bucket::builder("Assets")
            .encryption_key(&key)
            .build(stack)?;
        Distribution::builder("Site", Origin::bucket(&assets)).build(stack)
    });
    insta::assert_snapshot!(difference.unwrap(), @r"
    CDK  AWS::KMS::Key AssetsKey3C0C85BF
    ours AWS::KMS::Key KeysKeyFE944A9C
    ");
}
