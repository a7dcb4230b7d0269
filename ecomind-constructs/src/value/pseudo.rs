//! The [pseudo parameters], whose values CloudFormation knows in every stack.
//!
//! They speak of the stack in which they end up: a value that holds one and crosses into a stack
//! of another region means that region.
//!
//! [pseudo parameters]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html

use super::{Token, Value};

/// `AWS::AccountId`: the account of the stack, twelve digits.
#[must_use]
pub fn account_id() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::AccountId"))
}

/// `AWS::NotificationARNs`: the topics that hear of the stack's events.
#[must_use]
pub fn notification_arns() -> Value<Vec<String>> {
    Value::from_token(Token::Pseudo("AWS::NotificationARNs"))
}

/// `AWS::Partition`: `aws`, `aws-cn` or `aws-us-gov`, the second part of every ARN.
#[must_use]
pub fn partition() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::Partition"))
}

/// `AWS::Region`: the region of the stack, such as `us-east-1`.
#[must_use]
pub fn region() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::Region"))
}

/// `AWS::StackId`: the ARN of the stack.
#[must_use]
pub fn stack_id() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::StackId"))
}

/// `AWS::StackName`: the name of the stack.
#[must_use]
pub fn stack_name() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::StackName"))
}

/// `AWS::URLSuffix`: the domain of the partition, such as `amazonaws.com`.
#[must_use]
pub fn url_suffix() -> Value<String> {
    Value::from_token(Token::Pseudo("AWS::URLSuffix"))
}
