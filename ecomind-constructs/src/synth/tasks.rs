//! Tasks that run when somebody asks for them.

use std::collections::BTreeSet;

use crate::{
    Error,
    tree::{App, Output, Ref, RunnableTask},
};

use super::{TaskArtifact, names::Names};

/// The tasks of a stack, in the order of the tree.
pub(super) fn of_stack(app: &App, names: &Names, stack: u32) -> Vec<TaskArtifact> {
    let output = |output: Ref<Output>| {
        let at = app.index_of(output.node());
        at.map(|at| names.logical_id(at).to_owned())
    };
    let tasks = app.notes::<RunnableTask>().filter_map(|(node, task)| {
        let at = app.index_of(node)?;
        if app.stack_of(at) != Some(stack) {
            return None;
        }
        Some(TaskArtifact {
            name: task.name.clone(),
            container: task.container.clone(),
            log_stream_prefix: task.log_stream_prefix.clone(),
            cluster: output(task.cluster)?,
            task_definition: output(task.task_definition)?,
            subnets: output(task.subnets)?,
            security_group: output(task.security_group)?,
            log_group: output(task.log_group)?,
            location: app.location(at),
        })
    });
    tasks.collect()
}

/// Who asks for a task has its name alone.
pub(super) fn check(app: &App, errors: &mut Vec<Error>) {
    let mut known = BTreeSet::new();
    for (node, task) in app.notes::<RunnableTask>() {
        if known.insert(&task.name) {
            continue;
        }
        if let Some(at) = app.index_of(node) {
            errors.push(Error::InvalidProperty {
                path: app.path(at),
                property: "name".to_owned(),
                reason: format!("must be the name of one task in the app, got {:?}", task.name),
                location: app.location(at),
            });
        }
    }
}
