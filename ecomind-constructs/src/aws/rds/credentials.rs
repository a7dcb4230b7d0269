//! The password of the master user.

/// Who makes the password of a database's master user, and renews it.
///
/// Either way nobody sees it: it is in a secret of Secrets Manager with the keys `username` and
/// `password`. What a container gets from the secret when it starts is out of date after the next
/// rotation, so a service does better to log in by IAM
/// ([`grant_connect`](super::DatabaseInstance::grant_connect)), or to read the secret
/// whenever it connects.
///
/// AWS: [password management](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credentials {
    /// RDS does, and rotates it every seven days. Such a database has no read replicas and no
    /// blue/green deployments.
    Managed,
    /// Secrets Manager does, once, and again when a
    /// [`RotationSchedule`](crate::aws::secretsmanager::RotationSchedule) of
    /// [`generated_secret`](super::DatabaseInstance::generated_secret) says so. The secret also has
    /// the keys `host`, `port`, `dbname` and `engine`.
    Generated,
}

/// What is wrong with a name for the master user, if anything is.
pub(super) fn username_flaw(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let starts_with_letter = name.starts_with(|first: char| first.is_ascii_alphabetic());
    if !starts_with_letter || 63 < name.len() || !name.bytes().all(is_plain) {
        return Some(format!(
            "must be 1 to 63 letters, digits and underscores, a letter first, got {name:?}"
        ));
    }
    let lower = name.to_ascii_lowercase();
    let reserved = ["admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "user", "public", "none"];
    let is_taken =
        reserved.contains(&lower.as_str()) || lower.starts_with("pg_") || lower.starts_with("rds_");
    is_taken.then(|| format!("must not be a name that PostgreSQL or RDS keeps, got {name:?}"))
}

/// What is wrong with a name for a database, if anything is.
pub(in crate::aws) fn database_name_flaw(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let is_fine = starts_well && name.len() <= 63 && name.bytes().all(is_plain);
    (!is_fine).then(|| {
        format!("must be 1 to 63 letters, digits and underscores, no digit first, got {name:?}")
    })
}
