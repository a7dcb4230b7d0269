//! Versions of Kubernetes.

/// A version of Kubernetes that EKS has, and until when AWS supports it at no extra price.
///
/// After that day a cluster of the version costs six times as much, or is moved to the next one by
/// AWS: clusters of this library say [which](super::ClusterBuilder::extended_support).
///
/// ```
/// use ecomind_constructs::aws::eks::KubernetesVersion;
///
/// assert_eq!(KubernetesVersion::V1_36.standard_support_ends(), Some("2027-08-02"));
/// ```
///
/// AWS: [versions](https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KubernetesVersion {
    /// In standard support until 2 December 2026.
    V1_34,
    /// In standard support until 27 March 2027.
    V1_35,
    /// In standard support until 2 August 2027.
    V1_36,
    /// A later one, such as `1.37`.
    Other(&'static str),
}

/// Those that are known here, with the last day of standard support.
const KNOWN: [(KubernetesVersion, &str, &str); 3] = [
    (KubernetesVersion::V1_34, "1.34", "2026-12-02"),
    (KubernetesVersion::V1_35, "1.35", "2027-03-27"),
    (KubernetesVersion::V1_36, "1.36", "2027-08-02"),
];

impl KubernetesVersion {
    /// What AWS calls it, such as `1.36`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Other(name) => name,
            known => known.row().map_or("", |(_, name, _)| name),
        }
    }

    /// The last day on which it costs no more, such as `2027-08-02`; none of a version that this
    /// library does not know.
    #[must_use]
    pub fn standard_support_ends(self) -> Option<&'static str> {
        self.row().map(|(.., day)| day)
    }

    /// Whether it is older than 1.`other`.
    pub(super) fn is_before(self, other: u16) -> bool {
        minor(self.name()).is_some_and(|minor| minor < other)
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let Self::Other(name) = self else { return None };
        let latest = minor(KNOWN[KNOWN.len() - 1].1);
        if minor(name).is_some_and(|minor| latest < Some(minor)) {
            return None;
        }
        let known = KNOWN.map(|(_, name, day)| format!("{name} (until {day})"));
        Some(format!("must be {} or a later version, got {name:?}", known.join(", ")))
    }

    fn row(self) -> Option<(Self, &'static str, &'static str)> {
        KNOWN
            .into_iter()
            .find(|(version, name, _)| self == *version || self == Self::Other(name))
    }
}

/// The second number of `1.36`.
fn minor(name: &str) -> Option<u16> {
    let digits = name.strip_prefix("1.")?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_version_is_taken_at_its_word() {
        assert_eq!(KubernetesVersion::Other("1.37").flaw(), None);
        assert_eq!(KubernetesVersion::Other("1.37").name(), "1.37");
        assert_eq!(KubernetesVersion::Other("1.37").standard_support_ends(), None);
    }

    #[test]
    fn rejects_versions_that_aws_has_no_more_or_never_had() {
        let refusal = |name| KubernetesVersion::Other(name).flaw().expect("refused");
        insta::assert_snapshot!(refusal("1.29"), @r#"must be 1.34 (until 2026-12-02), 1.35 (until 2027-03-27), 1.36 (until 2027-08-02) or a later version, got "1.29""#);
        for name in ["", "1.", "1.036", "2.1", "v1.37", "1.37.1", "1.+37", "1.36"] {
            assert!(KubernetesVersion::Other(name).flaw().is_some(), "{name}");
        }
    }
}
