//! Where deployments run: one thread, and what ends them early.

use std::{future::Future, io, time::Duration};

use tokio::{runtime::Builder, signal, time};

use super::Problem;

/// What ended some work before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Ctrl-C.
    Interrupted,
    /// It took longer than was allowed.
    TimedOut,
}

/// What a process ends with when it is interrupted for the second time.
const INTERRUPTED: i32 = 130;

/// Runs `work` to its end. What it has left running is given up.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> io::Result<T> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(result)
}

/// Does `work` until it is done, somebody presses Ctrl-C, or `limit` is over.
pub(super) async fn unless_stopped<T>(
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Result<T, Stopped> {
    let over = async {
        match limit {
            Some(limit) => time::sleep(limit).await,
            None => std::future::pending().await,
        }
    };
    let stopped = tokio::select! {
        biased;
        done = work => return Ok(done),
        () = interrupted() => Stopped::Interrupted,
        () = over => Stopped::TimedOut,
    };
    if stopped == Stopped::Interrupted {
        // Whoever presses it again wants to be out, whatever is being tidied up.
        tokio::spawn(async {
            interrupted().await;
            std::process::exit(INTERRUPTED);
        });
    }
    Err(stopped)
}

/// What a command that can be repeated ends with when it is stopped.
pub(super) fn stopped_problem(stopped: Stopped) -> Problem {
    let problem = match stopped {
        Stopped::Interrupted => Problem::interrupted("stopped watching, and nothing else"),
        Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
    };
    problem
        .detail("CloudFormation goes on with what it has begun")
        .hint("go on with the same command")
}

async fn interrupted() {
    if signal::ctrl_c().await.is_err() {
        // Without a way to learn of it, nothing is ever interrupted.
        std::future::pending::<()>().await;
    }
}
