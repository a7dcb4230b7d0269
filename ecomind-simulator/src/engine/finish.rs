//! From phase to phase, and the end of operations.

use crate::state::{
    ExecutionStatus, OnFailure, Operation, OperationKind, Phase, Progress, StackStatus as Status,
    Task, Work,
};

use super::{Engine, advance::failed, exports, undo::is_as_it_was};

impl Engine<'_> {
    /// Nothing runs and nothing can start. Returns whether the operation goes on.
    pub(super) fn next_phase(&mut self, id: &str, op: &mut Operation) -> bool {
        match op.phase {
            Phase::Deploy => self.deployed(id, op),
            Phase::RollBack => self.rolled_back(id, op),
            Phase::CleanUp { rolled_back } => self.cleaned_up(id, op, rolled_back),
            Phase::Delete => self.deleted(id, op),
        }
    }

    /// Resources are as the template says, or one failed.
    fn deployed(&mut self, id: &str, op: &mut Operation) -> bool {
        let failed = failed(op);
        if failed.is_empty() {
            return match exports::outputs(self.world, id, &op.target) {
                Ok(outputs) => {
                    if let Some(stack) = self.world.stacks.get_mut(id) {
                        stack.outputs = outputs;
                        stack.target = op.target.clone();
                    }
                    self.succeed(id, op)
                }
                Err(reason) => self.fail(id, op, &reason),
            };
        }
        self.cancel_running(id, op);
        let verb = match op.kind {
            OperationKind::Create => "create",
            OperationKind::Import => "import",
            _ => "update",
        };
        let list = failed.join(", ");
        self.fail(id, op, &format!("The following resource(s) failed to {verb}: [{list}]. "))
    }

    fn succeed(&mut self, id: &str, op: &mut Operation) -> bool {
        match op.kind {
            OperationKind::Create => self.stack_event(id, Some(op), Status::CreateComplete, None),
            OperationKind::Import => self.stack_event(id, Some(op), Status::ImportComplete, None),
            _ => {
                let status = Status::UpdateCompleteCleanupInProgress;
                self.stack_event(id, Some(op), status, None);
                self.clean_up(id, op, false);
                return true;
            }
        }
        self.end_operation(id, op, true)
    }

    /// The deployment failed: what now?
    pub(super) fn fail(&mut self, id: &str, op: &mut Operation, reason: &str) -> bool {
        let has_stable = self
            .world
            .stacks
            .get(id)
            .is_some_and(|it| it.stable.is_some());
        if op.on_failure == OnFailure::Nothing {
            let status = if op.kind == OperationKind::Create {
                Status::CreateFailed
            } else {
                Status::UpdateFailed
            };
            if let Some(stack) = self.world.stacks.get_mut(id) {
                stack.target = op.target.clone();
            }
            self.stack_event(id, Some(op), status, Some(reason));
            return self.end_operation(id, op, false);
        }
        let on_create = op.kind == OperationKind::Create;
        if on_create && op.on_failure == OnFailure::Delete {
            self.stack_event(id, Some(op), Status::CreateFailed, Some(reason));
            self.start_stack_deletion(id, op, None);
            return true;
        }
        let reason = if on_create {
            format!("{reason}Rollback requested by user.")
        } else {
            reason.to_owned()
        };
        let status = match (op.kind, has_stable) {
            (OperationKind::Import, _) => Status::ImportRollbackInProgress,
            (_, true) => Status::UpdateRollbackInProgress,
            (_, false) => Status::RollbackInProgress,
        };
        self.stack_event(id, Some(op), status, Some(reason.trim_end()));
        self.roll_back(id, op);
        true
    }

    /// Plans how to get back to the last state that worked.
    pub(super) fn roll_back(&mut self, id: &str, op: &mut Operation) {
        op.phase = Phase::RollBack;
        op.tasks.clear();
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        match &stack.stable {
            None if op.kind == OperationKind::Import => stack.resources.clear(),
            None => {
                stack.target = op.target.clone();
                op.tasks = self.deletions(id, |_| true);
            }
            Some(stable) => {
                for (name, old) in &stable.resources {
                    let current = stack.resources.get(name);
                    let is_same = current.is_some_and(|it| is_as_it_was(it, old));
                    if !is_same {
                        let after = old.depends_on.clone();
                        op.tasks.push(Task::new(name.clone(), Work::Restore, after));
                    }
                }
            }
        }
    }

    /// Everything is set back, or can't be.
    fn rolled_back(&mut self, id: &str, op: &mut Operation) -> bool {
        let mut failed = failed(op);
        let has_stable = self
            .world
            .stacks
            .get(id)
            .is_some_and(|it| it.stable.is_some());
        let is_import = op.kind == OperationKind::Import;
        if is_import {
            failed.extend(self.keep_imports(id, op));
        }
        if !failed.is_empty() {
            let verb = match has_stable {
                _ if is_import => "roll back",
                true => "update",
                false => "delete",
            };
            let reason =
                format!("The following resource(s) failed to {verb}: [{}]. ", failed.join(", "));
            let status = match has_stable {
                _ if is_import => Status::ImportRollbackFailed,
                true => Status::UpdateRollbackFailed,
                false => Status::RollbackFailed,
            };
            self.stack_event(id, Some(op), status, Some(&reason));
            return self.end_operation(id, op, false);
        }
        if is_import {
            self.forget_imports(id);
            self.stack_event(id, Some(op), Status::ImportRollbackComplete, None);
            return self.end_operation(id, op, false);
        }
        if !has_stable {
            self.stack_event(id, Some(op), Status::RollbackComplete, None);
            return self.end_operation(id, op, false);
        }
        let status = Status::UpdateRollbackCompleteCleanupInProgress;
        self.stack_event(id, Some(op), status, None);
        self.clean_up(id, op, true);
        true
    }

    /// Resources that an import added leave the stack untouched.
    fn forget_imports(&mut self, id: &str) {
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        let Some(stable) = &stack.stable else { return };
        stack.resources.clone_from(&stable.resources);
    }

    /// Plans what to delete: what the stack no longer has, and what replacements left.
    fn clean_up(&mut self, id: &str, op: &mut Operation, rolled_back: bool) {
        op.phase = Phase::CleanUp { rolled_back };
        let Some(stack) = self.world.stacks.get(id) else { return };
        let kept: Vec<String> = match &stack.stable {
            Some(stable) if rolled_back => stable.resources.keys().cloned().collect(),
            _ => exports::existing(self.world, id, &op.target),
        };
        let leftovers = stack.leftovers.clone();
        op.tasks = self.deletions(id, |name| !kept.iter().any(|it| it == name));
        for leftover in leftovers {
            let name = leftover.logical_id.clone();
            op.tasks
                .push(Task::new(name, Work::Discard(leftover), Vec::new()));
        }
    }

    fn cleaned_up(&mut self, id: &str, op: &mut Operation, rolled_back: bool) -> bool {
        let failed = failed(op);
        let Some(stack) = self.world.stacks.get_mut(id) else { return false };
        stack.leftovers.clear();
        for name in &failed {
            // CloudFormation forgets what it can't delete here.
            if stack
                .resources
                .get(name)
                .is_some_and(|it| it.status.0 == crate::state::Action::Delete)
            {
                stack.resources.shift_remove(name);
            }
        }
        if rolled_back && let Some(stable) = stack.stable.clone() {
            stack.target = stable.target;
            stack.outputs = stable.outputs;
        }
        let status =
            if rolled_back { Status::UpdateRollbackComplete } else { Status::UpdateComplete };
        let what = if rolled_back { "Update rollback" } else { "Update" };
        let reason = format!("{what} successful. One or more resources could not be deleted.");
        self.stack_event(id, Some(op), status, (!failed.is_empty()).then_some(&reason));
        self.end_operation(id, op, !rolled_back)
    }

    /// Deletes everything, those that need others first.
    pub(super) fn start_stack_deletion(
        &mut self,
        id: &str,
        op: &mut Operation,
        reason: Option<&str>,
    ) {
        op.phase = Phase::Delete;
        self.stack_event(id, Some(op), Status::DeleteInProgress, reason);
        op.tasks = self.deletions(id, |_| true);
        let leftovers = self
            .world
            .stacks
            .get(id)
            .map(|it| it.leftovers.clone())
            .unwrap_or_default();
        for leftover in leftovers {
            let name = leftover.logical_id.clone();
            op.tasks
                .push(Task::new(name, Work::Discard(leftover), Vec::new()));
        }
    }

    fn deleted(&mut self, id: &str, op: &mut Operation) -> bool {
        let failed = failed(op);
        if !failed.is_empty() {
            let reason =
                format!("The following resource(s) failed to delete: [{}]. ", failed.join(", "));
            self.stack_event(id, Some(op), Status::DeleteFailed, Some(&reason));
            return self.end_operation(id, op, false);
        }
        self.stack_event(id, Some(op), Status::DeleteComplete, None);
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.deleted = Some(op.now);
            stack.resources.clear();
            stack.outputs.clear();
            stack.change_sets.clear();
            stack.leftovers.clear();
        }
        self.end_operation(id, op, false)
    }

    /// Tasks that delete the resources of `which`, dependents first.
    fn deletions(&self, id: &str, which: impl Fn(&str) -> bool) -> Vec<Task> {
        let Some(stack) = self.world.stacks.get(id) else { return Vec::new() };
        let chosen: Vec<&String> = stack.resources.keys().filter(|name| which(name)).collect();
        let task = |name: &&String| {
            let needs = |other: &&&String| {
                let other = stack.resources.get(**other);
                other.is_some_and(|it| it.depends_on.contains(name))
            };
            let dependents = chosen.iter().filter(needs).map(|it| (**it).clone());
            Task::new((**name).clone(), Work::Delete, dependents.collect())
        };
        chosen.iter().map(task).collect()
    }

    /// The operation is over. A success is what later rollbacks return to.
    fn end_operation(&mut self, id: &str, op: &mut Operation, succeeded: bool) -> bool {
        debug_assert!(
            !op.tasks
                .iter()
                .any(|it| matches!(it.progress, Progress::Running { .. }))
        );
        let Some(stack) = self.world.stacks.get_mut(id) else { return false };
        if succeeded {
            stack.settle();
        }
        let executed = op.change_set.as_ref();
        if let Some(set) = stack
            .change_sets
            .values_mut()
            .find(|it| Some(&it.id) == executed)
        {
            set.execution =
                if succeeded { ExecutionStatus::Complete } else { ExecutionStatus::Failed };
        }
        false
    }
}
