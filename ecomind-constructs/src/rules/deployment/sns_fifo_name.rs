//! The name of a FIFO topic ends in `.fifo`, and no other does.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("sns-fifo-name"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "The name of a FIFO topic ends in `.fifo`, and no other does.",
        why: "SNS refuses it.",
        fix: "end the name in `.fifo`, and set `FifoTopic: true`",
        source: "https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-code-examples.html",
        same_as: &[],
    },
    types: &["AWS::SNS::Topic"],
    check: |it, flaws| {
        let Some(name) = it.text("TopicName") else { return };
        if it.is("FifoTopic", "true") != name.ends_with(".fifo") {
            flaws.add(
                it,
                "TopicName",
                format!("must end in `.fifo` where the topic is FIFO, got {name:?}"),
            );
        }
    },
};
