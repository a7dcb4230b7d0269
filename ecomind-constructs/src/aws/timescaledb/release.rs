//! Releases of TimescaleDB.

/// One release of TimescaleDB for one version of `PostgreSQL`, as the image
/// `timescale/timescaledb-ha` has them.
///
/// It is either under the [Timescale License], which forbids to offer the database itself as a
/// service, and has everything; or under the Apache License alone, without compression, continuous
/// aggregates and what else only the first has.
///
/// ```
/// use ecomind_constructs::aws::timescaledb::TimescaleRelease;
///
/// let release = TimescaleRelease::new("17.11", "2.30.1");
/// assert_eq!(release.image(), "timescale/timescaledb-ha:pg17.11-ts2.30.1");
/// assert_eq!(release.apache_only().image(), "timescale/timescaledb-ha:pg17.11-ts2.30.1-oss");
/// ```
///
/// [Timescale License]: https://github.com/timescale/timescaledb/blob/main/tsl/LICENSE-TIMESCALE
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimescaleRelease {
    postgres: String,
    timescale: String,
    apache_only: bool,
    digest: Option<String>,
}

impl TimescaleRelease {
    /// `PostgreSQL` of a whole version such as `17.11`, and TimescaleDB of one such as `2.30.1`.
    pub fn new(postgres: impl Into<String>, timescale: impl Into<String>) -> Self {
        Self {
            postgres: postgres.into(),
            timescale: timescale.into(),
            apache_only: false,
            digest: None,
        }
    }

    /// Leaves out what is not under the Apache License. Default: everything is there.
    #[must_use]
    pub fn apache_only(mut self) -> Self {
        self.apache_only = true;
        self
    }

    /// The digest that the image must have, such as `sha256:` and 64 digits: a tag can be moved.
    /// Default: whatever the tag has when the instance starts for the first time.
    #[must_use]
    pub fn digest(mut self, digest: impl Into<String>) -> Self {
        self.digest = Some(digest.into());
        self
    }

    /// What is fetched from Docker Hub.
    #[must_use]
    pub fn image(&self) -> String {
        let edition = if self.apache_only { "-oss" } else { "" };
        let digest = self.digest.as_ref().map(|digest| format!("@{digest}"));
        format!(
            "timescale/timescaledb-ha:pg{}-ts{}{edition}{}",
            self.postgres,
            self.timescale,
            digest.unwrap_or_default()
        )
    }

    /// The major version of `PostgreSQL`.
    pub(super) fn major(&self) -> &str {
        self.postgres.split('.').next().unwrap_or_default()
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        if !is_version(&self.postgres, 2) {
            let postgres = &self.postgres;
            return Some(format!(
                "must be of a whole version of PostgreSQL, such as 17.11, got {postgres:?}"
            ));
        }
        if !is_version(&self.timescale, 3) {
            let timescale = &self.timescale;
            return Some(format!(
                "must be of a whole version of TimescaleDB, such as 2.30.1, got {timescale:?}"
            ));
        }
        let digest = self.digest.as_ref()?;
        let is_digest = digest.strip_prefix("sha256:").is_some_and(|digits| {
            digits.len() == 64
                && digits
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        });
        (!is_digest).then(|| {
            format!("must have a digest of sha256: and 64 small hex digits, got {digest:?}")
        })
    }
}

fn is_version(text: &str, parts: usize) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() == parts && text.split('.').all(is_number)
}
