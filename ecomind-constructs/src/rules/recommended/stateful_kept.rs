//! What holds data stays when its stack goes.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("stateful-kept"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "What holds data stays when its stack goes.",
        why: "One wrong change of a stack deletes the data.",
        fix: "set `DeletionPolicy` and `UpdateReplacePolicy` to Retain or Snapshot",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html",
        same_as: &["cfn-lint I3011"],
    },
    types: &[
        "AWS::RDS::DBInstance",
        "AWS::RDS::DBCluster",
        "AWS::S3::Bucket",
        "AWS::DynamoDB::Table",
        "AWS::EC2::Volume",
        "AWS::ElastiCache::ReplicationGroup",
        "AWS::MSK::Cluster",
        "AWS::KMS::Key",
        "AWS::SecretsManager::Secret",
        "AWS::ECR::Repository",
        "AWS::EFS::FileSystem",
        "AWS::Backup::BackupVault",
    ],
    check: |it, flaws| {
        // A replica can be made anew.
        if it.is_set("SourceDBInstanceIdentifier") {
            return;
        }
        for name in ["DeletionPolicy", "UpdateReplacePolicy"] {
            match it.attribute(name).map(|policy| policy.as_str()) {
                None => flaws.add_attribute(it, name, "must be Retain or Snapshot, and is not set"),
                Some(Some("Delete")) => {
                    flaws.add_attribute(it, name, "must be Retain or Snapshot, got Delete");
                }
                Some(_) => {}
            }
        }
    },
};
