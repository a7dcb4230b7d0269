//! Subnets are inside their VPC, and apart from each other.

use crate::{
    rules::{About, Pack, ResourceRule, support::ranges},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("subnet-in-vpc"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Subnets are inside their VPC, and apart from each other.",
        why: "EC2 refuses ranges that overlap or lie outside.",
        fix: "choose another range",
        source: "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html",
        same_as: &["cfn-lint E3060"],
    },
    types: &["AWS::EC2::Subnet"],
    check: |it, flaws| {
        let Some(own) = it.text("CidrBlock").and_then(|text| ranges::parse(&text)) else { return };
        let Some(vpc) = it.target("VpcId") else { return };
        if let Some(whole) = vpc.text("CidrBlock").and_then(|text| ranges::parse(&text))
            && !ranges::contains(whole, own)
            && !it
                .stack()
                .of_types(&["AWS::EC2::VPCCidrBlock"])
                .any(|_| true)
        {
            flaws.add(it, "CidrBlock", "must be inside the range of its VPC");
        }
        for other in it.stack().of_types(&["AWS::EC2::Subnet"]) {
            if other.logical_id() == it.logical_id() {
                break;
            }
            let is_same = other
                .target("VpcId")
                .is_some_and(|it| it.logical_id() == vpc.logical_id());
            let range = other
                .text("CidrBlock")
                .and_then(|text| ranges::parse(&text));
            if is_same && range.is_some_and(|range| ranges::overlap(range, own)) {
                let message = format!("must not overlap with that of `{}`", other.logical_id());
                flaws.add(it, "CidrBlock", message);
            }
        }
    },
};
