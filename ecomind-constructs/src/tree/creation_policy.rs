//! What CloudFormation waits for before a resource counts as created.

use crate::value::{Duration, Properties};

/// A [creation policy].
///
/// ```
/// use ecomind_constructs::tree::CreationPolicy;
/// use ecomind_constructs::value::Duration;
///
/// let after_three_signals = CreationPolicy::resource_signal(3, Duration::minutes(15));
/// ```
///
/// [creation policy]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html
#[derive(Debug, Clone)]
pub struct CreationPolicy(Properties);

impl CreationPolicy {
    /// Waits for `count` signals of success, and gives up after `timeout` (at most 12 hours).
    #[must_use]
    pub fn resource_signal(count: u32, timeout: Duration) -> Self {
        let signal = Properties::new()
            .with("Count", count)
            .with("Timeout", format!("PT{}S", timeout.as_seconds()));
        Self(Properties::from([("ResourceSignal", signal.into())]))
    }

    /// How many percent of an Auto Scaling group must signal success, 0 to 100.
    #[must_use]
    pub fn min_successful_instances_percent(mut self, percent: u8) -> Self {
        let policy = Properties::new().with("MinSuccessfulInstancesPercent", percent);
        self.0.set("AutoScalingCreationPolicy", policy);
        self
    }

    /// A policy in the words of a template.
    #[must_use]
    pub fn raw(policy: Properties) -> Self {
        Self(policy)
    }

    pub(crate) fn properties(&self) -> &Properties {
        &self.0
    }
}
