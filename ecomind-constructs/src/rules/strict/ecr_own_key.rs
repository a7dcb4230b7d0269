//! Images are encrypted with a key of the account.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecr-own-key"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Images are encrypted with a key of the account.",
        why: "Only the policy of a key of your own says who may decrypt.",
        fix: "set `EncryptionConfiguration` with KMS",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        same_as: &["CKV_AWS_136", "FSBP ECR.5"],
    },
    types: &["AWS::ECR::Repository"],
    check: |it, flaws| {
        it.must_be_one_of("EncryptionConfiguration/EncryptionType", &["KMS", "KMS_DSSE"], flaws);
    },
};
