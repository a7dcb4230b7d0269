//! Queues and topics. What is free every month is not taken off.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// Requests to a queue.
pub(super) fn queue(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let item = if subject.is_on("FifoQueue") { "sqs/fifo" } else { "sqs/standard" };
    bill.usage("requests", item, Usage::QueueRequests, 1);
}

/// Messages to a topic, and each to every e-mail address.
pub(super) fn topic(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("messages", "sns/requests", Usage::TopicRequests, 1);
    let is_mail = |it: &Subject<'_>| {
        it.text("Protocol")
            .is_some_and(|it| it.starts_with("email"))
    };
    let subscriptions = subject.all("AWS::SNS::Subscription").filter(is_mail);
    let addresses = subscriptions
        .filter(|it| it.target("TopicArn").is_some_and(|topic| topic.is(subject)))
        .count();
    if 0 < addresses {
        let addresses = u32::try_from(addresses).unwrap_or(u32::MAX);
        bill.usage("e-mails", "sns/email", Usage::TopicRequests, addresses);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{bill, bill_in};

    #[test]
    fn requests_and_mails_are_charged() {
        // 0.1 x 0.50
        insta::assert_snapshot!(bill("AWS::SQS::Queue", &json!({"FifoQueue": true})), @"$0.05 requests: 100000 request, assumed");
        let resources = json!({
            "It": {"Type": "AWS::SNS::Topic"},
            "Mail": {"Type": "AWS::SNS::Subscription",
                "Properties": {"TopicArn": {"Ref": "It"}, "Protocol": "email"}},
        });
        insta::assert_snapshot!(bill_in(resources), @"
        $0.00 messages: 1000 request, assumed
        $0.02 e-mails: 1000 e-mail, assumed
        ");
    }
}
