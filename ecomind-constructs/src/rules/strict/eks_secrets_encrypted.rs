//! Secrets of Kubernetes are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("eks-secrets-encrypted"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Secrets of Kubernetes are encrypted with a key of the account.",
        why: "They are readable in backups of etcd otherwise.",
        fix: "set `EncryptionConfig`; it cannot be changed later",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html",
        same_as: &["CKV_AWS_58", "FSBP EKS.3"],
    },
    types: &["AWS::EKS::Cluster"],
    check: |it, flaws| it.must_be_set("EncryptionConfig", flaws),
};
