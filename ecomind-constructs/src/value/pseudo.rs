//! The [pseudo parameters], whose values CloudFormation knows in every stack.
//!
//! They speak of the stack in which they end up: a value that holds one and crosses into a stack
//! of another region means that region.
//!
//! [pseudo parameters]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html

use super::{Token, Value};

/// `AWS::AccountId`: the account of the stack, twelve digits.
pub fn account_id() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::AccountId"))
}

/// `AWS::NotificationARNs`: the topics that hear of the stack's events.
pub fn notification_arns() -> Value<Vec<String>> {
    Value::from_token(Token::Pseudo("AWS::NotificationARNs"))
}

/// `AWS::Partition`: `aws`, `aws-cn` or `aws-us-gov`, the second part of every ARN.
pub fn partition() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::Partition"))
}

/// `AWS::Region`: the region of the stack, such as `us-east-1`.
pub fn region() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::Region"))
}

/// `AWS::StackId`: the ARN of the stack.
pub fn stack_id() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::StackId"))
}

/// `AWS::StackName`: the name of the stack.
pub fn stack_name() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::StackName"))
}

/// `AWS::URLSuffix`: the domain of the partition, such as `amazonaws.com`.
pub fn url_suffix() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::URLSuffix"))
}
