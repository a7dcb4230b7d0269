//! Who hears of what is published.

use crate::{
    Error, Result, SourceLocation,
    aws::{
        iam::{PolicyStatement, Principal},
        sqs::Queue,
    },
    cfn::sns as cfn,
    tree::{Resource as _, Scope},
    value::{self, IntoValue, Json, Value},
};

use super::Topic;

/// Somebody who hears of what is published to a topic.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let orders = Topic::builder("Orders").build(stack)?;
/// let invoices = Queue::builder("Invoices").build(stack)?;
/// orders.subscribe(Subscription::queue(&invoices).raw_message_delivery(), stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SNS::Subscription`](cfn::Subscription)
#[derive(Debug, Clone)]
#[must_use = "hears nothing until `Topic::subscribe` is called"]
pub struct Subscription {
    endpoint: Endpoint,
    raw_message_delivery: bool,
    filter_policy: Option<Value<Json>>,
}

#[derive(Debug, Clone)]
enum Endpoint {
    Email(String),
    Https(String),
    Queue(Queue),
}

impl Subscription {
    /// Sends emails to an address, once its owner has confirmed it.
    pub fn email(address: impl Into<String>) -> Self {
        Self::new(Endpoint::Email(address.into()))
    }

    /// Posts to a URL, once its server has confirmed it.
    pub fn https(url: impl Into<String>) -> Self {
        Self::new(Endpoint::Https(url.into()))
    }

    /// Sends to a queue, whose policy and own key are made to allow it.
    pub fn queue(queue: &Queue) -> Self {
        Self::new(Endpoint::Queue(*queue))
    }

    fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, raw_message_delivery: false, filter_policy: None }
    }

    /// Delivers messages as they were published, to queues and URLs. Default: inside of JSON that
    /// says where they come from.
    pub fn raw_message_delivery(mut self) -> Self {
        self.raw_message_delivery = true;
        self
    }

    /// The attributes that messages must have, as [filter policies] say it. Default: it hears of
    /// all.
    ///
    /// [filter policies]: https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
    pub fn filter_policy(mut self, policy: impl IntoValue<Json>) -> Self {
        self.filter_policy = Some(policy.into_value());
        self
    }

    fn flaw(&self, topic: Topic) -> Option<String> {
        let is_plain = |text: &str| !text.chars().any(|c| c.is_whitespace() || c.is_control());
        match &self.endpoint {
            Endpoint::Email(address) => {
                let is_address = is_plain(address)
                    && address
                        .split_once('@')
                        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
                if !is_address {
                    return Some(format!("must have an email address, got {address:?}"));
                }
                if self.raw_message_delivery {
                    return Some("must not be raw where it is sent by email".to_owned());
                }
            }
            Endpoint::Https(url) => {
                let host = url.strip_prefix("https://");
                if !host.is_some_and(|host| !host.is_empty() && is_plain(host)) {
                    return Some(format!("must have a URL that begins `https://`, got {url:?}"));
                }
            }
            Endpoint::Queue(queue) => {
                if queue.is_fifo() && !topic.is_fifo() {
                    return Some("must have a FIFO topic where the queue is FIFO".to_owned());
                }
                return None;
            }
        }
        topic
            .is_fifo()
            .then(|| "must send to a queue where the topic is FIFO".to_owned())
    }
}

impl Topic {
    /// Has somebody hear of what is published.
    ///
    /// Emails and URLs are subscribed below the topic, a queue below the queue: the stack with the
    /// queue refers to the stack with the topic, never the other way round.
    #[track_caller]
    pub fn subscribe(self, subscription: Subscription, scope: &mut Scope<'_>) -> Result<()> {
        let location = SourceLocation::caller();
        let path = scope.path_of(self.node())?;
        if let Some(reason) = subscription.flaw(self) {
            let property = "subscribe".to_owned();
            return Err(Error::InvalidProperty { path, property, reason, location });
        }
        let mut resource = cfn::Subscription::new(subscription.protocol(), self.arn())
            .endpoint(subscription.endpoint());
        if subscription.raw_message_delivery {
            resource = resource.raw_message_delivery(true);
        }
        if let Some(policy) = subscription.filter_policy {
            resource = resource.filter_policy(policy);
        }
        match subscription.endpoint {
            Endpoint::Email(endpoint) | Endpoint::Https(endpoint) => {
                let mut topic = scope.at(self.node())?;
                // Paths keep their slashes to themselves; the CDK writes it so.
                let mut scope = topic.child(endpoint.replace('/', "--"))?;
                resource.add("Resource", &mut scope)?;
            }
            Endpoint::Queue(queue) => {
                let region = scope.at(self.node())?.region().map(str::to_owned);
                self.let_send_to(queue, scope)?;
                let mut place = scope.at(queue.node())?;
                if let Some(region) = region.filter(|region| place.region() != Some(region)) {
                    resource = resource.region(region);
                }
                let mut place = place.child(path.as_str().replace('/', "-"))?;
                let subscription = resource.add("Resource", &mut place)?;
                // A message that comes before the policy is refused and lost.
                place.options(subscription)?.depends_on(queue.policy_node());
            }
        }
        Ok(())
    }

    #[track_caller]
    fn let_send_to(self, queue: Queue, scope: &mut Scope<'_>) -> Result<()> {
        let send = PolicyStatement::allow()
            .principal(Principal::service(SERVICE))
            .actions(["sqs:SendMessage"])
            .condition("ArnEquals", "aws:SourceArn", self.arn());
        queue.allow(send, scope)?;
        let Some(key) = queue.encryption_key() else { return Ok(()) };
        // Any topic of the account and not this one: the topic may have the same key, and a
        // reference each way would be a cycle.
        let topics: Value<String> = value::concat([
            "arn:".into_value(),
            value::partition(),
            ":sns:*:".into_value(),
            value::account_id(),
            ":*".into_value(),
        ]);
        let encrypt = PolicyStatement::allow()
            .principal(Principal::service(SERVICE))
            .actions(["kms:Decrypt", "kms:GenerateDataKey"])
            .condition("ArnLike", "aws:SourceArn", topics);
        key.allow(encrypt, scope)
    }
}

/// What SNS is called in policies.
const SERVICE: &str = "sns.amazonaws.com";

impl Subscription {
    fn protocol(&self) -> &'static str {
        match self.endpoint {
            Endpoint::Email(_) => "email",
            Endpoint::Https(_) => "https",
            Endpoint::Queue(_) => "sqs",
        }
    }

    fn endpoint(&self) -> Value<String> {
        match &self.endpoint {
            Endpoint::Email(endpoint) | Endpoint::Https(endpoint) => endpoint.into_value(),
            Endpoint::Queue(queue) => queue.arn().into_value(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{prelude::*, testing};

    #[test]
    fn a_queue_hears_of_a_topic() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let orders = Topic::builder("Orders").encryption_key(&key).build(stack)?;
            let invoices = Queue::builder("Invoices")
                .encryption_key(&key)
                .without_dead_letter_queue()
                .build(stack)?;
            let subscription = Subscription::queue(&invoices)
                .raw_message_delivery()
                .filter_policy(json!({"kind": ["paid"]}));
            orders.subscribe(subscription, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_queue_may_be_in_another_stack_and_region() {
        let mut app = App::new();
        let mut here = Stack::builder("Here")
            .region("us-east-1")
            .build(&mut app)
            .unwrap();
        let orders = Topic::builder("Orders").build(&mut here).unwrap();
        let mut there = Stack::builder("There")
            .region("eu-west-1")
            .build(&mut app)
            .unwrap();
        let invoices = Queue::builder("Invoices").build(&mut there).unwrap();
        orders
            .subscribe(Subscription::queue(&invoices), &mut there)
            .unwrap();
        let there = testing::template_of(&app, "There");
        there.assert_has("AWS::SNS::Subscription", r#"{"Region": "us-east-1"}"#);
        testing::template_of(&app, "Here").assert_count("AWS::SNS::Subscription", 0);
    }

    #[test]
    fn rejects_what_sns_cannot_send_to() {
        let refusal = |fifo: bool, subscription: Subscription| {
            let error = testing::reject(|stack| {
                let topic = Topic::builder("Alerts");
                let topic = if fifo { topic.fifo() } else { topic }.build(stack)?;
                topic.subscribe(subscription, stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal(false, Subscription::email("on-call")), @r#"`subscribe` of `Test/Alerts` must have an email address, got "on-call""#);
        insta::assert_snapshot!(refusal(false, Subscription::https("http://example.com")), @r#"`subscribe` of `Test/Alerts` must have a URL that begins `https://`, got "http://example.com""#);
        insta::assert_snapshot!(refusal(false, Subscription::email("a@example.com").raw_message_delivery()), @"`subscribe` of `Test/Alerts` must not be raw where it is sent by email");
        insta::assert_snapshot!(refusal(true, Subscription::email("a@example.com")), @"`subscribe` of `Test/Alerts` must send to a queue where the topic is FIFO");
        let error = testing::reject(|stack| {
            let topic = Topic::builder("Alerts").build(stack)?;
            let queue = Queue::builder("Orders").fifo().build(stack)?;
            topic.subscribe(Subscription::queue(&queue), stack)
        });
        insta::assert_snapshot!(error, @"`subscribe` of `Test/Alerts` must have a FIFO topic where the queue is FIFO");
    }

    #[test]
    fn rejects_a_second_subscription_of_one_address() {
        let error = testing::reject(|stack| {
            let topic = Topic::builder("Alerts").build(stack)?;
            topic.subscribe(Subscription::email("a@example.com"), stack)?;
            topic.subscribe(Subscription::email("a@example.com"), stack)
        });
        insta::assert_snapshot!(error, @"`Test/Alerts/a@example.com` is declared twice; ids must be unique in their scope");
    }
}
