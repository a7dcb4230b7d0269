//! Who hears of an alarm.

use crate::{
    cfn::ids::sns::TopicArn,
    value::{IntoValue, Value},
};

/// The topics that hear when an alarm goes off, and when it is over.
#[derive(Debug, Clone, Default)]
pub(super) struct Actions {
    pub(super) alarm: Vec<Value<TopicArn>>,
    pub(super) ok: Vec<Value<TopicArn>>,
}

/// For each state of an alarm.
const MOST_ACTIONS: usize = 5;

impl Actions {
    /// Tells a topic of both.
    pub(super) fn notify(&mut self, topic: impl IntoValue<TopicArn>) {
        let topic = topic.into_value();
        self.alarm.push(topic.clone());
        self.ok.push(topic);
    }

    /// The setter that was used too often, and why that is wrong.
    pub(super) fn flaw(&self) -> Option<(&'static str, String)> {
        let lists = [("alarm_action", &self.alarm), ("ok_action", &self.ok)];
        let (setter, list) = lists
            .into_iter()
            .find(|(_, list)| MOST_ACTIONS < list.len())?;
        Some((setter, format!("must be given at most {MOST_ACTIONS} times, got {}", list.len())))
    }
}
