//! Images are scanned.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecr-scan"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Images are scanned.",
        why: "Known holes are deployed.",
        fix: "set `ImageScanningConfiguration.ScanOnPush: true`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html",
        same_as: &["CKV_AWS_163", "FSBP ECR.1"],
    },
    types: &["AWS::ECR::Repository"],
    check: |it, flaws| it.must_be_true("ImageScanningConfiguration/ScanOnPush", flaws),
};
