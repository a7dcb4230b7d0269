//! A queue and its dead-letter queue are of one kind.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sqs-dead-letter-kind"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "A queue and its dead-letter queue are of one kind.",
        why: "SQS refuses a standard queue behind a FIFO one, and the reverse.",
        fix: "make both FIFO, or neither",
        source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
        same_as: &["cfn-lint E3502"],
    },
    types: &["AWS::SQS::Queue"],
    check: |it, flaws| {
        let Some(letters) = it.target("RedrivePolicy/deadLetterTargetArn") else { return };
        if letters.type_name() == "AWS::SQS::Queue"
            && letters.is("FifoQueue", "true") != it.is("FifoQueue", "true")
        {
            let message =
                format!("must be of the same kind, and `{}` is not", letters.logical_id());
            flaws.add(it, "RedrivePolicy/deadLetterTargetArn", message);
        }
    },
};
