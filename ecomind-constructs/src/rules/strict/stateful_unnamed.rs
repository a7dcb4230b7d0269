//! What holds data and can be replaced has no name of its own.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("stateful-unnamed"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "What holds data and can be replaced has no name of its own.",
        why: "CloudFormation creates the new one before it deletes the old one, and two of one name cannot be.",
        fix: "leave the name out",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
        same_as: &[],
    },
    types: &[
        "AWS::RDS::DBInstance",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::S3::Bucket",
        "AWS::DynamoDB::Table",
    ],
    check: |it, flaws| {
        let path = match it.type_name() {
            "AWS::RDS::DBInstance" => "DBInstanceIdentifier",
            "AWS::ElastiCache::ReplicationGroup" => "ReplicationGroupId",
            "AWS::S3::Bucket" => "BucketName",
            _ => "TableName",
        };
        if it.is_set(path) {
            flaws.add(it, path, "must not be set: an update that replaces the resource fails");
        }
    },
};
