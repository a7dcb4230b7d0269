//! Operations begin.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::{
    clock::Moment,
    state::{OnFailure, Operation, OperationKind, StackStatus as Status, Target, Task, Work},
    template::dependencies,
};

use super::{Engine, exports};

/// What begins.
#[derive(Debug, Clone)]
pub(crate) enum Start {
    Create(Target),
    Update(Target),
    Import(Target),
    Delete,
    /// Back to the last state that worked, after a failure that was left as it was.
    RollBack,
    /// Once more back, after a rollback that failed.
    ContinueRollBack,
}

/// How an operation is to run.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) token: Option<String>,
    pub(crate) change_set: Option<String>,
    pub(crate) on_failure: OnFailure,
    pub(crate) retain_except_on_create: bool,
    pub(crate) skip: Vec<String>,
    pub(crate) force: bool,
    pub(crate) revert_drift: bool,
    /// The identifiers of resources that exist and join the stack, by logical id.
    pub(crate) imports: IndexMap<String, Map<String, Value>>,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            token: None,
            change_set: None,
            on_failure: OnFailure::RollBack,
            retain_except_on_create: false,
            skip: Vec::new(),
            force: false,
            revert_drift: false,
            imports: IndexMap::new(),
        }
    }
}

impl Engine<'_> {
    /// Begins an operation; returns its id.
    pub(crate) fn begin(&mut self, id: &str, start: &Start, request: Request) -> String {
        let now = self.world.tick();
        let operation = self.world.id("operation");
        let Some(stack) = self.world.stacks.get_mut(id) else { return operation };
        let kind = match start {
            Start::Create(_) => OperationKind::Create,
            Start::Update(_) => OperationKind::Update,
            Start::Import(_) => OperationKind::Import,
            Start::Delete => OperationKind::Delete,
            Start::RollBack => OperationKind::Rollback,
            Start::ContinueRollBack => OperationKind::ContinueRollback,
        };
        stack.operations.push((kind, operation.clone()));
        stack.change_set = request
            .change_set
            .clone()
            .or_else(|| stack.change_set.take());
        let target = match start {
            Start::Create(target) | Start::Update(target) | Start::Import(target) => target.clone(),
            _ => stack.target.clone(),
        };
        let mut op = Operation::new(kind, operation.clone(), now, target);
        op.token = request.token;
        op.change_set = request.change_set;
        op.on_failure = request.on_failure;
        op.retain_except_on_create = request.retain_except_on_create;
        op.skip = request.skip;
        op.force = request.force;
        op.revert_drift = request.revert_drift;
        op.imports = request.imports;
        self.first_step(id, &mut op, start, now);
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.operation = Some(op);
        }
        operation
    }

    fn first_step(&mut self, id: &str, op: &mut Operation, start: &Start, now: Moment) {
        let by_user = Some("User Initiated");
        let status = match start {
            Start::Create(_) => Status::CreateInProgress,
            Start::Update(_) => Status::UpdateInProgress,
            Start::Import(_) => Status::ImportInProgress,
            Start::Delete => return self.start_stack_deletion(id, op, by_user),
            Start::RollBack | Start::ContinueRollBack => {
                let has_stable = self
                    .world
                    .stacks
                    .get(id)
                    .is_some_and(|it| it.stable.is_some());
                let status = if has_stable {
                    Status::UpdateRollbackInProgress
                } else {
                    Status::RollbackInProgress
                };
                self.stack_event(id, Some(op), status, by_user);
                return self.roll_back(id, op);
            }
        };
        let Some(stack) = self.world.stacks.get_mut(id) else { return };
        match start {
            Start::Create(_) => {
                // Until it succeeds there is nothing else that the stack could be.
                stack.target = op.target.clone();
                stack.created = now;
            }
            _ => stack.updated = Some(now),
        }
        self.stack_event(id, Some(op), status, by_user);
        self.plan(id, op);
        self.start_ready(id, op);
    }

    /// A task for each resource that the template has.
    fn plan(&self, id: &str, op: &mut Operation) {
        let resources = op.target.section("Resources");
        let existing = exports::existing(self.world, id, &op.target);
        let task = |name: &String| {
            let mut after = dependencies(resources, name);
            after.retain(|it| existing.contains(it));
            Task::new(name.clone(), Work::Deploy, after)
        };
        op.tasks = existing.iter().map(task).collect();
    }

    /// Ends an update and goes back.
    pub(crate) fn cancel(&mut self, id: &str, token: Option<String>) {
        let operation = self
            .world
            .stacks
            .get_mut(id)
            .and_then(|it| it.operation.take());
        let Some(mut op) = operation else { return };
        op.token = token.or(op.token);
        op.observations = 0;
        self.cancel_running(id, &mut op);
        let status = Status::UpdateRollbackInProgress;
        self.stack_event(id, Some(&mut op), status, Some("User Initiated"));
        self.roll_back(id, &mut op);
        if let Some(stack) = self.world.stacks.get_mut(id) {
            stack.operation = Some(op);
        }
    }
}
