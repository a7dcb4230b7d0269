//! Alarms have a period that CloudWatch has.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("cloudwatch-period"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Alarms have a period that CloudWatch has.",
        why: "CloudWatch refuses others.",
        fix: "set `Period` to 10, 20, 30, or a multiple of 60",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html",
        same_as: &["cfn-lint E3615"],
    },
    types: &["AWS::CloudWatch::Alarm"],
    check: |it, flaws| {
        let Some(seconds) = it.number("Period") else { return };
        let is_right =
            [10.0, 20.0, 30.0].contains(&seconds) || (0.0 < seconds && seconds % 60.0 < 0.5);
        if !is_right {
            flaws.add(
                it,
                "Period",
                format!("must be 10, 20, 30 or a multiple of 60, got {seconds}"),
            );
        }
    },
};
