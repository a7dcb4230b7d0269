//! Old images go.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecr-lifecycle"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Old images go.",
        why: "They cost money for ever.",
        fix: "set `LifecyclePolicy`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        same_as: &["FSBP ECR.3"],
    },
    types: &["AWS::ECR::Repository"],
    check: |it, flaws| it.must_be_set("LifecyclePolicy/LifecyclePolicyText", flaws),
};
