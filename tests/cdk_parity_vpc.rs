//! A VPC gets the logical ids that the AWS CDK gives it, so that one can take over the other's.

use std::collections::BTreeMap;

use ecomind_constructs::{
    aws::ec2::{Subnets, VpcBuilder},
    prelude::*,
    testing,
};
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What the CDK has: logical id to type, of one record of `cdk_parity/vpc.json`.
fn recorded(name: &str) -> Outcome<BTreeMap<String, String>> {
    let file: Json = serde_json::from_str(include_str!("cdk_parity/vpc.json"))?;
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

/// What we have of the same VPC.
fn ours(vpc: VpcBuilder) -> BTreeMap<String, String> {
    let template = testing::synth(|stack| vpc.build(stack));
    let resources = template.document().resources();
    resources
        .map(|resource| (resource.logical_id.to_owned(), resource.type_name.to_owned()))
        .collect()
}

/// What only one side has.
fn difference(record: &str, vpc: VpcBuilder) -> Outcome<String> {
    let (theirs, ours) = (recorded(record)?, ours(vpc));
    let only = |side: &str, all: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let only = all.iter().filter(|(id, kind)| other.get(*id) != Some(kind));
        only.map(|(id, kind)| format!("{side} {kind} {id}"))
            .collect::<Vec<_>>()
    };
    let mut lines = only("CDK ", &theirs, &ours);
    lines.extend(only("ours", &ours, &theirs));
    Ok(lines.join("\n"))
}

fn unlocked() -> VpcBuilder {
    Vpc::builder("Vpc").lock_default_security_group(false)
}

/// The CDK attaches the role's policy as a resource of its own, ours is part of the role.
const POLICY: &str = "CDK  AWS::IAM::Policy VpcFlowLogIAMRoleDefaultPolicy406FB995";

#[test]
fn subnets_routes_and_gateways_have_the_same_ids() {
    assert_eq!(difference("one NAT gateway", unlocked()).unwrap(), POLICY);
    let three = unlocked().nat_gateways(NatGateways::OnePerZone);
    assert_eq!(difference("three NAT gateways", three).unwrap(), POLICY);
    let none = unlocked()
        .private_subnets(Subnets::None)
        .nat_gateways(NatGateways::None);
    assert_eq!(difference("no NAT gateway", none).unwrap(), POLICY);
}

/// The CDK shares one function among the VPCs of a stack, which may change every group.
#[test]
fn the_locked_default_group_has_a_function_of_its_own() {
    let difference = difference("locked default security group", Vpc::builder("Vpc")).unwrap();
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::Lambda::Function CustomVpcRestrictDefaultSGCustomResourceProviderHandlerDC833E5E
    CDK  AWS::IAM::Role CustomVpcRestrictDefaultSGCustomResourceProviderRole26592FE0
    CDK  AWS::IAM::Policy VpcFlowLogIAMRoleDefaultPolicy406FB995
    ours AWS::Lambda::Function VpcRestrictDefaultSecurityGroupCustomResourceFunction07D9CD3C
    ours AWS::Logs::LogGroup VpcRestrictDefaultSecurityGroupCustomResourceLogGroup1AD25E43
    ours AWS::IAM::Role VpcRestrictDefaultSecurityGroupCustomResourceRoleAB69B91E
    ");
}
