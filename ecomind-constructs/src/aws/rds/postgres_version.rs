//! Versions of `PostgreSQL`.

/// A version of `PostgreSQL` that RDS creates databases with.
///
/// RDS upgrades within a major version by itself, in the maintenance window. CloudFormation sends a
/// version only when it changes in the template, so an older one there does no harm until somebody
/// edits it: give one that is no older than what runs.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// assert_eq!(PostgresVersion::V17.name(), "17.11");
/// assert_eq!(PostgresVersion::Minor(16, 9).family(), "postgres16");
/// assert_eq!(PostgresVersion::V15.standard_support_ends(), Some("2028-02-29"));
/// ```
///
/// AWS: [release calendar](https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PostgresVersion {
    /// A major version, such as 17: RDS takes the minor one that it prefers. (cfn-lint warns of it
    /// with W3691, wrongly.)
    Major(u8),
    /// A major and a minor version, such as 17 and 11.
    Minor(u8, u8),
    /// A version that RDS added since, such as `19.1`.
    Other(&'static str),
}

/// What RDS says of a major version.
struct Release {
    major: u8,
    /// Those that a database can be created with.
    minors: &'static [u8],
    standard_support_ends: &'static str,
}

/// As of 2026-10-20: what cfn-lint 1.58 takes from RDS, and the dates of the release calendar.
const RELEASES: &[Release] = &[
    Release { major: 18, minors: &[1, 2, 3, 4, 6], standard_support_ends: "2031-02-28" },
    Release { major: 17, minors: &[5, 6, 7, 8, 9, 10, 11], standard_support_ends: "2030-02-28" },
    Release {
        major: 16,
        minors: &[9, 10, 11, 12, 13, 14, 15],
        standard_support_ends: "2029-02-28",
    },
    Release {
        major: 15,
        minors: &[13, 14, 15, 16, 17, 18, 19],
        standard_support_ends: "2028-02-29",
    },
    Release {
        major: 14,
        minors: &[18, 19, 20, 21, 22, 23, 24],
        standard_support_ends: "2027-02-28",
    },
];

impl PostgresVersion {
    /// `PostgreSQL` 18.6.
    pub const V18: Self = Self::Minor(18, 6);
    /// `PostgreSQL` 17.11.
    pub const V17: Self = Self::Minor(17, 11);
    /// `PostgreSQL` 16.15.
    pub const V16: Self = Self::Minor(16, 15);
    /// `PostgreSQL` 15.19.
    pub const V15: Self = Self::Minor(15, 19);
    /// `PostgreSQL` 14.24.
    pub const V14: Self = Self::Minor(14, 24);

    /// What RDS calls it, such as `17.11`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Major(major) => major.to_string(),
            Self::Minor(major, minor) => format!("{major}.{minor}"),
            Self::Other(name) => name.to_owned(),
        }
    }

    /// The family of its parameter groups, such as `postgres17`.
    #[must_use]
    pub fn family(self) -> String {
        let name = self.name();
        format!("postgres{}", name.split('.').next().unwrap_or_default())
    }

    /// The day after which RDS gives no fixes without a fee, where this crate knows it.
    #[must_use]
    pub fn standard_support_ends(self) -> Option<&'static str> {
        self.release().map(|release| release.standard_support_ends)
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let name = self.name();
        let major = self.major().filter(|_| {
            let mut parts = name.split('.');
            parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        });
        let Some(major) = major else {
            return Some(format!("must look like `17.11`, got {name:?}"));
        };
        if major < 14 {
            return Some(format!(
                "must be 14 or newer, got {name}: RDS has only extended support for older ones, \
                 for a fee of $0.10 an hour and vCPU"
            ));
        }
        let minor = match self {
            Self::Other(_) => return None,
            Self::Major(_) => None,
            Self::Minor(_, minor) => Some(minor),
        };
        let Some(release) = self.release() else {
            let known: Vec<String> = RELEASES
                .iter()
                .map(|release| release.major.to_string())
                .collect();
            return Some(format!(
                "must be of {}, or `Other` if RDS added it since, got {name}",
                known.join(", ")
            ));
        };
        let minor = minor.filter(|minor| !release.minors.contains(minor))?;
        let known: Vec<String> = release
            .minors
            .iter()
            .map(|minor| format!("{major}.{minor}"))
            .collect();
        Some(format!(
            "must be one that RDS still creates databases with ({}), or `Other` if RDS added it \
             since, got {major}.{minor}",
            known.join(", ")
        ))
    }

    fn major(self) -> Option<u8> {
        match self {
            Self::Major(major) | Self::Minor(major, _) => Some(major),
            Self::Other(name) => name.split('.').next()?.parse().ok(),
        }
    }

    fn release(self) -> Option<&'static Release> {
        let major = self.major()?;
        RELEASES.iter().find(|release| release.major == major)
    }
}

#[cfg(test)]
mod tests {
    use super::PostgresVersion;

    #[test]
    fn takes_what_can_be_created() {
        use PostgresVersion as V;
        for version in [V::V14, V::V15, V::V16, V::V17, V::V18, V::Major(17), V::Other("19.1")] {
            assert_eq!(version.flaw(), None, "{version:?}");
        }
    }

    #[test]
    fn rejects_what_cannot_be_created() {
        let flaw = |version: PostgresVersion| version.flaw().expect("a flaw");
        insta::assert_snapshot!(flaw(PostgresVersion::Minor(15, 4)), @"must be one that RDS still creates databases with (15.13, 15.14, 15.15, 15.16, 15.17, 15.18, 15.19), or `Other` if RDS added it since, got 15.4");
        insta::assert_snapshot!(flaw(PostgresVersion::Minor(18, 5)), @"must be one that RDS still creates databases with (18.1, 18.2, 18.3, 18.4, 18.6), or `Other` if RDS added it since, got 18.5");
        insta::assert_snapshot!(flaw(PostgresVersion::Major(13)), @"must be 14 or newer, got 13: RDS has only extended support for older ones, for a fee of $0.10 an hour and vCPU");
        insta::assert_snapshot!(flaw(PostgresVersion::Other("12.22")), @"must be 14 or newer, got 12.22: RDS has only extended support for older ones, for a fee of $0.10 an hour and vCPU");
        insta::assert_snapshot!(flaw(PostgresVersion::Minor(19, 1)), @"must be of 18, 17, 16, 15, 14, or `Other` if RDS added it since, got 19.1");
        insta::assert_snapshot!(flaw(PostgresVersion::Other("seventeen")), @r#"must look like `17.11`, got "seventeen""#);
    }
}
