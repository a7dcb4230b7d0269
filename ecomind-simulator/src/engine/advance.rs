//! One step after another.

use crate::{
    clock::Moment,
    pace::Pace,
    state::{Action, Operation, Phase, Progress, ResourceStatus, State, Step, Task, Work},
};

use super::{Engine, events::Subject};

impl Engine<'_> {
    /// Someone looks at a stack: its operation moves on as the pace says.
    pub(crate) fn look(&mut self, id: &str) {
        let Some(op) = self
            .world
            .stacks
            .get_mut(id)
            .and_then(|it| it.operation.as_mut())
        else {
            return;
        };
        match self.pace {
            Pace::Looks(looks) => {
                op.observations += 1;
                if op.observations <= looks {
                    self.step(id);
                } else {
                    self.run(id);
                }
            }
            Pace::RealTime(_) => self.catch_up(id),
            Pace::ByHand => {}
        }
    }

    /// Someone looks at every stack.
    pub(crate) fn look_at_all(&mut self) {
        let busy = self
            .world
            .stacks
            .values()
            .filter(|it| it.operation.is_some());
        let ids: Vec<String> = busy.map(|it| it.id.clone()).collect();
        ids.iter().for_each(|id| self.look(id));
    }

    /// Runs the stack's operation to its end.
    pub(crate) fn run(&mut self, id: &str) {
        while self.step(id) {}
    }

    /// Does what is over by now.
    pub(crate) fn catch_up(&mut self, id: &str) {
        while let Some(next) = self.next(id)
            && next <= self.world.now
        {
            self.step(id);
        }
    }

    /// When the next step of a stack's operation is due.
    fn next(&self, id: &str) -> Option<Moment> {
        let op = self.world.stacks.get(id)?.operation.as_ref()?;
        let untils = op.tasks.iter().filter_map(|task| match &task.progress {
            Progress::Running { until, .. } => Some(*until),
            _ => None,
        });
        Some(untils.min().unwrap_or(op.now))
    }

    /// Moves an operation one step on; returns whether there was one. A step starts what can start,
    /// or ends what ends next, or goes to the next phase.
    pub(crate) fn step(&mut self, id: &str) -> bool {
        let taken = self
            .world
            .stacks
            .get_mut(id)
            .and_then(|it| it.operation.take());
        let Some(mut op) = taken else { return false };
        let goes_on = if self.start_ready(id, &mut op) || self.end_next(id, &mut op) {
            true
        } else {
            self.next_phase(id, &mut op)
        };
        if let Some(stack) = self.world.stacks.get_mut(id).filter(|_| goes_on) {
            stack.operation = Some(op);
        }
        true
    }

    /// Starts every task whose predecessors are done; returns whether any runs that didn't.
    pub(super) fn start_ready(&mut self, id: &str, op: &mut Operation) -> bool {
        let mut started = false;
        // A task without work is done at once, and others may follow it in the same step.
        while !has_failed(op) {
            let ready: Vec<usize> = (0..op.tasks.len()).filter(|at| is_ready(op, *at)).collect();
            if ready.is_empty() {
                break;
            }
            for at in ready {
                let task = op.tasks[at].clone();
                let progress = self.start(id, op, &task);
                started |= matches!(progress, Progress::Running { .. });
                op.tasks[at].progress = progress;
            }
        }
        started
    }

    fn start(&mut self, id: &str, op: &mut Operation, task: &Task) -> Progress {
        match &task.work {
            Work::Deploy => self.start_deploy(id, op, &task.logical_id),
            Work::Restore => self.start_restore(id, op, &task.logical_id),
            Work::Delete => self.start_delete(id, op, &task.logical_id),
            Work::Discard(leftover) => self.start_discard(id, op, leftover),
        }
    }

    /// Ends the task that is over next, with those that end at the same moment.
    fn end_next(&mut self, id: &str, op: &mut Operation) -> bool {
        let until = |task: &Task| match &task.progress {
            Progress::Running { until, .. } => Some(*until),
            _ => None,
        };
        let Some(next) = op.tasks.iter().filter_map(until).min() else { return false };
        // Tasks that started one after the other in the same step end a few milliseconds apart.
        let together = next.after(500);
        let ending: Vec<usize> = (0..op.tasks.len())
            .filter(|at| until(&op.tasks[*at]).is_some_and(|it| it <= together))
            .collect();
        for at in ending {
            let Some(until) = until(&op.tasks[at]) else { continue };
            op.now = op.now.max(until);
            let task = op.tasks[at].clone();
            let Progress::Running { step, .. } = &task.progress else { continue };
            op.tasks[at].progress = self.end(id, op, &task, step);
        }
        true
    }

    fn end(&mut self, id: &str, op: &mut Operation, task: &Task, step: &Step) -> Progress {
        let done = match step {
            Step::Create { properties, replaces } => {
                self.end_create(id, op, &task.logical_id, properties, *replaces)
            }
            Step::Update { properties } => self.end_update(id, op, &task.logical_id, properties),
            Step::Import { physical_id, properties } => {
                self.end_import(id, op, &task.logical_id, physical_id, properties)
            }
            Step::Restore => self.end_restore(id, op, &task.logical_id),
            Step::Delete { type_name, physical_id } => {
                self.end_delete(id, op, task, type_name, physical_id)
            }
        };
        if done { Progress::Done } else { Progress::Failed }
    }

    /// Ends what runs, without an effect, after another resource failed.
    pub(super) fn cancel_running(&mut self, id: &str, op: &mut Operation) {
        for at in 0..op.tasks.len() {
            let task = op.tasks[at].clone();
            let Progress::Running { step, .. } = &task.progress else { continue };
            let (action, reason) = match step {
                Step::Create { replaces: false, .. } => {
                    (Action::Create, "Resource creation cancelled")
                }
                _ => (Action::Update, "Resource update cancelled"),
            };
            let type_name = op.target.type_of(&task.logical_id).to_owned();
            let physical_id = self.physical_id(id, &task.logical_id);
            let subject = Subject {
                logical_id: &task.logical_id,
                type_name: &type_name,
                physical_id: &physical_id,
                properties: None,
            };
            let status = ResourceStatus(action, State::Failed);
            self.resource_event(id, op, &subject, status, Some(reason));
            op.tasks[at].progress = Progress::Failed;
        }
    }

    /// The physical id of a resource as the stack knows it.
    pub(super) fn physical_id(&self, id: &str, logical_id: &str) -> String {
        let resource = self
            .world
            .stacks
            .get(id)
            .and_then(|it| it.resources.get(logical_id));
        resource
            .map(|it| it.physical_id.clone())
            .unwrap_or_default()
    }
}

/// The logical ids whose tasks failed.
pub(super) fn failed(op: &Operation) -> Vec<String> {
    let failed = op
        .tasks
        .iter()
        .filter(|task| task.progress == Progress::Failed);
    failed.map(|task| task.logical_id.clone()).collect()
}

/// Whether nothing new may start: a failure ends a deployment. Deletions go on with what they can.
fn has_failed(op: &Operation) -> bool {
    op.phase == Phase::Deploy
        && op
            .tasks
            .iter()
            .any(|task| task.progress == Progress::Failed)
}

fn is_ready(op: &Operation, at: usize) -> bool {
    let task = &op.tasks[at];
    let is_done = |name: &String| {
        let mut others = op.tasks.iter().filter(|it| it.logical_id == *name);
        others.all(|it| it.progress == Progress::Done)
    };
    task.progress == Progress::Waiting && task.after.iter().all(is_done)
}
