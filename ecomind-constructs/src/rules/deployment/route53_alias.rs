//! A record is an alias or has values.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("route53-alias"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A record is an alias or has values.",
        why: "Route 53 refuses both and neither.",
        fix: "set `AliasTarget`, or `TTL` and `ResourceRecords`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html",
        same_as: &["cfn-lint E3029"],
    },
    types: &["AWS::Route53::RecordSet"],
    check: |it, flaws| {
        if it.is_set("AliasTarget") {
            for path in ["TTL", "ResourceRecords"] {
                if it.is_set(path) {
                    flaws.add(it, path, "must not be set beside `AliasTarget`");
                }
            }
        } else {
            it.must_be_set("ResourceRecords", flaws);
            it.must_be_set("TTL", flaws);
        }
    },
};
