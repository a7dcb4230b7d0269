//! The tag that nearly every service uses.

use crate::value::{IntoValue, Properties};

object! {
    /// A label of a resource: a key with a value.
    ///
    /// CloudFormation: [`Tag`](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html)
    Tag
}

impl Tag {
    /// The tag `key` with `value`.
    pub fn new(key: impl IntoValue<String>, value: impl IntoValue<String>) -> Self {
        Self(Properties::new().with("Key", key).with("Value", value))
    }
}
