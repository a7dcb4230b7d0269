//! When a budget tells whom.

use crate::{
    cfn::{budgets as cfn, ids::sns::TopicArn},
    value::{IntoValue, Value},
};

use super::budget::whole;

/// An amount of a budget's month at which people hear of it.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let spent = BudgetNotification::actual(500).email("team@example.com");
/// let expected = BudgetNotification::forecasted(1000).email("team@example.com");
/// ```
///
/// CloudFormation:
/// [`AWS::Budgets::Budget NotificationWithSubscribers`](cfn::BudgetNotificationWithSubscribers)
#[derive(Debug, Clone)]
#[must_use = "tells nobody until a budget has it"]
pub struct BudgetNotification {
    kind: &'static str,
    dollars: u32,
    topics: Vec<Value<TopicArn>>,
    emails: Vec<String>,
}

const MOST_EMAILS: usize = 10;

impl BudgetNotification {
    /// When the month has cost more than so many dollars.
    pub fn actual(dollars: u32) -> Self {
        Self { kind: "ACTUAL", dollars, topics: Vec::new(), emails: Vec::new() }
    }

    /// When AWS expects the month to cost more than so many dollars, which takes it five weeks of
    /// history.
    pub fn forecasted(dollars: u32) -> Self {
        Self { kind: "FORECASTED", ..Self::actual(dollars) }
    }

    /// The topic that hears, whose policy lets `budgets.amazonaws.com` publish. At most one;
    /// default: none.
    pub fn topic(mut self, topic: impl IntoValue<TopicArn>) -> Self {
        self.topics.push(topic.into_value());
        self
    }

    /// An address that hears. Adds to those before, at most 10; default: none.
    pub fn email(mut self, address: impl Into<String>) -> Self {
        self.emails.push(address.into());
        self
    }

    /// Whether both are about the same, which the service refuses.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        (self.kind, self.dollars) == (other.kind, other.dollars)
    }

    /// What the service would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let (topics, emails) = (self.topics.len(), self.emails.len());
        let of = format!("the one of ${} ({})", self.dollars, self.kind);
        if topics + emails == 0 {
            return Some(format!("must tell somebody, got nobody for {of}"));
        }
        if 1 < topics || MOST_EMAILS < emails {
            return Some(format!(
                "must tell at most 1 topic and {MOST_EMAILS} addresses, got {topics} and {emails} \
                 for {of}"
            ));
        }
        if let Some(address) = self.emails.iter().find(|address| !address.contains('@')) {
            return Some(format!("must tell addresses with an `@`, got {address:?} for {of}"));
        }
        (self.dollars == 0).then(|| "must be of at least $1, got $0".to_owned())
    }

    pub(super) fn value(self) -> cfn::BudgetNotificationWithSubscribers {
        let topics = self
            .topics
            .into_iter()
            .map(|topic| subscriber("SNS", topic.into_value()));
        let emails = self
            .emails
            .into_iter()
            .map(|mail| subscriber("EMAIL", mail.into_value()));
        let notification = cfn::BudgetNotification::new(cfn::BudgetNotificationArgs {
            comparison_operator: "GREATER_THAN",
            notification_type: self.kind,
            threshold: whole(self.dollars),
        });
        cfn::BudgetNotificationWithSubscribers::new(
            notification.threshold_type("ABSOLUTE_VALUE"),
            topics.chain(emails).collect::<Vec<_>>(),
        )
    }
}

fn subscriber(kind: &str, address: Value<String>) -> cfn::BudgetSubscriber {
    cfn::BudgetSubscriber::new(cfn::BudgetSubscriberArgs { address, subscription_type: kind })
}
