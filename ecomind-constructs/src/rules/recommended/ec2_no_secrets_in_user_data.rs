//! User data holds no credentials.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ec2-no-secrets-in-user-data"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "User data holds no credentials.",
        why: "Everybody who may describe the instance can read it.",
        fix: "fetch secrets when the instance starts",
        source: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
        same_as: &["CKV_AWS_46"],
    },
    types: &["AWS::EC2::Instance", "AWS::EC2::LaunchTemplate"],
    check: |it, flaws| {
        let path = match it.type_name() {
            "AWS::EC2::LaunchTemplate" => "LaunchTemplateData/UserData/Fn::Base64",
            _ => "UserData/Fn::Base64",
        };
        // Where a function stands, its text does.
        let text = it.raw(path).map(ToString::to_string).unwrap_or_default();
        let words =
            ["AKIA", "AWS_SECRET_ACCESS_KEY=", "PASSWORD=", "password=", "BEGIN RSA PRIVATE KEY"];
        if let Some(word) = words.iter().find(|word| text.contains(**word)) {
            let path = path.trim_end_matches("/Fn::Base64");
            flaws.add(it, path, format!("must hold no credentials, got `{word}…`"));
        }
    },
};
