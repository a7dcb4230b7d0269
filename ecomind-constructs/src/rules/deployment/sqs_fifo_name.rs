//! The name of a FIFO queue ends in `.fifo`, and no other does.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sqs-fifo-name"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "The name of a FIFO queue ends in `.fifo`, and no other does.",
        why: "SQS refuses it.",
        fix: "end the name in `.fifo`, and set `FifoQueue: true`",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
        same_as: &["cfn-lint E3501"],
    },
    types: &["AWS::SQS::Queue"],
    check: |it, flaws| {
        let Some(name) = it.text("QueueName") else { return };
        if it.is("FifoQueue", "true") != name.ends_with(".fifo") {
            flaws.add(
                it,
                "QueueName",
                format!("must end in `.fifo` where the queue is FIFO, got {name:?}"),
            );
        }
    },
};
