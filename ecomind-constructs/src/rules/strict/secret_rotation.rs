//! Secrets change by themselves.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("secret-rotation"),
        pack: Pack::Strict,
        severity: Severity::Error,
        what: "Secrets change by themselves.",
        why: "A secret that leaked years ago still opens the door.",
        fix: "add an AWS::SecretsManager::RotationSchedule",
        source: "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html",
        same_as: &[
            "AwsSolutions-SMG4",
            "secretsmanager_rotation_enabled_check",
            "FSBP SecretsManager.1",
        ],
    },
    types: &["AWS::SecretsManager::Secret"],
    check: |it, flaws| {
        let mut schedules = it
            .stack()
            .of_types(&["AWS::SecretsManager::RotationSchedule"]);
        let is_rotated =
            schedules.any(|schedule| it.stack().needs(schedule.logical_id(), it.logical_id()));
        if !is_rotated {
            flaws.add(it, "", "must have a schedule of rotation");
        }
    },
};
