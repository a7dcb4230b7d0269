//! Plans.

use crate::{
    Result,
    cfn::{backup as cfn, ids::backup::BackupPlanId},
    tree::{Ref, Resource as _, Scope},
    value::Value,
};

use super::{BackupRule, BackupSelection, BackupVault};

/// What is backed up, how often, and how long that is kept.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let vault = BackupVault::builder("Vault").build(stack)?;
/// BackupPlan::builder("Plan", vault)
///     .rule(BackupRule::new("Daily", BackupSchedule::daily(5)))
///     .selection(BackupSelection::new("Tagged").tag("Backup", "true"))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::Backup::BackupPlan`](cfn::BackupPlan)
#[derive(Debug, Clone, Copy)]
pub struct BackupPlan {
    resource: Ref<cfn::BackupPlan>,
}

/// Builds a [`BackupPlan`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct BackupPlanBuilder {
    id: String,
    vault: BackupVault,
    rules: Vec<BackupRule>,
    selections: Vec<BackupSelection>,
}

impl BackupPlan {
    /// Starts a plan whose backups go to `vault`.
    pub fn builder(id: impl Into<String>, vault: BackupVault) -> BackupPlanBuilder {
        BackupPlanBuilder { id: id.into(), vault, rules: Vec::new(), selections: Vec::new() }
    }

    /// The id of the plan.
    #[must_use]
    pub fn plan_id(self) -> Value<BackupPlanId> {
        self.resource.backup_plan_id()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::BackupPlan> {
        self.resource
    }
}

impl BackupPlanBuilder {
    /// How often backups are made. Adds to those before, at least one.
    pub fn rule(mut self, rule: BackupRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// What is backed up. Adds to those before, at least one.
    pub fn selection(mut self, selection: BackupSelection) -> Self {
        self.selections.push(selection);
        self
    }

    /// Adds the plan to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<BackupPlan> {
        let mut scope = scope.child(&self.id)?;
        for (setter, count) in [("rule", self.rules.len()), ("selection", self.selections.len())] {
            if count == 0 {
                return Err(scope.invalid(setter, "must be given at least once, got none"));
            }
        }
        if let Some(reason) = self.selections.iter().find_map(BackupSelection::flaw) {
            return Err(scope.invalid("selection", reason));
        }
        let names = self.rules.iter().map(|rule| ("rule", rule.name()));
        let names = names.chain([("id", self.id.as_str())]);
        if let Some((setter, name)) = names.into_iter().find(|(_, name)| !is_name(name)) {
            let reason = "must have a name of 1 to 50 letters, digits, `-`, `_` and `.`";
            return Err(scope.invalid(setter, format!("{reason}, got {name:?}")));
        }
        let mut rules = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            if self.rules[..at]
                .iter()
                .any(|other| other.name() == rule.name())
            {
                let reason = format!("must have names of their own, got {:?} twice", rule.name());
                return Err(scope.invalid("rule", reason));
            }
            match rule.clone().value(self.vault) {
                Ok(rule) => rules.push(rule),
                Err(reason) => return Err(scope.invalid("rule", reason)),
            }
        }
        let plan = cfn::BackupPlanBackupPlanResourceType::new(self.id, rules);
        let resource = cfn::BackupPlan::new(plan).add("Resource", &mut scope)?;
        let plan = BackupPlan { resource };
        for selection in self.selections {
            selection.add(plan.plan_id(), &mut scope)?;
        }
        Ok(plan)
    }
}

/// What the service takes as the name of a plan or a rule.
fn is_name(text: &str) -> bool {
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    (1..=50).contains(&text.len()) && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use crate::{cfn::ids::backup::BackupVaultArn, prelude::*, testing};

    fn tagged() -> BackupSelection {
        BackupSelection::new("Tagged").tag("Backup", "true")
    }

    fn daily() -> BackupRule {
        BackupRule::new("Daily", BackupSchedule::daily(5))
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vault = BackupVault::builder("Vault").build(stack)?;
            BackupPlan::builder("Plan", vault)
                .rule(daily())
                .selection(tagged())
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vault = BackupVault::builder("Vault").build(stack)?;
            let bucket = Bucket::builder("Reports").build(stack)?;
            let elsewhere = "arn:aws:backup:us-west-2:111122223333:backup-vault:copies";
            BackupPlan::builder("Plan", vault)
                .rule(daily().continuous())
                .rule(
                    BackupRule::new("Monthly", BackupSchedule::monthly(5))
                        .cold_storage_after(Duration::days(90))
                        .delete_after(Duration::days(1825))
                        .copy_to(BackupVaultArn::literal(elsewhere), Duration::days(30)),
                )
                .selection(tagged())
                .selection(
                    BackupSelection::new("Reports")
                        .resource(bucket.arn())
                        .with_buckets(),
                )
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    fn refusal(rule: BackupRule) -> String {
        let error = testing::reject(|stack| {
            let lock = VaultLock::governance(Duration::days(7));
            let vault = BackupVault::builder("Vault").lock(lock).build(stack)?;
            BackupPlan::builder("Plan", vault)
                .rule(rule)
                .selection(tagged())
                .build(stack)
        });
        error.to_string()
    }

    #[test]
    fn rejects_rules_that_the_service_refuses() {
        insta::assert_snapshot!(refusal(daily().delete_after(Duration::days(6))), @r#"`rule` of `Test/Plan` must keep backups as long as the vault's lock says, got 6 days in "Daily""#);
        insta::assert_snapshot!(refusal(daily().continuous().delete_after(Duration::days(36))), @r#"`rule` of `Test/Plan` must keep continuous backups for at most 35 days and never in cold storage, got 36 days in "Daily""#);
        insta::assert_snapshot!(refusal(daily().cold_storage_after(Duration::days(1)).delete_after(Duration::days(90))), @r#"`rule` of `Test/Plan` must delete backups 90 days or more after they go to cold storage, got 90 days and 1 day in "Daily""#);
        insta::assert_snapshot!(refusal(daily().delete_after(Duration::hours(200))), @r#"`rule` of `Test/Plan` must count in whole days, 1 to 36500, got 200 hours in "Daily""#);
        let spaced = BackupRule::new("Every day", BackupSchedule::daily(5));
        insta::assert_snapshot!(refusal(spaced), @r#"`rule` of `Test/Plan` must have a name of 1 to 50 letters, digits, `-`, `_` and `.`, got "Every day""#);
        let rule = |fields: &str| BackupRule::new("Odd", BackupSchedule::cron(fields));
        insta::assert_snapshot!(refusal(rule("0 5 * * *")), @r#"`rule` of `Test/Plan` must have six fields, got 5 in "0 5 * * *" in "Odd""#);
        insta::assert_snapshot!(refusal(rule("0 5 * * * *")), @r#"`rule` of `Test/Plan` must have `?` for one of days of the month and days of the week, got "0 5 * * * *" in "Odd""#);
        insta::assert_snapshot!(refusal(BackupRule::new("Odd", BackupSchedule::daily(24))), @r#"`rule` of `Test/Plan` must begin at an hour of 0 to 23, got 24 in "Odd""#);
    }

    #[test]
    fn rejects_plans_without_rules_or_selections() {
        let without = |rules: &[BackupRule], selections: &[BackupSelection]| {
            let error = testing::reject(|stack| {
                let vault = BackupVault::builder("Vault").build(stack)?;
                let plan = BackupPlan::builder("Plan", vault);
                let plan = rules
                    .iter()
                    .cloned()
                    .fold(plan, super::BackupPlanBuilder::rule);
                let selections = selections.iter().cloned();
                selections
                    .fold(plan, super::BackupPlanBuilder::selection)
                    .build(stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(without(&[], &[tagged()]), @"`rule` of `Test/Plan` must be given at least once, got none");
        insta::assert_snapshot!(without(&[daily()], &[]), @"`selection` of `Test/Plan` must be given at least once, got none");
        insta::assert_snapshot!(without(&[daily()], &[BackupSelection::new("None")]), @r#"`selection` of `Test/Plan` must have a resource or a tag, got none in "None""#);
        insta::assert_snapshot!(without(&[daily(), daily()], &[tagged()]), @r#"`rule` of `Test/Plan` must have names of their own, got "Daily" twice"#);
    }
}
