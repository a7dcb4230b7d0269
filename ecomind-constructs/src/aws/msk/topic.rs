//! Topics.

use crate::{
    Result,
    cfn::{ids::msk::TopicArn, msk as cfn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{self, Duration, Value},
};

use super::Cluster;

/// A topic of a [`Cluster`].
///
/// Every zone has a replica. The topic stays, with what is in it, when its stack goes.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let events = msk::Cluster::builder("Events", &vpc).build(stack)?;
/// let usage = msk::Topic::builder("Usage", "usage", &events)
///     .partitions(12)
///     .retention(Duration::days(3))
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::MSK::Topic`](cfn::Topic)
#[derive(Debug, Clone)]
pub struct Topic {
    resource: Ref<cfn::Topic>,
    cluster: Cluster,
    name: String,
}

/// Builds a [`Topic`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct TopicBuilder<'a> {
    id: String,
    name: String,
    cluster: &'a Cluster,
    partitions: u32,
    replication: Option<u32>,
    settings: Vec<(String, String)>,
}

impl Topic {
    /// Starts a topic `name` of `cluster`.
    pub fn builder(
        id: impl Into<String>,
        name: impl Into<String>,
        cluster: &Cluster,
    ) -> TopicBuilder<'_> {
        TopicBuilder {
            id: id.into(),
            name: name.into(),
            cluster,
            partitions: 3,
            replication: None,
            settings: Vec::new(),
        }
    }

    /// What clients call the topic.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ARN of the topic.
    #[must_use]
    pub fn arn(&self) -> Value<TopicArn> {
        self.resource.topic_arn()
    }

    pub(super) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(&self) -> Ref<cfn::Topic> {
        self.resource
    }
}

impl TopicBuilder<'_> {
    /// How many partitions it has, at least 1; there can be more later, but not fewer. Default: 3.
    pub fn partitions(mut self, count: u32) -> Self {
        self.partitions = count;
        self
    }

    /// How many replicas each partition has, at most one per broker. Default: the number of zones.
    pub fn replication(mut self, replicas: u32) -> Self {
        self.replication = Some(replicas);
        self
    }

    /// How long messages are kept. Default: what the cluster says.
    pub fn retention(self, retention: Duration) -> Self {
        let milliseconds = retention.as_seconds() * 1000;
        self.setting("retention.ms", milliseconds.to_string())
    }

    /// Keeps the last message of each key for ever, instead of all for a while. Default: no.
    pub fn compacted(self) -> Self {
        self.setting("cleanup.policy", "compact")
    }

    /// A setting in Kafka's words, such as `max.message.bytes`. Replaces that of the same name;
    /// default: what the cluster says.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        self.settings.retain(|(known, _)| *known != name);
        self.settings.push((name, value.into()));
        self
    }

    /// Adds the topic to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Topic> {
        let mut scope = scope.child(&self.id)?;
        let brokers = self.cluster.brokers;
        let replicas = self.replication.unwrap_or(self.cluster.zones);
        if let Some(reason) = flaw_of_name(&self.name) {
            return Err(scope.invalid("name", reason));
        }
        if self.partitions == 0 {
            return Err(scope.invalid("partitions", "must be at least 1, got 0"));
        }
        if !(1..=brokers).contains(&replicas) {
            let reason = format!("must be 1 to {brokers}, the number of brokers, got {replicas}");
            return Err(scope.invalid("replication", reason));
        }
        let mut topic = cfn::Topic::new(cfn::TopicArgs {
            cluster_arn: self.cluster.arn(),
            partition_count: self.partitions,
            replication_factor: replicas,
            topic_name: self.name.clone(),
        });
        if !self.settings.is_empty() {
            let settings: serde_json::Map<_, _> = self
                .settings
                .into_iter()
                .map(|(name, value)| (name, value.into()))
                .collect();
            topic = topic.configs(value::base64(serde_json::Value::from(settings).to_string()));
        }
        let resource = topic.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(Topic { resource, cluster: self.cluster.clone(), name: self.name })
    }
}

fn flaw_of_name(name: &str) -> Option<String> {
    let fits = (1..=249).contains(&name.len())
        && !matches!(name, "." | "..")
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    if !fits {
        return Some(format!(
            "must be 1 to 249 letters, digits, dots, underscores and hyphens, got {name:?}"
        ));
    }
    name.starts_with("__")
        .then(|| format!("must not begin with `__`, as Kafka's own do, got {name:?}"))
}

#[cfg(test)]
mod tests {
    use crate::{aws::msk::TopicBuilder, prelude::*, testing};

    fn cluster(stack: &mut Scope<'_>) -> Result<msk::Cluster> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .isolated_subnet("use1-az1", "subnet-0a1b2c3d")
            .isolated_subnet("use1-az2", "subnet-0a1b2c3e")
            .build(stack)?;
        msk::Cluster::builder("Events", &vpc).build(stack)
    }

    /// Of a template, only what is about topics.
    fn topics(build: impl Fn(&msk::Cluster, &mut Scope<'_>) -> Result<()>) -> String {
        let mut app = App::new().region("us-east-1");
        let events = cluster(&mut app.stack("Streaming").unwrap()).unwrap();
        build(&events, &mut app.stack("Test").unwrap()).unwrap();
        testing::template_of(&app, "Test").yaml()
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(topics(|events, stack| {
            msk::Topic::builder("Usage", "usage", events)
                .build(stack)
                .map(drop)
        }));
    }

    #[test]
    fn richest() {
        insta::assert_snapshot!(topics(|events, stack| {
            let topic = msk::Topic::builder("State", "state.v1", events)
                .partitions(24)
                .replication(1)
                .retention(Duration::days(3))
                .compacted()
                .setting("max.message.bytes", "2097152")
                .build(stack)?;
            assert_eq!(topic.name(), "state.v1");
            Ok(())
        }));
    }

    #[test]
    fn rejects_topics_that_cannot_be() {
        let refusal = |name: &str, change: fn(TopicBuilder<'_>) -> TopicBuilder<'_>| {
            testing::reject(|stack| {
                change(msk::Topic::builder("Usage", name, &cluster(stack)?)).build(stack)
            })
            .to_string()
        };
        let texts = [
            refusal("usage events", |topic| topic),
            refusal("__usage", |topic| topic),
            refusal("", |topic| topic),
            refusal("usage", |topic| topic.partitions(0)),
            refusal("usage", |topic| topic.replication(3)),
        ];
        insta::assert_snapshot!(texts.join("\n"), @r#"
        `name` of `Test/Usage` must be 1 to 249 letters, digits, dots, underscores and hyphens, got "usage events"
        `name` of `Test/Usage` must not begin with `__`, as Kafka's own do, got "__usage"
        `name` of `Test/Usage` must be 1 to 249 letters, digits, dots, underscores and hyphens, got ""
        `partitions` of `Test/Usage` must be at least 1, got 0
        `replication` of `Test/Usage` must be 1 to 2, the number of brokers, got 3
        "#);
    }
}
