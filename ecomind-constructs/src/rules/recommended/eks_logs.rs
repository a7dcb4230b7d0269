//! Clusters record what their API is asked.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("eks-logs"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Clusters record what their API is asked.",
        why: "Nobody can tell later who changed what.",
        fix: "enable all five types in `Logging`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
        same_as: &["AwsSolutions-EKS2", "CKV_AWS_37", "FSBP EKS.8"],
    },
    types: &["AWS::EKS::Cluster"],
    check: |it, flaws| it.must_be_set("Logging/ClusterLogging/EnabledTypes", flaws),
};
