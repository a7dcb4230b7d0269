//! Simple Notification Service: topics, who publishes to them, and who hears of it.

mod publisher;
mod subscription;
mod topic;
mod topic_grants;

pub use self::{
    publisher::Publisher,
    subscription::Subscription,
    topic::{Topic, TopicBuilder},
};
