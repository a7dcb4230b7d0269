//! What a database begins as.

use crate::{
    Result,
    tree::{Parameter, Ref, Scope},
    value::Expr,
};

/// What a database begins as.
#[derive(Debug)]
pub(super) enum Origin {
    Empty,
    Snapshot(String),
}

impl Origin {
    /// What is wrong with it, if anything is: the setter, and the reason.
    pub(super) fn flaw(&self, has_key: bool) -> Option<(&'static str, String)> {
        let Self::Snapshot(snapshot) = self else { return None };
        if !is_snapshot(snapshot) {
            let reason = format!("must be the ARN or the name of a snapshot, got {snapshot:?}");
            return Some(("from_snapshot", reason));
        }
        has_key.then(|| {
            let reason = "must be left out: RDS restores with the key of the snapshot, which can \
                          be copied with another key before";
            ("encryption_key", reason.to_owned())
        })
    }
}

/// The properties that must stay as they are, for whoever deploys.
pub(super) fn never_change() -> Expr {
    Expr::List(vec![Expr::from("DBSnapshotIdentifier")])
}

/// Adds `Snapshot` to `scope`: a parameter that takes only this value.
pub(super) fn add_snapshot(
    snapshot: &str,
    scope: &mut Scope<'_>,
) -> Result<Ref<Parameter<String>>> {
    Parameter::<String>::new()
        .description("The snapshot that the database was restored from, for as long as it lives")
        .default(snapshot.to_owned())
        .allowed_values([snapshot.to_owned()])
        .add("Snapshot", scope)
}

/// Whether it is the ARN of a snapshot, or its name, which `rds:` begins if RDS took it by itself.
fn is_snapshot(text: &str) -> bool {
    let name = match text.strip_prefix("arn:") {
        Some(rest) => match rest.split_once(":snapshot:") {
            Some((_, name)) => name,
            None => return false,
        },
        None => text,
    };
    let name = name.strip_prefix("rds:").unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
