//! Tables that pay for requests reserve no capacity.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("dynamodb-billing"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Tables that pay for requests reserve no capacity.",
        why: "DynamoDB refuses both.",
        fix: "take one of `BillingMode: PAY_PER_REQUEST` and `ProvisionedThroughput` out",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html",
        same_as: &["cfn-lint E3638"],
    },
    types: &["AWS::DynamoDB::Table"],
    check: |it, flaws| {
        if it.is("BillingMode", "PAY_PER_REQUEST") && it.is_set("ProvisionedThroughput") {
            flaws.add(it, "ProvisionedThroughput", "must not be set with PAY_PER_REQUEST");
        }
    },
};
