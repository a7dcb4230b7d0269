//! Tasks of ECS that run when somebody asks for them, and what they log.

use super::Answer;

/// ECS and CloudWatch Logs in one account and region, as far as single tasks need them.
pub(crate) trait Tasks {
    /// Starts a task. A second request of the same token starts no second one.
    fn run<'a>(&'a self, request: &'a TaskRequest) -> Answer<'a, Task>;

    /// A task as it is; none when there is none, or not yet.
    fn task<'a>(&'a self, cluster: &'a str, id: &'a str) -> Answer<'a, Option<Task>>;

    /// Stops a task: its containers are told, and killed half a minute later.
    fn stop<'a>(&'a self, cluster: &'a str, id: &'a str) -> Answer<'a, ()>;

    /// What a stream of a log holds after `mark`, or from its beginning on. None when there is no
    /// such stream, or not yet.
    fn log<'a>(
        &'a self,
        group: &'a str,
        stream: &'a str,
        mark: Option<&'a str>,
    ) -> Answer<'a, Option<LogPage>>;
}

/// What a task is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskRequest {
    pub(crate) cluster: String,
    /// The ARN, with its revision.
    pub(crate) definition: String,
    pub(crate) subnets: Vec<String>,
    pub(crate) security_group: String,
    /// What makes two requests one, at most 64 letters, digits and hyphens.
    pub(crate) token: String,
}

/// A task as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) arn: String,
    /// Such as `PENDING`, `RUNNING` and `STOPPED`, which is the last one.
    pub(crate) status: String,
    /// Why it stopped.
    pub(crate) reason: Option<String>,
    pub(crate) containers: Vec<TaskContainer>,
}

/// A container of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskContainer {
    pub(crate) name: String,
    /// What it ended with; none when it has not, or never ran.
    pub(crate) exit_code: Option<i64>,
    /// Why it did not run, such as that there is no such image.
    pub(crate) reason: Option<String>,
}

/// A part of a stream of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogPage {
    pub(crate) lines: Vec<LogLine>,
    /// Where it goes on. At the end of the stream it is what it was before.
    pub(crate) mark: Option<String>,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogLine {
    /// Milliseconds since 1970.
    pub(crate) time: i64,
    pub(crate) text: String,
}

impl Task {
    /// What people and streams of logs call it: the last part of its ARN.
    pub(crate) fn id(&self) -> &str {
        self.arn.rsplit('/').next().unwrap_or(&self.arn)
    }

    /// Whether nothing more happens to it.
    pub(crate) fn is_stopped(&self) -> bool {
        self.status == "STOPPED"
    }

    /// The container of this name.
    pub(crate) fn container(&self, name: &str) -> Option<&TaskContainer> {
        self.containers.iter().find(|it| it.name == name)
    }
}
