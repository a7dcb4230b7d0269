//! VPCs record who talks to whom.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("vpc-flow-logs"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "VPCs record who talks to whom.",
        why: "Nobody can tell later what an intruder reached.",
        fix: "add an AWS::EC2::FlowLog",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["AwsSolutions-VPC7", "CKV2_AWS_11", "FSBP EC2.6"],
    },
    types: &["AWS::EC2::VPC"],
    check: |it, flaws| {
        let mut logs = it.stack().of_types(&["AWS::EC2::FlowLog"]);
        if !logs.any(|log| it.stack().refers(log.logical_id(), it.logical_id())) {
            flaws.add(it, "", "must have flow logs");
        }
    },
};
