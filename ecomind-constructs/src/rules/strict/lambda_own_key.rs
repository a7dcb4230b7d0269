//! Variables of functions are encrypted with a key of one's own.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-own-key"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Variables of functions are encrypted with a key of one's own.",
        why: "Whoever may look at the function reads them otherwise, and nobody can take that back.",
        fix: "set `KmsKeyArn`, or give the function no variables",
        source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars-encryption.html",
        same_as: &["CKV_AWS_173"],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| {
        if it.is_set("Environment/Variables") {
            it.must_be_set("KmsKeyArn", flaws);
        }
    },
};
