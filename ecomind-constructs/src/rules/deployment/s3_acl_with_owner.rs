//! A bucket whose owner owns everything has no ACL.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("s3-acl-with-owner"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A bucket whose owner owns everything has no ACL.",
        why: "S3 refuses it, and the stack fails.",
        fix: "leave `AccessControl` out, or choose another `ObjectOwnership`",
        source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
        same_as: &["cfn-lint E3045"],
    },
    types: &["AWS::S3::Bucket"],
    check: |it, flaws| {
        // Without a word, new buckets belong to their owner.
        let owner = it.list("OwnershipControls/Rules").first();
        let owner = owner.and_then(|rule| rule.get("ObjectOwnership")?.as_str());
        let is_enforced = owner.is_none_or(|owner| owner == "BucketOwnerEnforced");
        let acl = it.text("AccessControl");
        if is_enforced && acl.is_some_and(|acl| acl != "Private" && acl != "BucketOwnerFullControl")
        {
            flaws.add(
                it,
                "AccessControl",
                "must not be there: the owner of the bucket owns its objects",
            );
        }
    },
};
