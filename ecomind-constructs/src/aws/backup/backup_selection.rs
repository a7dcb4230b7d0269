//! What a plan backs up.

use crate::{
    Result,
    aws::iam::{Principal, Role},
    cfn::{backup as cfn, ids::backup::BackupPlanId},
    tree::{Resource as _, Scope},
    value::{self, IntoValue, Value},
};

/// What a plan backs up: resources by ARN, and those that have one of some tags.
///
/// The role that does it has AWS's own policies for backing up and restoring.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let tagged = BackupSelection::new("Tagged").tag("Backup", "true");
/// ```
///
/// CloudFormation: [`AWS::Backup::BackupSelection`](cfn::BackupSelection)
#[derive(Debug, Clone)]
#[must_use = "selects nothing until a plan has it"]
pub struct BackupSelection {
    id: String,
    resources: Vec<Value<String>>,
    tags: Vec<(String, String)>,
    has_buckets: bool,
}

impl BackupSelection {
    /// A selection with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), resources: Vec::new(), tags: Vec::new(), has_buckets: false }
    }

    /// A resource by ARN. Adds to those before; default: none.
    pub fn resource(mut self, arn: impl IntoValue<String>) -> Self {
        self.resources.push(arn.into_value());
        self
    }

    /// Whatever has this tag. Adds to those before; default: nothing.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// Lets the role back up and restore buckets too. Default: no.
    pub fn with_buckets(mut self) -> Self {
        self.has_buckets = true;
        self
    }

    pub(super) fn flaw(&self) -> Option<String> {
        let is_empty = self.resources.is_empty() && self.tags.is_empty();
        is_empty.then(|| format!("must have a resource or a tag, got none in {:?}", self.id))
    }

    pub(super) fn add(self, plan: Value<BackupPlanId>, scope: &mut Scope<'_>) -> Result<()> {
        let mut scope = scope.child(&self.id)?;
        let mut policies = vec![
            "service-role/AWSBackupServiceRolePolicyForBackup",
            "service-role/AWSBackupServiceRolePolicyForRestores",
        ];
        if self.has_buckets {
            policies.push("AWSBackupServiceRolePolicyForS3Backup");
            policies.push("AWSBackupServiceRolePolicyForS3Restore");
        }
        let role = backup_role("Role", &policies, &mut scope)?;
        let mut selection =
            cfn::BackupSelectionBackupSelectionResourceType::new(role.arn(), self.id);
        if !self.resources.is_empty() {
            selection = selection.resources(self.resources);
        }
        if !self.tags.is_empty() {
            let tags = self.tags.iter().map(|(key, value)| {
                cfn::BackupSelectionConditionResourceType::new(
                    cfn::BackupSelectionConditionResourceTypeArgs {
                        condition_key: key,
                        condition_type: cfn::BackupSelectionConditionType::Other(
                            "STRINGEQUALS".to_owned(),
                        ),
                        condition_value: value,
                    },
                )
            });
            selection = selection.list_of_tags(tags.collect::<Vec<_>>());
        }
        cfn::BackupSelection::new(plan, selection).add("Resource", &mut scope)?;
        Ok(())
    }
}

/// A role of AWS Backup with policies that AWS manages. They are wide, but what a backup of each
/// kind of resource needs changes with the service, and a policy of our own would fail silently, by
/// a backup that is missing.
pub(super) fn backup_role(id: &str, policies: &[&str], scope: &mut Scope<'_>) -> Result<Role> {
    let role = Role::builder(id, Principal::service("backup.amazonaws.com")).build(scope)?;
    let arns: Vec<Value<_>> = policies
        .iter()
        .map(|policy| {
            let name = format!(":iam::aws:policy/{policy}");
            value::concat(["arn:".into_value(), value::partition(), name.into_value()]).cast()
        })
        .collect();
    if let Some(resource) = role.resource() {
        scope.modify(resource, |role| role.managed_policy_arns(arns))?;
    }
    Ok(role)
}
