//! Access to Kubernetes is in IAM.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("eks-access-entries"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Access to Kubernetes is in IAM.",
        why: "A map in the cluster that is edited by mistake locks everybody out.",
        fix: "set `AccessConfig.AuthenticationMode` to `API`",
        source: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
        same_as: &[],
    },
    types: &["AWS::EKS::Cluster"],
    check: |it, flaws| {
        it.must_be_one_of("AccessConfig/AuthenticationMode", &["API", "API_AND_CONFIG_MAP"], flaws);
    },
};
