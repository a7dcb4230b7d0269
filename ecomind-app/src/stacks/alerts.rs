//! Alerts: the topic that alarms tell people through.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// What other stacks may use.
#[derive(Debug, Clone, Copy)]
pub struct Alerts {
    /// Where alarms of this region are published.
    pub topic: Topic,
}

/// Adds the topic to `stack`.
///
/// Alarms publish in their own region alone, so that each region with alarms has such a topic.
pub fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<Alerts> {
    let key = Key::builder("Key")
        .description("encrypts what alarms of EcoMind say")
        .build(stack)?;
    let topic = Topic::builder("Topic")
        .display_name(format!("EcoMind {}", env.name))
        .encryption_key(&key)
        .build(stack)?;
    topic.allow_publish_from(Publisher::CloudWatchAlarms, stack)?;
    for address in env.alert_emails {
        topic.subscribe(Subscription::email(*address), stack)?;
    }
    Ok(Alerts { topic })
}
