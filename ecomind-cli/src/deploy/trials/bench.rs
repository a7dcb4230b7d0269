//! A simulator, and commands that are run against it.

use std::{cell::RefCell, sync::Arc};

use ecomind_constructs::synth::Assembly;
use ecomind_simulator::{Pace, Simulator};

use crate::{
    cloudformation::{
        CloudFormation, Clouds as _, Connection, InProcess, Keys, Place, SdkClouds,
        virtual_time::{self, Ended},
    },
    deploy::{Deployment, Event, Operator, Problems, Question, Review, Settings, destroy},
};

/// A simulator in this thread.
pub(super) struct Bench {
    pub(super) simulator: Arc<Simulator>,
    /// What the last command told.
    pub(super) events: RefCell<Vec<Event>>,
}

/// What a user types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    Deploy,
    Destroy,
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Failed(Problems),
    /// The process was killed.
    Killed,
}

impl Bench {
    pub(super) fn new(pace: Pace) -> Self {
        // A change set is not there at once.
        let builder = Simulator::builder().change_set_looks(1).pace(pace);
        let simulator = builder.start().expect("there is a free port");
        Self { simulator: Arc::new(simulator), events: RefCell::default() }
    }

    /// Another one that begins where this one is.
    pub(super) fn fork(&self) -> Self {
        let simulator = self.simulator.fork().expect("there is a free port");
        Self { simulator: Arc::new(simulator), events: RefCell::default() }
    }

    /// Runs a command, as a process of its own does.
    pub(super) fn run(&self, command: Command, app: &Assembly, settings: &Settings) -> End {
        self.events.take();
        let clouds = self.clouds();
        let deployment = Deployment {
            assembly: app,
            is_selected: &|_| true,
            settings,
            clouds: &clouds,
            operator: self,
        };
        let work = async {
            match command {
                Command::Deploy => deployment.deploy().await.map(|_| ()),
                Command::Destroy => destroy(&deployment, &[], false).await.map(|_| ()),
            }
        };
        match virtual_time::run(work) {
            Ended::Done(Ok(())) => End::Done,
            Ended::Done(Err(problems)) => End::Failed(problems),
            Ended::Killed => End::Killed,
        }
    }

    /// Asks CloudFormation something, when nothing goes wrong any more.
    pub(super) fn ask<T>(&self, work: impl AsyncFnOnce(&dyn CloudFormation) -> T) -> T {
        let clouds = self.clouds();
        let place = Place { account: None, region: None };
        let work = async {
            let cloud = clouds.at(&place).await.expect("the simulator is there");
            work(&*cloud).await
        };
        match virtual_time::run(work) {
            Ended::Done(answer) => answer,
            Ended::Killed => panic!("nothing goes wrong any more"),
        }
    }

    fn clouds(&self) -> SdkClouds {
        SdkClouds::new(Connection {
            region: Some("eu-west-1".to_owned()),
            endpoint: Some(self.simulator.endpoint_url().to_owned()),
            keys: Some(Keys {
                id: "111122223333".to_owned(),
                secret: "secret".to_owned(),
                token: None,
            }),
            is_closed: true,
            in_process: Some(InProcess::new(self.simulator.clone())),
            ..Connection::default()
        })
    }
}

impl Operator for Bench {
    fn tell(&self, event: &Event) {
        self.events.borrow_mut().push(event.clone());
    }

    fn show(&self, _: &[Review]) {}

    fn question(&self, _: &str) -> Option<Question> {
        None
    }
}
