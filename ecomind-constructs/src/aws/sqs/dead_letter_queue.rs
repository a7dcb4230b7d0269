//! Where the messages go that nobody could work off.

use crate::{
    Result,
    aws::{iam::Grantee, kms::Key},
    cfn::sqs as cfn,
    tree::Scope,
    value::Duration,
};

use super::{
    Queue,
    queue_parts::{QueueParts, check},
};

/// A queue for the messages that the readers of other queues could not work off.
///
/// It keeps them for 14 days, which is as long as SQS can, and is otherwise like a [`Queue`].
/// Each queue has one of its own unless it is given one that it shares.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let failed = DeadLetterQueue::builder("Failed").build(stack)?;
/// let orders = Queue::builder("Orders").dead_letter_queue(&failed).build(stack)?;
/// let refunds = Queue::builder("Refunds").dead_letter_queue(&failed).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SQS::Queue`](cfn::Queue)
#[derive(Debug, Clone, Copy)]
pub struct DeadLetterQueue {
    pub(super) parts: QueueParts,
}

/// Builds a [`DeadLetterQueue`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct DeadLetterQueueBuilder {
    id: String,
    encryption_key: Option<Key>,
    retention: Duration,
    is_fifo: bool,
}

impl DeadLetterQueue {
    /// Starts a queue for dead letters.
    pub fn builder(id: impl Into<String>) -> DeadLetterQueueBuilder {
        DeadLetterQueueBuilder {
            id: id.into(),
            encryption_key: None,
            retention: Duration::days(14),
            is_fifo: false,
        }
    }

    /// The queue as one that can be read and sent to like any other.
    #[must_use]
    pub fn queue(self) -> Queue {
        Queue { parts: self.parts, dead_letter_queue: None }
    }

    /// Lets `grantee` read and delete dead letters; see [`Queue::grant_consume`].
    #[track_caller]
    pub fn grant_consume(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        self.queue().grant_consume(grantee, scope)
    }
}

impl DeadLetterQueueBuilder {
    /// The key that encrypts messages. Default: a key that SQS manages.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// How long a message is kept since it was first sent, 1 minute to 14 days. Default: 14 days.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// Is for queues that are FIFO too. Default: no.
    pub fn fifo(mut self) -> Self {
        self.is_fifo = true;
        self
    }

    /// Adds the queue to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<DeadLetterQueue> {
        let Self { id, encryption_key, retention, is_fifo } = self;
        let mut scope = scope.child(id)?;
        check("retention", retention, [Duration::minutes(1), Duration::days(14)], &scope)?;
        let queue = cfn::Queue::new();
        let parts = QueueParts::add(queue, encryption_key, retention, is_fifo, &mut scope)?;
        Ok(DeadLetterQueue { parts })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| DeadLetterQueue::builder("Failed").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            DeadLetterQueue::builder("Failed")
                .encryption_key(&key)
                .retention(Duration::days(7))
                .fifo()
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_retention_that_sqs_refuses() {
        let error = testing::reject(|stack| {
            DeadLetterQueue::builder("Failed")
                .retention(Duration::days(15))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`retention` of `Test/Failed` must be 1 minute to 14 days, got 15 days");
    }
}
