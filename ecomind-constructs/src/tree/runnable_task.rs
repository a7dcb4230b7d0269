//! Tasks that run when somebody asks for them.

use super::{Output, Ref};

/// A task that runs when somebody asks for it, and the outputs that tell how to start it: noted
/// beside it.
#[derive(Debug, Clone)]
pub(crate) struct RunnableTask {
    /// What people type.
    pub(crate) name: String,
    /// The container whose end is that of the task.
    pub(crate) container: String,
    /// What stands before the names of its streams in the log.
    pub(crate) log_stream_prefix: String,
    pub(crate) cluster: Ref<Output>,
    pub(crate) task_definition: Ref<Output>,
    /// Their ids, with commas between them.
    pub(crate) subnets: Ref<Output>,
    pub(crate) security_group: Ref<Output>,
    pub(crate) log_group: Ref<Output>,
}
