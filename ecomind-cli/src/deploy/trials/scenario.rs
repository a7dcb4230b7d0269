//! What is deployed, from which state, and how it has to end.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use ecomind_constructs::synth::Assembly;
use ecomind_simulator::{Pace, ResourceFault, Step};

use crate::deploy::{Approval, Settings};

use super::{
    bench::{Bench, Command, End},
    shop::{FIRST, Shop},
};

/// What is deployed, and from which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scenario {
    /// Three new stacks, one of them through the bucket.
    First,
    /// One stack is changed.
    Update,
    /// A table is replaced on purpose, and the stack that reads its name follows.
    Replace,
    /// A table would be replaced, and nobody has allowed it.
    Refuse,
    /// Nobody is there to approve three new stacks.
    Unapproved,
    /// CloudFormation finds a mistake in a template before it changes anything.
    Invalid,
    /// One stack is what a failed creation has left.
    Leftover,
    /// Protection is taken from three stacks, and nothing else.
    Free,
    /// Three stacks are deleted.
    Destroy,
}

/// How it has to end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Outcome {
    /// The stacks are what the app says.
    Deployed,
    /// There are no stacks.
    Nothing,
    /// It was refused in these words, and the stacks are as they were.
    Refused(&'static str),
}

/// A scenario whose beginning was made.
pub(super) struct Stage {
    pub(super) bench: Bench,
    pub(super) command: Command,
    /// What is asked for.
    pub(super) app: Rc<Assembly>,
    /// What there was before, and what there is after a refusal; none when nothing was.
    pub(super) before: Option<Rc<Assembly>>,
    pub(super) settings: Settings,
    pub(super) outcome: Outcome,
    /// How many change sets are executed.
    pub(super) executions: usize,
}

/// Scenarios whose beginnings were made: each once.
pub(super) struct Stages {
    pace: Pace,
    made: RefCell<BTreeMap<Scenario, Stage>>,
}

impl Default for Stages {
    /// The second look at an operation finds it done.
    fn default() -> Self {
        Self::at(Pace::Looks(1))
    }
}

impl Stages {
    /// Scenarios in which time passes at this pace.
    pub(super) fn at(pace: Pace) -> Self {
        Self { pace, made: RefCell::default() }
    }

    /// The scenario at its beginning, in a simulator of its own.
    pub(super) fn get(&self, scenario: Scenario) -> Stage {
        let mut stages = self.made.borrow_mut();
        let stage = stages
            .entry(scenario)
            .or_insert_with(|| scenario.stage(self.pace));
        Stage {
            bench: stage.bench.fork(),
            app: stage.app.clone(),
            before: stage.before.clone(),
            settings: stage.settings.clone(),
            ..*stage
        }
    }
}

pub(super) const ALL: &[Scenario] = &[
    Scenario::First,
    Scenario::Update,
    Scenario::Replace,
    Scenario::Refuse,
    Scenario::Unapproved,
    Scenario::Invalid,
    Scenario::Leftover,
    Scenario::Free,
    Scenario::Destroy,
];

impl Scenario {
    /// Makes the beginning, with nothing going wrong.
    fn stage(self, pace: Pace) -> Stage {
        let bench = Bench::new(pace);
        let protected = Shop { is_protected: true, ..FIRST };
        let second = Shop { delay: 2, has_archive: true, ..FIRST };
        let (before, app, outcome, executions) = match self {
            Self::First => {
                let app = Shop { is_large: true, ..protected };
                (None, app, Outcome::Deployed, 3)
            }
            Self::Update => (Some(FIRST), second, Outcome::Deployed, 1),
            Self::Replace => {
                let app = Shop { table: "sales", ..FIRST };
                (Some(FIRST), app, Outcome::Deployed, 2)
            }
            Self::Refuse => {
                let app = Shop { table: "sales", ..second };
                (Some(FIRST), app, Outcome::Refused("data would be lost"), 0)
            }
            Self::Unapproved => (None, FIRST, Outcome::Refused("somebody must approve this"), 0),
            Self::Invalid => {
                let app = Shop { property: "DelaySecs", ..FIRST };
                (Some(FIRST), app, Outcome::Refused("CloudFormation can't change `Work`"), 0)
            }
            Self::Leftover => (None, FIRST, Outcome::Deployed, 1),
            Self::Free => (Some(protected), FIRST, Outcome::Deployed, 0),
            Self::Destroy => (Some(FIRST), FIRST, Outcome::Nothing, 0),
        };
        let approved =
            Settings { environment: "test".to_owned(), is_approved: true, ..Settings::default() };
        if let Some(before) = before {
            let end = bench.run(Command::Deploy, &before.assembly(), &approved);
            assert_eq!(end, End::Done);
        }
        if self == Self::Leftover {
            bench
                .simulator
                .inject(ResourceFault::new("Queue", Step::Create, "no queues today"));
            // Which is rolled back instead of deleted.
            let express = Settings { express: true, ..approved.clone() };
            let end = bench.run(Command::Deploy, &FIRST.assembly(), &express);
            assert!(matches!(end, End::Failed(_)), "{end:?}");
            bench.simulator.clear_faults();
        }
        bench.simulator.clear_calls();
        let settings = match self {
            Self::Replace => Settings { allow_replace: vec!["Data.Table".to_owned()], ..approved },
            Self::Unapproved => {
                Settings { approval: Approval::AnyChange, is_approved: false, ..approved }
            }
            _ => approved,
        };
        Stage {
            bench,
            command: if self == Self::Destroy { Command::Destroy } else { Command::Deploy },
            app: Rc::new(app.assembly()),
            before: before.map(|it| Rc::new(it.assembly())),
            settings,
            outcome,
            executions,
        }
    }
}
