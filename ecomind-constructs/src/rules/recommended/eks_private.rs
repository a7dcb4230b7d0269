//! The API of a cluster is not for everybody.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("eks-private"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "The API of a cluster is not for everybody.",
        why: "Anybody may try.",
        fix: "set `EndpointPublicAccess: false`, or name ranges in `PublicAccessCidrs`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
        same_as: &["AwsSolutions-EKS1", "CKV_AWS_38", "CKV_AWS_39", "FSBP EKS.1"],
    },
    types: &["AWS::EKS::Cluster"],
    check: |it, flaws| {
        if !it.is_set("ResourcesVpcConfig/PublicAccessCidrs") {
            it.must_be_one_of("ResourcesVpcConfig/EndpointPublicAccess", &["false"], flaws);
        }
    },
};
