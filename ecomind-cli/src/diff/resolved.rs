//! What a stack knows of itself, put in place of the functions that ask for it.

use ecomind_constructs::template::canonical;
use serde_json::Value;

use crate::assembly::StackSnapshot;

/// A canonical value in which region, account, partition and name of the stack are literals, as
/// far as the app says them: `us-east-1` and `Ref AWS::Region` are the same there.
pub(super) fn resolved(value: &Value, stack: &StackSnapshot) -> Value {
    canonical(&with_pseudo_parameters(value, stack))
}

fn with_pseudo_parameters(value: &Value, stack: &StackSnapshot) -> Value {
    match value {
        Value::Array(items) => items
            .iter()
            .map(|item| with_pseudo_parameters(item, stack))
            .collect(),
        Value::Object(map) => {
            let known = match map
                .get("Ref")
                .and_then(Value::as_str)
                .filter(|_| map.len() == 1)
            {
                Some("AWS::Region") => stack.region.clone(),
                Some("AWS::AccountId") => stack.account.clone(),
                Some("AWS::Partition") => stack.region.as_deref().map(partition),
                // A file says nothing about the name of the stack.
                Some("AWS::StackName") if stack.termination_protection.is_some() => {
                    Some(stack.name.clone())
                }
                _ => None,
            };
            known.map_or_else(
                || {
                    let entries = map.iter();
                    entries
                        .map(|(name, value)| (name.clone(), with_pseudo_parameters(value, stack)))
                        .collect()
                },
                Value::from,
            )
        }
        scalar => scalar.clone(),
    }
}

/// AWS: [partitions](https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html)
fn partition(region: &str) -> String {
    match region.split('-').next() {
        Some("cn") => "aws-cn",
        Some("us") if region.starts_with("us-gov-") => "aws-us-gov",
        Some("us") if region.starts_with("us-iso-") => "aws-iso",
        Some("us") if region.starts_with("us-isob-") => "aws-iso-b",
        _ => "aws",
    }
    .to_owned()
}
