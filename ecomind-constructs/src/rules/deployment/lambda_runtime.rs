//! Functions have a runtime that is supported.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

/// Withdrawn by 2026-11-23, by the data of cfn-lint 1.58.
const OLD: &[&str] = &[
    "nodejs",
    "nodejs4.3",
    "nodejs4.3-edge",
    "nodejs6.10",
    "nodejs8.10",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs18.x",
    "nodejs20.x",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "python3.10",
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "dotnetcore3.1",
    "dotnet5.0",
    "dotnet6",
    "dotnet7",
    "java8",
    "go1.x",
    "ruby2.5",
    "ruby2.7",
    "ruby3.2",
    "provided",
];

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("lambda-runtime"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Functions have a runtime that is supported.",
        why: "Lambda creates no functions of runtimes past their end.",
        fix: "choose `python3.14`, `nodejs24.x`, or another that is supported",
        source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
        same_as: &["AwsSolutions-L1", "cfn-lint W2531", "cfn-lint E2531", "FSBP Lambda.2"],
    },
    types: &["AWS::Lambda::Function"],
    check: |it, flaws| {
        if let Some(runtime) = it
            .text("Runtime")
            .filter(|runtime| OLD.contains(&&**runtime))
        {
            flaws.add(it, "Runtime", format!("must be supported, got {runtime}"));
        }
    },
};
