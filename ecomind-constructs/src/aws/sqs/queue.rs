//! Queues.

use crate::{
    Result,
    aws::kms::Key,
    cfn::{
        ids::sqs::{QueueArn, QueueUrl},
        sqs as cfn,
    },
    name::NodeId,
    tree::{Ref, Scope},
    value::{Duration, Properties, Value},
};

use super::{
    DeadLetterQueue,
    queue_parts::{QueueParts, check, seconds},
};

/// Where messages wait until somebody works them off.
///
/// Messages are encrypted, sent and read over TLS only, and kept for 4 days. Readers wait for up
/// to 20 seconds for a message instead of asking again and again. A message that was read five
/// times and never deleted goes to a [`DeadLetterQueue`], which costs nothing while it is empty,
/// so that one bad message neither blocks the others nor gets lost: watch its depth.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
/// let jobs = Queue::builder("Jobs").visibility_timeout(Duration::minutes(5)).build(stack)?;
/// jobs.grant_consume(&role, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SQS::Queue`](cfn::Queue)
#[derive(Debug, Clone, Copy)]
pub struct Queue {
    pub(super) parts: QueueParts,
    pub(super) dead_letter_queue: Option<DeadLetterQueue>,
}

/// Builds a [`Queue`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct QueueBuilder {
    id: String,
    encryption_key: Option<Key>,
    visibility_timeout: Duration,
    retention: Duration,
    delay: Duration,
    receive_wait_time: Duration,
    is_fifo: bool,
    content_based_deduplication: bool,
    high_throughput: bool,
    dead_letters: DeadLetters,
    max_receive_count: u16,
}

#[derive(Debug)]
enum DeadLetters {
    Own,
    Given(DeadLetterQueue),
    Never,
}

impl Queue {
    /// Starts a queue.
    pub fn builder(id: impl Into<String>) -> QueueBuilder {
        QueueBuilder {
            id: id.into(),
            encryption_key: None,
            visibility_timeout: Duration::seconds(30),
            retention: Duration::days(4),
            delay: Duration::seconds(0),
            receive_wait_time: Duration::seconds(20),
            is_fifo: false,
            content_based_deduplication: false,
            high_throughput: false,
            dead_letters: DeadLetters::Own,
            max_receive_count: 5,
        }
    }

    /// The URL of the queue, which clients ask for.
    #[must_use]
    pub fn url(self) -> Value<QueueUrl> {
        self.resource().reference()
    }

    /// The ARN of the queue.
    #[must_use]
    pub fn arn(self) -> Value<QueueArn> {
        self.resource().arn()
    }

    /// The name of the queue, which metrics ask for.
    #[must_use]
    pub fn name(self) -> Value<String> {
        self.resource().queue_name()
    }

    /// The key that encrypts messages, where it is not that of SQS.
    #[must_use]
    pub fn encryption_key(self) -> Option<Key> {
        self.parts.encryption_key
    }

    /// Whether messages keep their order.
    #[must_use]
    pub fn is_fifo(self) -> bool {
        self.parts.is_fifo
    }

    /// Where messages go that nobody could work off.
    #[must_use]
    pub fn dead_letter_queue(self) -> Option<DeadLetterQueue> {
        self.dead_letter_queue
    }

    /// The queue with its policy, for dependencies.
    #[must_use]
    pub fn node(self) -> NodeId {
        self.parts.node
    }

    /// Its policy alone, for what sends as soon as it is there.
    pub(crate) fn policy_node(self) -> NodeId {
        self.parts.policy.node()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Queue> {
        self.parts.resource
    }
}

impl QueueBuilder {
    /// The key that encrypts messages, also in a dead letter queue of its own. Default: a key that
    /// SQS manages.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption_key = Some(*key);
        self
    }

    /// How long a message stays hidden after it was read, up to 12 hours: longer than it takes to
    /// work it off. Default: 30 seconds.
    pub fn visibility_timeout(mut self, timeout: Duration) -> Self {
        self.visibility_timeout = timeout;
        self
    }

    /// How long a message is kept that nobody deletes, 1 minute to 14 days. Default: 4 days.
    pub fn retention(mut self, retention: Duration) -> Self {
        self.retention = retention;
        self
    }

    /// How long a new message stays hidden, up to 15 minutes. Default: not at all.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// How long a reader waits for a message, up to 20 seconds. Default: 20 seconds.
    pub fn receive_wait_time(mut self, time: Duration) -> Self {
        self.receive_wait_time = time;
        self
    }

    /// Keeps messages of a group in order and delivers each once; changing it replaces the queue.
    /// Default: no.
    pub fn fifo(mut self) -> Self {
        self.is_fifo = true;
        self
    }

    /// Takes messages of one text within 5 minutes for one message; for FIFO queues. Default: no,
    /// senders give every message a deduplication id.
    pub fn content_based_deduplication(mut self) -> Self {
        self.content_based_deduplication = true;
        self
    }

    /// Counts limits and duplicates per group of messages and not per queue; for FIFO queues.
    /// Default: no.
    pub fn high_throughput(mut self) -> Self {
        self.high_throughput = true;
        self
    }

    /// Where messages go that nobody could work off. Default: a queue of its own, which keeps
    /// them for 14 days.
    pub fn dead_letter_queue(mut self, queue: &DeadLetterQueue) -> Self {
        self.dead_letters = DeadLetters::Given(*queue);
        self
    }

    /// Keeps messages in the queue until they expire, however often they are read. Default: they
    /// go to a dead letter queue.
    pub fn without_dead_letter_queue(mut self) -> Self {
        self.dead_letters = DeadLetters::Never;
        self
    }

    /// How often a message is read before it goes to the dead letter queue, 1 to 1,000 times.
    /// Default: 5.
    pub fn max_receive_count(mut self, count: u16) -> Self {
        self.max_receive_count = count;
        self
    }

    /// Adds the queue to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Queue> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let dead_letter_queue = match self.dead_letters {
            DeadLetters::Never => None,
            DeadLetters::Given(queue) => Some(queue),
            DeadLetters::Own => {
                let mut queue = DeadLetterQueue::builder("DeadLetterQueue");
                if let Some(key) = &self.encryption_key {
                    queue = queue.encryption_key(key);
                }
                let queue = if self.is_fifo { queue.fifo() } else { queue };
                Some(queue.build(&mut scope)?)
            }
        };

        let mut queue = cfn::Queue::new()
            .visibility_timeout(seconds(self.visibility_timeout))
            .receive_message_wait_time_seconds(seconds(self.receive_wait_time));
        if self.delay != Duration::seconds(0) {
            queue = queue.delay_seconds(seconds(self.delay));
        }
        if self.content_based_deduplication {
            queue = queue.content_based_deduplication(true);
        }
        if self.high_throughput {
            queue = queue
                .deduplication_scope("messageGroup")
                .fifo_throughput_limit("perMessageGroupId");
        }
        if let Some(dead_letters) = dead_letter_queue {
            let redrive = Properties::new()
                .with::<QueueArn>("deadLetterTargetArn", dead_letters.queue().arn())
                .with("maxReceiveCount", self.max_receive_count);
            queue = queue.redrive_policy(redrive);
        }
        let parts =
            QueueParts::add(queue, self.encryption_key, self.retention, self.is_fifo, &mut scope)?;
        Ok(Queue { parts, dead_letter_queue })
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let zero = Duration::seconds(0);
        let times = [
            ("visibility_timeout", self.visibility_timeout, [zero, Duration::hours(12)]),
            ("retention", self.retention, [Duration::minutes(1), Duration::days(14)]),
            ("delay", self.delay, [zero, Duration::minutes(15)]),
            ("receive_wait_time", self.receive_wait_time, [zero, Duration::seconds(20)]),
        ];
        for (setter, given, range) in times {
            check(setter, given, range, scope)?;
        }
        let only_fifo = [
            ("content_based_deduplication", self.content_based_deduplication),
            ("high_throughput", self.high_throughput),
        ];
        for (setter, is_set) in only_fifo {
            if is_set && !self.is_fifo {
                return Err(scope.invalid(setter, "must be left out unless the queue is FIFO"));
            }
        }
        if !(1..=1_000).contains(&self.max_receive_count) {
            let reason = format!("must be 1 to 1,000, got {}", self.max_receive_count);
            return Err(scope.invalid("max_receive_count", reason));
        }
        let DeadLetters::Given(DeadLetterQueue { parts }) = self.dead_letters else {
            return Ok(());
        };
        if parts.is_fifo != self.is_fifo {
            let kind = if self.is_fifo { "FIFO like the queue" } else { "standard like the queue" };
            return Err(scope.invalid("dead_letter_queue", format!("must be {kind}")));
        }
        // A message is as old there as it was here.
        if parts.retention < self.retention {
            let reason = format!(
                "must keep messages as long as the queue at least, {}, got {}",
                self.retention, parts.retention
            );
            return Err(scope.invalid("dead_letter_queue", reason));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::sqs::QueueBuilder, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Queue::builder("Jobs").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let failed = DeadLetterQueue::builder("Failed").fifo().build(stack)?;
            Queue::builder("Jobs")
                .encryption_key(&key)
                .visibility_timeout(Duration::minutes(5))
                .retention(Duration::days(14))
                .delay(Duration::seconds(10))
                .receive_wait_time(Duration::seconds(5))
                .fifo()
                .content_based_deduplication()
                .high_throughput()
                .dead_letter_queue(&failed)
                .max_receive_count(3)
                .build(stack)?;
            Queue::builder("Pings")
                .without_dead_letter_queue()
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    fn refusal(change: impl FnOnce(QueueBuilder) -> QueueBuilder) -> String {
        testing::reject(|stack| change(Queue::builder("Jobs")).build(stack)).to_string()
    }

    #[test]
    fn rejects_times_that_sqs_refuses() {
        insta::assert_snapshot!(refusal(|queue| queue.visibility_timeout(Duration::hours(13))), @"`visibility_timeout` of `Test/Jobs` must be 0 seconds to 12 hours, got 13 hours");
        insta::assert_snapshot!(refusal(|queue| queue.retention(Duration::seconds(59))), @"`retention` of `Test/Jobs` must be 1 minute to 14 days, got 59 seconds");
        insta::assert_snapshot!(refusal(|queue| queue.delay(Duration::minutes(16))), @"`delay` of `Test/Jobs` must be 0 seconds to 15 minutes, got 16 minutes");
        insta::assert_snapshot!(refusal(|queue| queue.receive_wait_time(Duration::seconds(21))), @"`receive_wait_time` of `Test/Jobs` must be 0 seconds to 20 seconds, got 21 seconds");
    }

    #[test]
    fn rejects_what_only_fifo_queues_have() {
        insta::assert_snapshot!(refusal(QueueBuilder::content_based_deduplication), @"`content_based_deduplication` of `Test/Jobs` must be left out unless the queue is FIFO");
        insta::assert_snapshot!(refusal(QueueBuilder::high_throughput), @"`high_throughput` of `Test/Jobs` must be left out unless the queue is FIFO");
    }

    #[test]
    fn rejects_a_count_that_sqs_refuses() {
        insta::assert_snapshot!(refusal(|queue| queue.max_receive_count(0)), @"`max_receive_count` of `Test/Jobs` must be 1 to 1,000, got 0");
    }

    #[test]
    fn rejects_dead_letter_queues_that_do_not_fit() {
        let other_kind = testing::reject(|stack| {
            let failed = DeadLetterQueue::builder("Failed").build(stack)?;
            Queue::builder("Jobs")
                .fifo()
                .dead_letter_queue(&failed)
                .build(stack)
        });
        insta::assert_snapshot!(other_kind, @"`dead_letter_queue` of `Test/Jobs` must be FIFO like the queue");
        let too_short = testing::reject(|stack| {
            let failed = DeadLetterQueue::builder("Failed")
                .retention(Duration::days(2))
                .build(stack)?;
            Queue::builder("Jobs")
                .dead_letter_queue(&failed)
                .build(stack)
        });
        insta::assert_snapshot!(too_short, @"`dead_letter_queue` of `Test/Jobs` must keep messages as long as the queue at least, 4 days, got 2 days");
    }
}
