//! How a container says that it is well.

use crate::{cfn::ecs as cfn, value::Duration};

/// A command that ECS runs inside of a container: when it fails, so does the task.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::ecs::ContainerHealthCheck;
///
/// let check = ContainerHealthCheck::command(["/app/health"]).start_period(Duration::minutes(1));
/// ```
///
/// CloudFormation: [`AWS::ECS::TaskDefinition HealthCheck`](cfn::TaskDefinitionHealthCheck)
#[derive(Debug, Clone)]
#[must_use = "checks nothing until a container has it"]
pub struct ContainerHealthCheck {
    pub(crate) command: Vec<String>,
    pub(crate) interval: Duration,
    pub(crate) timeout: Duration,
    pub(crate) retries: u8,
    pub(crate) start_period: Duration,
}

impl ContainerHealthCheck {
    /// A program with its arguments, for images that have no shell.
    pub fn command<A: Into<String>>(arguments: impl IntoIterator<Item = A>) -> Self {
        Self::new("CMD", arguments.into_iter().map(Into::into))
    }

    /// A line for the shell of the image, such as `curl -f http://localhost:8000/health`.
    pub fn shell(line: impl Into<String>) -> Self {
        Self::new("CMD-SHELL", [line.into()])
    }

    fn new(kind: &str, arguments: impl IntoIterator<Item = String>) -> Self {
        Self {
            command: [kind.to_owned()].into_iter().chain(arguments).collect(),
            interval: Duration::seconds(30),
            timeout: Duration::seconds(5),
            retries: 3,
            start_period: Duration::seconds(0),
        }
    }

    /// How often it runs, 5 seconds to 5 minutes. Default: 30 seconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How long it may take, 2 to 60 seconds. Default: 5 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often it fails in a row before the container is unhealthy, 1 to 10. Default: 3.
    pub fn retries(mut self, retries: u8) -> Self {
        self.retries = retries;
        self
    }

    /// For how long failures don't count after a start, at most 5 minutes. Default: not at all.
    pub fn start_period(mut self, period: Duration) -> Self {
        self.start_period = period;
        self
    }

    /// The check as templates write it, or what is wrong with it.
    pub(super) fn property(self) -> Result<cfn::TaskDefinitionHealthCheck, String> {
        if self.command.iter().any(String::is_empty) || self.command.len() < 2 {
            return Err("must have a command, got none".to_owned());
        }
        let ranges = [
            ("an interval", self.interval, 5, 300),
            ("a timeout", self.timeout, 2, 60),
            ("a start period", self.start_period, 0, 300),
        ];
        for (what, given, from, to) in ranges {
            if !(from..=to).contains(&given.as_seconds()) {
                return Err(format!("must have {what} of {from} to {to} seconds, got {given}"));
            }
        }
        if !(1..=10).contains(&self.retries) {
            return Err(format!("must have 1 to 10 retries, got {}", self.retries));
        }
        let check = cfn::TaskDefinitionHealthCheck::new()
            .command(self.command)
            .interval(seconds(self.interval))
            .timeout(seconds(self.timeout))
            .retries(self.retries);
        let grace = seconds(self.start_period);
        Ok(if grace == 0 { check } else { check.start_period(grace) })
    }
}

/// As properties count them.
pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).unwrap_or(i64::MAX)
}
