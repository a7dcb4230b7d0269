//! The calls that were made, for assertions.

use serde_json::Value;

/// One call that reached the simulator, whether it was answered or not.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// Such as `cloudformation` or `s3`.
    pub service: String,
    /// Such as `CreateChangeSet`.
    pub action: String,
    /// The account that called.
    pub account: String,
    /// The region that was called.
    pub region: String,
    /// The parameters, in the shape of the API: lists are lists. Bodies of objects are left out.
    pub parameters: Value,
    /// The code of the error that was the answer, or the fault that prevented one.
    pub error: Option<String>,
}

impl Call {
    /// The name of the stack that the call was about, if it named one.
    pub fn stack(&self) -> Option<&str> {
        let named = self.parameters.get("StackName")?.as_str()?;
        // `arn:aws:cloudformation:region:account:stack/name/uuid`
        let name = named
            .split(":stack/")
            .nth(1)
            .and_then(|it| it.split('/').next());
        Some(name.unwrap_or(named))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stack_is_named_by_name_or_id() {
        let call = |name: &str| Call {
            service: "cloudformation".to_owned(),
            action: "DescribeStacks".to_owned(),
            account: String::new(),
            region: String::new(),
            parameters: json!({ "StackName": name }),
            error: None,
        };
        assert_eq!(call("shop").stack(), Some("shop"));
        assert_eq!(call("arn:aws:cloudformation:eu-west-1:1:stack/shop/9").stack(), Some("shop"));
    }
}
