//! Instances ask for a token before they give credentials away.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-metadata-tokens"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Instances ask for a token before they give credentials away.",
        why: "A program that fetches URLs for others gives the credentials of its role to them.",
        fix: "set `MetadataOptions.HttpTokens: required`",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        same_as: &["CKV_AWS_79", "FSBP EC2.8"],
    },
    types: &["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"],
    check: |it, flaws| {
        let path = match it.type_name() {
            "AWS::EC2::LaunchTemplate" => "LaunchTemplateData/MetadataOptions/HttpTokens",
            // The template says it.
            _ if it.is_set("LaunchTemplate") => return,
            _ => "MetadataOptions/HttpTokens",
        };
        it.must_be_one_of(path, &["required"], flaws);
    },
};
