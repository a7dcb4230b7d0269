//! How brokers are set up.

use crate::value::Duration;

/// What a cluster's `server.properties` say.
///
/// A topic has as many replicas as there are zones and stays writable with one of them gone, it is
/// never made by a client that misspelt it, and no replica that missed something becomes leader.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::msk::ServerProperties;
///
/// let properties = ServerProperties::new()
///     .default_partitions(6)
///     .retention(Duration::days(3))
///     .property("message.max.bytes", "2097152");
/// ```
///
/// AWS: [what can be set](https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html)
#[derive(Debug, Clone)]
#[must_use = "does nothing until a cluster has it"]
pub struct ServerProperties {
    auto_create_topics: bool,
    default_partitions: u32,
    default_replication: Option<u32>,
    min_in_sync_replicas: Option<u32>,
    retention: Duration,
    others: Vec<(String, String)>,
}

impl Default for ServerProperties {
    fn default() -> Self {
        Self::new()
    }
}

impl ServerProperties {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            auto_create_topics: false,
            default_partitions: 3,
            default_replication: None,
            min_in_sync_replicas: None,
            retention: Duration::days(7),
            others: Vec::new(),
        }
    }

    /// Whether a topic is made when a client first names it. Default: no.
    pub fn auto_create_topics(mut self, create: bool) -> Self {
        self.auto_create_topics = create;
        self
    }

    /// How many partitions a topic has that says nothing else, at least 1. Default: 3.
    pub fn default_partitions(mut self, count: u32) -> Self {
        self.default_partitions = count;
        self
    }

    /// How many replicas a topic has that says nothing else, at most one per broker. Default: the
    /// number of zones.
    pub fn default_replication(mut self, replicas: u32) -> Self {
        self.default_replication = Some(replicas);
        self
    }

    /// How many replicas must have a message before it counts as written, fewer than there are.
    /// Default: one fewer than [`default_replication`](Self::default_replication).
    pub fn min_in_sync_replicas(mut self, replicas: u32) -> Self {
        self.min_in_sync_replicas = Some(replicas);
        self
    }

    /// How long messages are kept by a topic that says nothing else. Default: 7 days.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// A property in Kafka's words, such as `message.max.bytes`, for what has no method here. Adds
    /// to those before.
    pub fn property(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.others.push((name.into(), value.into()));
        self
    }

    /// How many replicas topics have in a cluster of so many zones.
    fn replication(&self, zones: u32) -> u32 {
        self.default_replication.unwrap_or(zones)
    }

    /// What is wrong with them in a cluster of so many brokers, if anything is.
    pub(super) fn flaw(&self, zones: u32, brokers: u32) -> Option<String> {
        let replicas = self.replication(zones);
        if !(1..=brokers).contains(&replicas) {
            return Some(format!(
                "must have a `default_replication` of 1 to {brokers}, the number of brokers, got \
                 {replicas}"
            ));
        }
        let in_sync = self.in_sync(zones);
        let most = (replicas - 1).max(1);
        if !(1..=most).contains(&in_sync) {
            return Some(format!(
                "must have `min_in_sync_replicas` of 1 to {most}, so that topics stay writable \
                 while MSK restarts a broker, got {in_sync}"
            ));
        }
        if self.default_partitions == 0 {
            return Some("must have `default_partitions` of at least 1, got 0".to_owned());
        }
        let lines = self.lines(zones);
        self.others.iter().find_map(|(name, value)| {
            let is_name = !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
            let times = lines.iter().filter(|(known, _)| known == name).count();
            if !is_name {
                Some(format!("must have names like `message.max.bytes`, got {name:?}"))
            } else if value.contains(['\n', '\r']) {
                Some(format!("must have one line per property, got more for `{name}`"))
            } else if 1 < times {
                Some(format!("must say `{name}` once, got it {times} times"))
            } else {
                None
            }
        })
    }

    fn in_sync(&self, zones: u32) -> u32 {
        self.min_in_sync_replicas
            .unwrap_or_else(|| self.replication(zones).saturating_sub(1).max(1))
    }

    /// The file, in a cluster of so many zones.
    pub(super) fn text(&self, zones: u32) -> String {
        let lines = self.lines(zones);
        let lines: Vec<String> = lines
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        lines.concat()
    }

    fn lines(&self, zones: u32) -> Vec<(String, String)> {
        let own = [
            ("auto.create.topics.enable", self.auto_create_topics.to_string()),
            ("default.replication.factor", self.replication(zones).to_string()),
            ("log.retention.ms", (self.retention.as_seconds() * 1000).to_string()),
            ("min.insync.replicas", self.in_sync(zones).to_string()),
            ("num.partitions", self.default_partitions.to_string()),
            ("unclean.leader.election.enable", "false".to_owned()),
        ];
        let own = own
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        own.chain(self.others.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_follow_the_zones() {
        let three = ServerProperties::new().text(3);
        assert!(three.contains("default.replication.factor=3\n"), "{three}");
        assert!(three.contains("min.insync.replicas=2\n"), "{three}");
        let two = ServerProperties::new().text(2);
        assert!(two.contains("default.replication.factor=2\n"), "{two}");
        assert!(two.contains("min.insync.replicas=1\n"), "{two}");
    }

    #[test]
    fn rejects_what_brokers_cannot_do() {
        let new = ServerProperties::new;
        let flaws: Vec<String> = [
            new().default_replication(4),
            new().min_in_sync_replicas(3),
            new().default_partitions(0),
            new().property("a b", "1"),
            new().property("compression.type", "lz4\nnum.partitions=9"),
            new().property("num.partitions", "9"),
        ]
        .iter()
        .filter_map(|properties| properties.flaw(3, 3))
        .collect();
        insta::assert_snapshot!(flaws.join("\n"), @r#"
        must have a `default_replication` of 1 to 3, the number of brokers, got 4
        must have `min_in_sync_replicas` of 1 to 2, so that topics stay writable while MSK restarts a broker, got 3
        must have `default_partitions` of at least 1, got 0
        must have names like `message.max.bytes`, got "a b"
        must have one line per property, got more for `compression.type`
        must say `num.partitions` once, got it 2 times
        "#);
    }
}
