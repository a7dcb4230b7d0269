//! Pseudo parameters.

use serde_json::Value;

use super::Scope;

impl Scope<'_> {
    pub(super) fn pseudo(&self, name: &str) -> Option<Value> {
        Some(match name {
            "AWS::AccountId" => Value::from(self.place.account.as_str()),
            "AWS::Region" => Value::from(self.place.region.as_str()),
            "AWS::Partition" => Value::from(self.place.partition()),
            "AWS::URLSuffix" => Value::from(self.place.url_suffix()),
            "AWS::StackId" => Value::from(self.stack_id),
            "AWS::StackName" => Value::from(self.stack_name),
            "AWS::NotificationARNs" => self
                .target
                .notification_arns
                .iter()
                .map(String::as_str)
                .collect(),
            _ => return None,
        })
    }

    /// The zones of a region: three, as most have.
    pub(super) fn zones(&self, region: &str) -> Value {
        let region = if region.is_empty() { &self.place.region } else { region };
        ["a", "b", "c"]
            .iter()
            .map(|zone| Value::from(format!("{region}{zone}")))
            .collect()
    }
}
