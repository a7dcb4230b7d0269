//! No ACL makes a bucket public.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-no-public-acl"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "No ACL makes a bucket public.",
        why: "Everybody can list, read or write it.",
        fix: "leave `AccessControl` out",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
        same_as: &["CKV_AWS_20", "CKV_AWS_57", "FSBP S3.2"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| {
        let acl = it.text("AccessControl");
        if acl.is_some_and(|acl| acl.starts_with("Public") || acl == "AuthenticatedRead") {
            flaws.add(it, "AccessControl", "must not be public");
        }
    },
};
