//! Functions from archives say what to run.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-handler"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Functions from archives say what to run.",
        why: "Lambda refuses them otherwise.",
        fix: "set `Runtime` and `Handler`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
        same_as: &["cfn-lint E3677", "cfn-lint E3678"],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| {
        if !it.is("PackageType", "Image") && !it.is_set("Code/ImageUri") {
            it.must_be_set("Runtime", flaws);
            it.must_be_set("Handler", flaws);
        }
    },
};
