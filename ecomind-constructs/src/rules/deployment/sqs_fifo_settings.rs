//! Only FIFO queues have settings of FIFO queues.

use crate::{
    rules::{About, Pack, ResourceRule, Setting},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sqs-fifo-settings"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Only FIFO queues have settings of FIFO queues.",
        why: "SQS refuses them elsewhere.",
        fix: "set `FifoQueue: true`, or take the property out",
        source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html",
        same_as: &["cfn-lint E3501"],
    },
    types: &["AWS::SQS::Queue"],
    check: |it, flaws| {
        if it.is("FifoQueue", "true") || it.get("FifoQueue") == Setting::Unknown {
            return;
        }
        for path in ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"] {
            if it.is_set(path) {
                flaws.add(it, path, "is for FIFO queues alone");
            }
        }
    },
};
