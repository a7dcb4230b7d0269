//! Simple Queue Service: queues, and where the messages go that nobody could work off.

mod dead_letter_queue;
mod queue;
mod queue_grants;
mod queue_parts;

pub use self::{
    dead_letter_queue::{DeadLetterQueue, DeadLetterQueueBuilder},
    queue::{Queue, QueueBuilder},
};
