//! Tags of images do not move.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecr-immutable"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Tags of images do not move.",
        why: "Nobody knows what runs, and what was tested.",
        fix: "set `ImageTagMutability: IMMUTABLE`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        same_as: &["CKV_AWS_51", "FSBP ECR.2"],
    },
    types: &["AWS::ECR::Repository"],
    check: |it, flaws| {
        it.must_be_one_of("ImageTagMutability", &["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"], flaws);
    },
};
