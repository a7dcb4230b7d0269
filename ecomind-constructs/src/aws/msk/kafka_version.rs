//! Versions of Kafka.

/// A version of Apache Kafka that new clusters can have.
///
/// MSK chooses the patch release, so that versions end with an `x`. The brokers of `kraft` versions
/// agree among themselves; the others need `ZooKeeper`, which Kafka 4 no longer knows. A cluster
/// can't change from one to the other, and no upgrade can be taken back.
///
/// MSK supports a version for about two years; then it upgrades the cluster itself, without asking.
/// Refused, since their support has ended: 3.5.1 and older (2025-10-23), 3.6.0 (2026-06-01), 3.7.x
/// (2026-09-01).
///
/// AWS: [supported versions](https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KafkaVersion {
    /// `3.8.x`, with `ZooKeeper`.
    V3_8,
    /// `3.8.x.kraft`.
    V3_8Kraft,
    /// `3.9.x`, the last with `ZooKeeper`.
    V3_9,
    /// `3.9.x.kraft`, the default.
    V3_9Kraft,
    /// `4.0.x.kraft`.
    V4_0Kraft,
    /// `4.1.x.kraft`.
    V4_1Kraft,
    /// `4.2.x.kraft`, the newest: since July 2026.
    V4_2Kraft,
    /// A version that MSK has added since, such as `4.3.x.kraft`.
    Other(&'static str),
}

/// What versions begin with whose support has ended, and when it did.
const ENDED: &[(&str, &str)] = &[
    ("1.", "2025-10-23 or before"),
    ("2.", "2025-10-23 or before"),
    ("3.1.", "2025-10-23 or before"),
    ("3.2.", "2025-10-23 or before"),
    ("3.3.", "2025-10-23 or before"),
    ("3.4.", "2025-10-23 or before"),
    ("3.5.", "2025-10-23"),
    ("3.6.", "2026-06-01"),
    ("3.7.", "2026-09-01"),
];

impl KafkaVersion {
    /// What MSK calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::V3_8 => "3.8.x",
            Self::V3_8Kraft => "3.8.x.kraft",
            Self::V3_9 => "3.9.x",
            Self::V3_9Kraft => "3.9.x.kraft",
            Self::V4_0Kraft => "4.0.x.kraft",
            Self::V4_1Kraft => "4.1.x.kraft",
            Self::V4_2Kraft => "4.2.x.kraft",
            Self::Other(name) => name,
        }
    }

    /// Whether the brokers do without `ZooKeeper`.
    #[must_use]
    pub fn is_kraft(self) -> bool {
        self.name().strip_suffix(".kraft").is_some()
    }

    /// How many brokers a cluster can have, by the quota of a new account.
    pub(super) fn most_brokers(self) -> u32 {
        if self.is_kraft() { 60 } else { 30 }
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let name = self.name();
        if let Some((_, date)) = ENDED.iter().find(|(begin, _)| name.starts_with(begin)) {
            return Some(format!(
                "must be 3.8 or newer, got {name:?}, whose support ended on {date}"
            ));
        }
        let release = name.strip_suffix(".kraft").unwrap_or(name);
        let numbers = release.strip_suffix(".x").and_then(|r| r.split_once('.'));
        let Some((Ok(major), Ok(_))) =
            numbers.map(|(major, minor)| (major.parse::<u8>(), minor.parse::<u8>()))
        else {
            return Some(format!("must look like `3.9.x` or `3.9.x.kraft`, got {name:?}"));
        };
        if 4 <= major && !self.is_kraft() {
            return Some(format!(
                "must be \"{name}.kraft\", got {name:?}: Kafka 4 has no ZooKeeper"
            ));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_made_has_no_flaw() {
        for version in [
            KafkaVersion::V3_8,
            KafkaVersion::V3_9Kraft,
            KafkaVersion::V4_2Kraft,
            KafkaVersion::Other("4.3.x.kraft"),
        ] {
            assert_eq!(version.flaw(), None);
        }
    }

    #[test]
    fn rejects_what_has_ended_or_never_was() {
        let flaws: Vec<String> = ["3.5.1", "3.6.0", "3.7.x.kraft", "4.1.x", "3.9.1", "latest"]
            .into_iter()
            .filter_map(|name| KafkaVersion::Other(name).flaw())
            .collect();
        insta::assert_snapshot!(flaws.join("\n"), @r#"
        must be 3.8 or newer, got "3.5.1", whose support ended on 2025-10-23
        must be 3.8 or newer, got "3.6.0", whose support ended on 2026-06-01
        must be 3.8 or newer, got "3.7.x.kraft", whose support ended on 2026-09-01
        must be "4.1.x.kraft", got "4.1.x": Kafka 4 has no ZooKeeper
        must look like `3.9.x` or `3.9.x.kraft`, got "3.9.1"
        must look like `3.9.x` or `3.9.x.kraft`, got "latest"
        "#);
    }
}
