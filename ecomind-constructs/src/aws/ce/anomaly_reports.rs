//! Who hears of unusual costs, and how soon.

use crate::{
    cfn::{ce as cfn, ids::sns::TopicArn},
    value::{IntoValue, Value},
};

/// Who hears of unusual costs, and how soon: topics hear of each, addresses of several at once.
#[derive(Debug, Clone)]
pub struct AnomalyReports(Reports);

#[derive(Debug, Clone)]
enum Reports {
    Immediate(Value<TopicArn>),
    Daily(Vec<String>),
    Weekly(Vec<String>),
}

const MOST_EMAILS: usize = 10;

impl AnomalyReports {
    /// A topic hears of each, whose policy lets `costalerts.amazonaws.com` publish.
    pub fn immediate(topic: impl IntoValue<TopicArn>) -> Self {
        Self(Reports::Immediate(topic.into_value()))
    }

    /// 1 to 10 addresses hear once a day.
    pub fn daily<A: Into<String>>(addresses: impl IntoIterator<Item = A>) -> Self {
        Self(Reports::Daily(addresses.into_iter().map(Into::into).collect()))
    }

    /// 1 to 10 addresses hear once a week.
    pub fn weekly<A: Into<String>>(addresses: impl IntoIterator<Item = A>) -> Self {
        Self(Reports::Weekly(addresses.into_iter().map(Into::into).collect()))
    }

    pub(super) fn frequency(&self) -> cfn::AnomalySubscriptionFrequency {
        match self.0 {
            Reports::Immediate(_) => cfn::AnomalySubscriptionFrequency::Immediate,
            Reports::Daily(_) => cfn::AnomalySubscriptionFrequency::Daily,
            Reports::Weekly(_) => cfn::AnomalySubscriptionFrequency::Weekly,
        }
    }

    pub(super) fn subscribers(self) -> Vec<cfn::AnomalySubscriptionSubscriber> {
        use cfn::AnomalySubscriptionType as Type;
        match self.0 {
            Reports::Immediate(topic) => {
                vec![cfn::AnomalySubscriptionSubscriber::new(topic, Type::Sns)]
            }
            Reports::Daily(addresses) | Reports::Weekly(addresses) => {
                let email =
                    |address: String| cfn::AnomalySubscriptionSubscriber::new(address, Type::Email);
                addresses.into_iter().map(email).collect()
            }
        }
    }

    /// What the service would refuse, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let (Reports::Daily(addresses) | Reports::Weekly(addresses)) = &self.0 else {
            return None;
        };
        let count = addresses.len();
        if !(1..=MOST_EMAILS).contains(&count) {
            return Some(format!("must go to 1 to {MOST_EMAILS} addresses, got {count}"));
        }
        let odd = addresses.iter().find(|address| !address.contains('@'))?;
        Some(format!("must go to addresses with an `@`, got {odd:?}"))
    }
}
