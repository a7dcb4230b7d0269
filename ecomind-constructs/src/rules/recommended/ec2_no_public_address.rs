//! Instances have no public addresses.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-no-public-address"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Instances have no public addresses.",
        why: "A public address lets anybody try.",
        fix: "leave `AssociatePublicIpAddress` out, and use Session Manager",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["CKV_AWS_88", "FSBP EC2.9"],
    },
    types: &["AWS::EC2::Instance"],
    check: |it, flaws| {
        for index in 0..it.list("NetworkInterfaces").len() {
            let path = format!("NetworkInterfaces/{index}/AssociatePublicIpAddress");
            it.must_not_be_true(&path, flaws);
        }
    },
};
