//! What a database begins as.

use crate::{
    Result,
    cfn::rds as cfn,
    tree::{Parameter, Ref, Scope},
    value::Expr,
};

/// How a moment is written, with a `0` for each digit.
const FORM: &str = "0000-00-00T00:00:00Z";

/// What a database begins as.
#[derive(Debug)]
pub(super) enum Origin {
    Empty,
    Snapshot(String),
    /// Automated backups that another region sent, by their ARN.
    ReplicatedBackups(String),
}

impl Origin {
    /// What is wrong with it in a stack of `region`, if anything is: the setter, and the reason.
    pub(super) fn flaw(
        &self,
        has_key: bool,
        region: Option<&str>,
    ) -> Option<(&'static str, String)> {
        match self {
            Self::Empty => return None,
            Self::Snapshot(snapshot) if !is_snapshot(snapshot) => {
                let reason = format!("must be the ARN or the name of a snapshot, got {snapshot:?}");
                return Some(("from_snapshot", reason));
            }
            Self::ReplicatedBackups(arn) => {
                if let Some(reason) = flaw_of_backups(arn, region) {
                    return Some(("from_replicated_backups", reason));
                }
            }
            Self::Snapshot(_) => {}
        }
        has_key.then(|| {
            let reason = if matches!(self, Self::Snapshot(_)) {
                "must be left out: RDS restores with the key of the snapshot, which can be copied \
                 with another key before"
            } else {
                "must be left out: RDS restores with the key that the backups were replicated with"
            };
            ("encryption_key", reason.to_owned())
        })
    }

    /// What is wrong with a moment to restore it to, if anything is.
    pub(super) fn flaw_of_time(&self, time: &str) -> Option<String> {
        if !matches!(self, Self::ReplicatedBackups(_)) {
            return Some(format!(
                "must be left out: replicated backups alone know moments, got {time:?}"
            ));
        }
        let is_moment = time.len() == FORM.len()
            && time
                .bytes()
                .zip(FORM.bytes())
                .all(|(given, due)| match due {
                    b'0' => given.is_ascii_digit(),
                    _ => given == due,
                });
        (!is_moment).then(|| format!("must look like `2026-11-29T10:00:00Z`, got {time:?}"))
    }

    /// The properties that must stay as they are, for whoever deploys.
    pub(super) fn never_change(&self, time: Option<&String>) -> Option<Expr> {
        let properties: &[&str] = match (self, time) {
            (Self::Empty, _) => return None,
            (Self::Snapshot(_), _) => &["DBSnapshotIdentifier"],
            (Self::ReplicatedBackups(_), None) => &["SourceDBInstanceAutomatedBackupsArn"],
            (Self::ReplicatedBackups(_), Some(_)) => {
                &["RestoreTime", "SourceDBInstanceAutomatedBackupsArn"]
            }
        };
        Some(Expr::List(properties.iter().map(|&name| Expr::from(name)).collect()))
    }

    /// Sets it on an instance, by parameters in `scope` that take only these values.
    pub(super) fn apply(
        &self,
        instance: cfn::DbInstance,
        time: Option<&String>,
        scope: &mut Scope<'_>,
    ) -> Result<cfn::DbInstance> {
        match self {
            Self::Empty => Ok(instance),
            Self::Snapshot(snapshot) => {
                let snapshot = only("Snapshot", "snapshot", snapshot, scope)?;
                Ok(instance.db_snapshot_identifier(snapshot.value()))
            }
            Self::ReplicatedBackups(arn) => {
                let backups = only("Backups", "backups", arn, scope)?;
                let instance = instance.source_db_instance_automated_backups_arn(backups.value());
                match time {
                    None => Ok(instance.use_latest_restorable_time(true)),
                    Some(time) => {
                        let moment = only("RestoreTime", "moment", time, scope)?;
                        Ok(instance.restore_time(moment.value()))
                    }
                }
            }
        }
    }
}

/// Adds a parameter that takes only this value.
fn only(
    id: &str,
    what: &str,
    value: &str,
    scope: &mut Scope<'_>,
) -> Result<Ref<Parameter<String>>> {
    Parameter::<String>::new()
        .description(&format!(
            "The {what} that the database was restored from, for as long as it lives"
        ))
        .default(value.to_owned())
        .allowed_values([value.to_owned()])
        .add(id, scope)
}

/// What is wrong with the ARN of replicated backups, if anything is.
fn flaw_of_backups(arn: &str, region: Option<&str>) -> Option<String> {
    let parts: Vec<&str> = arn.split(':').collect();
    let ["arn", _, "rds", of, _, "auto-backup", name] = parts[..] else {
        return Some(format!(
            "must look like `arn:aws:rds:us-west-2:111122223333:auto-backup:ab-example`, got {arn:?}"
        ));
    };
    if !name.starts_with("ab-") {
        return Some(format!("must be of replicated backups, `ab-…`, got {name:?}"));
    }
    let region = region.filter(|region| *region != of)?;
    Some(format!("must be in the region of the database, {region:?}, got {of:?}"))
}

/// Whether it is the ARN of a snapshot, or its name, which `rds:` begins if RDS took it by itself,
/// and `awsbackup:` if AWS Backup took or copied it.
fn is_snapshot(text: &str) -> bool {
    let name = match text.strip_prefix("arn:") {
        Some(rest) => match rest.split_once(":snapshot:") {
            Some((_, name)) => name,
            None => return false,
        },
        None => text,
    };
    let name = ["rds:", "awsbackup:"]
        .iter()
        .find_map(|by| name.strip_prefix(by))
        .unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    const SNAPSHOT: &str = "arn:aws:rds:us-east-1:111122223333:snapshot:orders-2026-11-20";
    const BACKUPS: &str = "arn:aws:rds:us-east-1:111122223333:auto-backup:ab-l2ijcexjp7xq7hoj4sie";

    fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0123456789abcdef0")
            .isolated_subnet("use1-az1", "subnet-0123456789abcdef1")
            .isolated_subnet("use1-az2", "subnet-0123456789abcdef2")
            .build(stack)
    }

    #[test]
    fn a_restored_database_says_so() {
        let template = testing::synth(|stack| {
            let vpc = vpc(stack)?;
            DatabaseInstance::from_snapshot("Orders", &vpc, SNAPSHOT)
                .database_name("orders")
                .multi_az(false)
                .max_storage(None)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn copies_that_aws_backup_made_are_snapshots_too() {
        let copy =
            "arn:aws:rds:us-east-1:111122223333:snapshot:awsbackup:copyjob-19704517-ecab-48c3";
        let template = testing::synth(|stack| {
            let vpc = vpc(stack)?;
            DatabaseInstance::from_snapshot("Orders", &vpc, copy).build(stack)
        });
        // The parameter has it, which the database refers to.
        assert!(template.yaml().contains(copy));
    }

    #[test]
    fn a_moment_stays_like_the_backups() {
        let restore = |time: &str| {
            let time = time.to_owned();
            move |stack: &mut Scope<'_>| {
                let vpc = vpc(stack)?;
                DatabaseInstance::from_replicated_backups("Orders", &vpc, BACKUPS)
                    .restore_time(time)
                    .build(stack)
            }
        };
        let yaml = testing::synth(restore("2026-11-29T10:00:00Z")).yaml();
        assert!(yaml.contains("RestoreTime: !Ref OrdersRestoreTime"), "{yaml}");
        assert!(yaml.contains("2026-11-29T10:00:00Z"), "{yaml}");
        assert!(!yaml.contains("UseLatestRestorableTime"), "{yaml}");
        let error = testing::reject(restore("yesterday"));
        insta::assert_snapshot!(error, @r#"`restore_time` of `Test/Orders` must look like `2026-11-29T10:00:00Z`, got "yesterday""#);
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            let orders = DatabaseInstance::from_snapshot("Orders", &vpc, SNAPSHOT);
            orders.restore_time("2026-11-29T10:00:00Z").build(stack)
        });
        insta::assert_snapshot!(error, @r#"`restore_time` of `Test/Orders` must be left out: replicated backups alone know moments, got "2026-11-29T10:00:00Z""#);
    }

    #[test]
    fn a_database_from_backups_of_another_region_says_so() {
        let template = testing::synth(|stack| {
            let vpc = vpc(stack)?;
            DatabaseInstance::from_replicated_backups("Orders", &vpc, BACKUPS)
                .credentials(Credentials::Generated)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_snapshot_that_is_none_and_a_key_beside_one() {
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            DatabaseInstance::from_snapshot("Orders", &vpc, "").build(stack)
        });
        insta::assert_snapshot!(error, @r#"`from_snapshot` of `Test/Orders` must be the ARN or the name of a snapshot, got """#);
        let error = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            let key = Key::builder("Key").build(stack)?;
            DatabaseInstance::from_snapshot("Orders", &vpc, SNAPSHOT)
                .encryption_key(&key)
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`encryption_key` of `Test/Orders` must be left out: RDS restores with the key of the snapshot, which can be copied with another key before");
    }

    #[test]
    fn rejects_backups_that_are_none_or_elsewhere() {
        let refusal = |arn: &str| {
            let restore = |stack: &mut Scope<'_>| {
                let vpc = vpc(stack)?;
                DatabaseInstance::from_replicated_backups("Orders", &vpc, arn).build(stack)
            };
            testing::reject(restore).to_string()
        };
        let texts = [
            refusal("ab-l2ijcexjp7xq7hoj4sie"),
            refusal("arn:aws:rds:us-east-1:111122223333:auto-backup:orders"),
            refusal("arn:aws:rds:us-west-2:111122223333:auto-backup:ab-l2ijcexjp7xq7hoj4sie"),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `from_replicated_backups` of `Test/Orders` must look like `arn:aws:rds:us-west-2:111122223333:auto-backup:ab-example`, got "ab-l2ijcexjp7xq7hoj4sie"
        `from_replicated_backups` of `Test/Orders` must be of replicated backups, `ab-…`, got "orders"
        `from_replicated_backups` of `Test/Orders` must be in the region of the database, "us-east-1", got "us-west-2"
        "#);
        let key = testing::reject(|stack| {
            let vpc = vpc(stack)?;
            let key = Key::builder("Key").build(stack)?;
            DatabaseInstance::from_replicated_backups("Orders", &vpc, BACKUPS)
                .encryption_key(&key)
                .build(stack)
        });
        insta::assert_snapshot!(key, @"`encryption_key` of `Test/Orders` must be left out: RDS restores with the key that the backups were replicated with");
    }
}
