//! Topics.

use crate::{
    Result,
    aws::{
        iam::{PolicyDocument, PolicyStatement, Principal},
        kms::Key,
    },
    cfn::{
        ids::{
            kms::KeyId,
            sns::{TopicArn, TopicName},
        },
        sns as cfn,
    },
    name::NodeId,
    tree::{Ref, Resource as _, Scope},
    value::{IdType as _, IntoValue, Value},
};

/// Where messages are published that several people or services want to hear of.
///
/// Messages are encrypted and published over TLS only. The default key is that of SNS, which costs
/// nothing; services of AWS such as CloudWatch can't use it, so a topic for alarms needs a
/// [key](TopicBuilder::encryption_key) of its own.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let key = Key::builder("Key").build(stack)?;
/// let alerts = Topic::builder("Alerts").encryption_key(&key).build(stack)?;
/// alerts.allow_publish_from(Publisher::CloudWatchAlarms, stack)?;
/// alerts.subscribe(Subscription::email("on-call@example.com"), stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SNS::Topic`](cfn::Topic)
#[derive(Debug, Clone, Copy)]
pub struct Topic {
    node: NodeId,
    resource: Ref<cfn::Topic>,
    policy: Ref<cfn::TopicPolicy>,
    encryption_key: Option<Key>,
    is_fifo: bool,
}

/// Builds a [`Topic`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct TopicBuilder {
    id: String,
    encryption_key: Option<Key>,
    display_name: Option<String>,
    is_fifo: bool,
    content_based_deduplication: bool,
}

/// The key that SNS has in every account.
const KEY_OF_SNS: &str = "alias/aws/sns";

/// In characters.
const LONGEST_DISPLAY_NAME: usize = 100;

impl Topic {
    /// Starts a topic.
    pub fn builder(id: impl Into<String>) -> TopicBuilder {
        TopicBuilder {
            id: id.into(),
            encryption_key: None,
            display_name: None,
            is_fifo: false,
            content_based_deduplication: false,
        }
    }

    /// The ARN of the topic.
    #[must_use]
    pub fn arn(self) -> Value<TopicArn> {
        self.resource.reference()
    }

    /// The name of the topic, which metrics ask for.
    #[must_use]
    pub fn name(self) -> Value<TopicName> {
        self.resource.topic_name()
    }

    /// The key that encrypts messages, where it is not that of SNS.
    #[must_use]
    pub fn encryption_key(self) -> Option<Key> {
        self.encryption_key
    }

    /// Whether messages keep their order.
    #[must_use]
    pub fn is_fifo(self) -> bool {
        self.is_fifo
    }

    /// The topic with its policy and subscriptions, for dependencies.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.node
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Topic> {
        self.resource
    }

    pub(super) fn policy(self) -> Ref<cfn::TopicPolicy> {
        self.policy
    }
}

impl TopicBuilder {
    /// The key that encrypts messages. Default: that of SNS, which the services of AWS can't use.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// What emails say they are from, at most 100 characters. Default: nothing.
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Keeps messages of a group in order and delivers each once, to queues only; changing it
    /// replaces the topic. Default: no.
    pub fn fifo(mut self) -> Self {
        self.is_fifo = true;
        self
    }

    /// Takes messages of one text within 5 minutes for one message; for FIFO topics. Default: no,
    /// publishers give every message a deduplication id.
    pub fn content_based_deduplication(mut self) -> Self {
        self.content_based_deduplication = true;
        self
    }

    /// Adds the topic to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Topic> {
        let mut scope = scope.child(&self.id)?;
        if self.content_based_deduplication && !self.is_fifo {
            let reason = "must be left out unless the topic is FIFO";
            return Err(scope.invalid("content_based_deduplication", reason));
        }
        let length = self
            .display_name
            .as_ref()
            .map_or(0, |name| name.chars().count());
        if LONGEST_DISPLAY_NAME < length {
            let reason =
                format!("must have at most {LONGEST_DISPLAY_NAME} characters, got {length}");
            return Err(scope.invalid("display_name", reason));
        }

        let key = self
            .encryption_key
            .map(|key| IntoValue::<KeyId>::into_value(key.resource()));
        let mut topic =
            cfn::Topic::new().kms_master_key_id(key.unwrap_or_else(|| KeyId::literal(KEY_OF_SNS)));
        if let Some(name) = self.display_name {
            topic = topic.display_name(name);
        }
        if self.is_fifo {
            topic = topic
                .fifo_topic(true)
                .content_based_deduplication(self.content_based_deduplication);
        }
        let resource = topic.add("Resource", &mut scope)?;
        let node = scope.node();
        let tls_only = PolicyStatement::deny()
            .sid("TlsOnly")
            .principal(Principal::anyone())
            .actions(["sns:Publish"])
            .resources([resource.reference()])
            .condition("Bool", "aws:SecureTransport", "false");
        let policy = cfn::TopicPolicy::new(PolicyDocument::new([tls_only]), [resource.reference()])
            .add("Resource", &mut scope.child("Policy")?)?;
        let Self { encryption_key, is_fifo, .. } = self;
        Ok(Topic { node, resource, policy, encryption_key, is_fifo })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Topic::builder("Alerts").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let alerts = Topic::builder("Alerts")
                .encryption_key(&key)
                .display_name("EcoMind alerts")
                .build(stack)?;
            for publisher in [
                Publisher::CloudWatchAlarms,
                Publisher::Budgets,
                Publisher::EventBridge,
                Publisher::Other("events.rds.amazonaws.com"),
            ] {
                alerts.allow_publish_from(publisher, stack)?;
            }
            alerts.subscribe(Subscription::email("on-call@example.com"), stack)?;
            alerts.subscribe(Subscription::https("https://hooks.example.com/alerts"), stack)?;
            Topic::builder("Orders")
                .fifo()
                .content_based_deduplication()
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_what_sns_refuses() {
        let error = testing::reject(|stack| {
            Topic::builder("Alerts")
                .content_based_deduplication()
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`content_based_deduplication` of `Test/Alerts` must be left out unless the topic is FIFO");
        let error = testing::reject(|stack| {
            Topic::builder("Alerts")
                .display_name("x".repeat(101))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`display_name` of `Test/Alerts` must have at most 100 characters, got 101");
    }
}
