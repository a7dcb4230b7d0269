//! The functions that CloudFormation knows.

use serde_json::{Map, Value};

/// Every intrinsic function, and what stands where one may stand. Those without a short form are
/// here too: CloudFormation takes `!Name` for all of them.
///
/// AWS: [intrinsic functions](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html)
/// and [functions of rules](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html)
pub(super) const FUNCTIONS: [&str; 27] = [
    "Condition",
    "Fn::And",
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::Equals",
    "Fn::FindInMap",
    "Fn::GetAZs",
    "Fn::GetAtt",
    "Fn::GetStackOutput",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Length",
    "Fn::Not",
    "Fn::Or",
    "Fn::RefAll",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Fn::ToJsonString",
    "Fn::Transform",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
    "Ref",
];

/// The name and the argument of the function that a map is, known or not.
#[must_use]
pub fn function(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (name, argument) = map.iter().next().filter(|_| map.len() == 1)?;
    (name == "Ref" || name.starts_with("Fn::") || (name == "Condition" && argument.is_string()))
        .then_some((name.as_str(), argument))
}

/// Whether CloudFormation has a function of this name, such as `Fn::Sub`. A loop is one too.
#[must_use]
pub fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name) || name.starts_with("Fn::ForEach::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_of_one_function_is_that_function() {
        let name = |text: &str| {
            let value: Value = serde_json::from_str(text).unwrap();
            function(value.as_object().unwrap()).map(|(name, _)| name.to_owned())
        };
        assert_eq!(name(r#"{"Ref": "A"}"#).as_deref(), Some("Ref"));
        assert_eq!(name(r#"{"Fn::Made": "A"}"#).as_deref(), Some("Fn::Made"));
        assert_eq!(name(r#"{"Ref": "A", "B": 1}"#), None);
        // The condition of a policy statement.
        assert_eq!(name(r#"{"Condition": {"Bool": {}}}"#), None);
        assert!(is_function("Fn::ForEach::Each") && !is_function("Fn::Made"));
    }
}
