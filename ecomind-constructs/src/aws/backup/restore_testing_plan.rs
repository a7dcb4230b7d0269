//! The proof that backups can be restored.

use crate::{
    Result,
    cfn::backup as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IntoValue, Value},
};

use super::{
    BackupSchedule, BackupVault, backup_selection::backup_role, unique_name::unique_name,
    vault_lock::days,
};

/// Restores backups of a vault on a schedule, and deletes what it restored.
///
/// It takes the latest backup of each resource. Its name is made of its path and its stack.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let vault = BackupVault::builder("Vault").build(stack)?;
/// RestoreTestingPlan::builder("Restores", vault).restore("Databases", "RDS").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// What it restores costs what it costs. CloudFormation:
/// [`AWS::Backup::RestoreTestingPlan`](cfn::RestoreTestingPlan)
#[derive(Debug, Clone, Copy)]
pub struct RestoreTestingPlan {
    resource: Ref<cfn::RestoreTestingPlan>,
}

/// Builds a [`RestoreTestingPlan`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RestoreTestingPlanBuilder {
    id: String,
    vault: BackupVault,
    schedule: BackupSchedule,
    selection_window: Duration,
    restores: Vec<Restore>,
}

/// What is restored, and with what.
#[derive(Debug)]
struct Restore {
    id: String,
    kind: Value<String>,
    metadata: Vec<(String, Value<String>)>,
}

impl RestoreTestingPlan {
    /// Starts a plan that restores backups of `vault`.
    pub fn builder(id: impl Into<String>, vault: BackupVault) -> RestoreTestingPlanBuilder {
        RestoreTestingPlanBuilder {
            id: id.into(),
            vault,
            schedule: BackupSchedule::monthly(6),
            selection_window: Duration::days(30),
            restores: Vec::new(),
        }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::RestoreTestingPlan> {
        self.resource
    }
}

impl RestoreTestingPlanBuilder {
    /// When it restores. Default: on the first of every month at 6.
    pub fn schedule(mut self, schedule: BackupSchedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// How old a backup may be, 1 to 365 days. Default: 30 days.
    pub fn selection_window(mut self, window: Duration) -> Self {
        self.selection_window = window;
        self
    }

    /// An id, and the type of resource to restore, such as `RDS`, `EBS` or `S3`. Adds to those
    /// before, at least one.
    pub fn restore(self, id: impl Into<String>, kind: impl IntoValue<String>) -> Self {
        self.restore_with(id, kind, [("", ""); 0])
    }

    /// The same, and what a restore is told beside what AWS Backup infers. Without a default VPC in
    /// the account a database needs `dbSubnetGroupName`, and an instance `subnetId`; otherwise each
    /// test fails. Keys are not sensitive to case.
    ///
    /// AWS: [inferred metadata](https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html)
    pub fn restore_with<K: Into<String>, V: IntoValue<String>>(
        mut self,
        id: impl Into<String>,
        kind: impl IntoValue<String>,
        metadata: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let metadata = metadata.into_iter();
        let metadata = metadata.map(|(key, value)| (key.into(), value.into_value()));
        self.restores.push(Restore {
            id: id.into(),
            kind: kind.into_value(),
            metadata: metadata.collect(),
        });
        self
    }

    /// Adds the plan to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<RestoreTestingPlan> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.schedule.flaw() {
            return Err(scope.invalid("schedule", reason));
        }
        let Ok(window @ 1..=365) = days(self.selection_window) else {
            let reason = format!("must be 1 to 365 days, got {}", self.selection_window);
            return Err(scope.invalid("selection_window", reason));
        };
        if self.restores.is_empty() {
            return Err(scope.invalid("restore", "must be given at least once, got none"));
        }
        for Restore { id, metadata, .. } in &self.restores {
            let mut keys: Vec<_> = metadata.iter().map(|(key, _)| key.to_lowercase()).collect();
            keys.sort_unstable();
            if let Some([twice, ..]) = keys.windows(2).find(|keys| keys[0] == keys[1]) {
                let reason = format!("must have keys that differ, got {twice:?} twice");
                return Err(scope.invalid("restore_with", reason));
            }
            if 50 < id.len() || !id.chars().all(|char| char.is_ascii_alphanumeric()) {
                let reason = format!("must have ids of 1 to 50 letters and digits, got {id:?}");
                return Err(scope.invalid("restore", reason));
            }
        }
        use cfn::RestoreTestingPlanRecoveryPointTypes as Types;
        let points = cfn::RestoreTestingPlanRestoreTestingRecoveryPointSelection::new(
            cfn::RestoreTestingPlanAlgorithm::LatestWithinWindow,
            [self.vault.arn()],
            [Types::Snapshot, Types::Continuous],
        );
        let resource = cfn::RestoreTestingPlan::new(cfn::RestoreTestingPlanArgs {
            recovery_point_selection: points.selection_window_days(window),
            restore_testing_plan_name: unique_name(&scope, '_'),
            schedule_expression: self.schedule.expression(),
        })
        .add("Resource", &mut scope)?;
        let policies = [
            "service-role/AWSBackupServiceRolePolicyForRestores",
            "AWSBackupServiceRolePolicyForS3Restore",
        ];
        let role = backup_role("Role", &policies, &mut scope)?;
        for Restore { id, kind, metadata } in self.restores {
            let mut scope = scope.child(&id)?;
            let mut selection =
                cfn::RestoreTestingSelection::new(cfn::RestoreTestingSelectionArgs {
                    iam_role_arn: role.arn(),
                    protected_resource_type: kind,
                    restore_testing_plan_name: resource.reference(),
                    restore_testing_selection_name: id,
                })
                .protected_resource_arns(["*"]);
            if !metadata.is_empty() {
                selection = selection.restore_metadata_overrides(metadata);
            }
            selection.add("Resource", &mut scope)?;
        }
        Ok(RestoreTestingPlan { resource })
    }
}

#[cfg(test)]
mod tests {
    use super::RestoreTestingPlanBuilder;
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vault = BackupVault::builder("Vault").build(stack)?;
            RestoreTestingPlan::builder("Restores", vault)
                .restore("Databases", "RDS")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vault = BackupVault::builder("Vault").build(stack)?;
            RestoreTestingPlan::builder("Restores", vault)
                .schedule(BackupSchedule::weekly(3))
                .selection_window(Duration::days(7))
                .restore_with("Databases", "RDS", [("dbSubnetGroupName", "isolated")])
                .restore("Volumes", "EBS")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_plans_that_the_service_refuses() {
        let refusal =
            |change: fn(RestoreTestingPlanBuilder) -> RestoreTestingPlanBuilder| -> String {
                let error = testing::reject(|stack| {
                    let vault = BackupVault::builder("Vault").build(stack)?;
                    change(RestoreTestingPlan::builder("Restores", vault)).build(stack)
                });
                error.to_string()
            };
        insta::assert_snapshot!(refusal(|plan| plan), @"`restore` of `Test/Restores` must be given at least once, got none");
        insta::assert_snapshot!(refusal(|plan| plan.selection_window(Duration::days(366))), @"`selection_window` of `Test/Restores` must be 1 to 365 days, got 366 days");
        insta::assert_snapshot!(refusal(|plan| plan.restore("My-Data", "RDS")), @r#"`restore` of `Test/Restores` must have ids of 1 to 50 letters and digits, got "My-Data""#);
        insta::assert_snapshot!(refusal(|plan| plan.restore_with("A", "RDS", [("multiAz", "true"), ("MultiAZ", "false")])), @r#"`restore_with` of `Test/Restores` must have keys that differ, got "multiaz" twice"#);
        insta::assert_snapshot!(refusal(|plan| plan.schedule(BackupSchedule::cron("daily"))), @r#"`schedule` of `Test/Restores` must have six fields, got 1 in "daily""#);
    }
}
