//! Everything the simulator remembers, as data.

mod change_set;
mod event;
mod operation;
mod refactor;
mod stack;
mod status;
mod target;
mod thing;
mod world;

pub(crate) use self::{
    change_set::{ChangeSet, ChangeSetKind, ChangeSetStatus, ExecutionStatus},
    event::{Event, Finding},
    operation::{OnFailure, Operation, OperationKind, Phase, Progress, Step, Task, Work},
    refactor::{Refactor, RefactorMove},
    stack::{Leftover, Output, Stack, StackResource},
    status::{Action, ResourceStatus, StackStatus, State},
    target::{Parameter, Target, section},
    thing::{Object, Thing},
    world::{Detection, World},
};
