//! CloudWatch Logs: where log lines go, and for how long.

mod log_group;
mod retention;

pub use self::{
    log_group::{LogGroup, LogGroupBuilder},
    retention::Retention,
};
