//! Everything behind the endpoint: state, settings, faults and the log of calls.

use std::{
    path::PathBuf,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use crate::{
    actions::Quotas,
    calls::Call,
    clock::Moment,
    engine::Engine,
    faults::Faults,
    pace::{Durations, Pace},
    state::World,
    store,
};

/// How a simulator behaves.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) pace: Pace,
    pub(crate) durations: Durations,
    pub(crate) quotas: Quotas,
    /// Whether times are the real ones; otherwise they start at [`Moment::START`].
    pub(crate) wall_clock: bool,
    pub(crate) folder: Option<PathBuf>,
}

/// The state of a running simulator.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) world: World,
    pub(crate) faults: Faults,
    pub(crate) calls: Vec<Call>,
    pub(crate) settings: Settings,
    started: (Instant, Moment),
    /// What the world was like when it was written; none when it has to be written again.
    saved: Option<(u64, Moment)>,
    requests: u64,
}

impl Core {
    /// Begins with what the folder holds, or with nothing.
    pub(crate) fn new(settings: Settings) -> std::io::Result<Self> {
        let mut world = match &settings.folder {
            Some(folder) => store::read(folder)?,
            None => World::default(),
        };
        world.now = world.now.max(Moment::START);
        let started = (Instant::now(), world.now);
        let mut core = Self {
            saved: Some((world.serial, world.now)),
            world,
            faults: Faults::default(),
            calls: Vec::new(),
            settings,
            started,
            requests: 0,
        };
        core.tell_time();
        core.started.1 = core.world.now;
        Ok(core)
    }

    /// Another one that begins where this one is, with its state in memory and nothing going wrong.
    pub(crate) fn fork(&self) -> Self {
        Self {
            world: self.world.clone(),
            faults: Faults::default(),
            calls: Vec::new(),
            settings: Settings { folder: None, ..self.settings.clone() },
            started: (Instant::now(), self.world.now),
            saved: None,
            requests: self.requests,
        }
    }

    /// Lets time pass up to now.
    pub(crate) fn tell_time(&mut self) {
        if self.settings.wall_clock {
            let since = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            let now = Moment(u64::try_from(since.as_millis()).unwrap_or_default());
            self.world.now = self.world.now.max(now);
        }
        if let Pace::RealTime(speed) = self.settings.pace {
            let passed = self.started.0.elapsed().as_secs_f64() * 1000.0 * speed.max(0.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is not negative, and a float saturates"
            )]
            let now = self.started.1.after(passed as u64);
            self.world.now = self.world.now.max(now);
            let busy = self
                .world
                .stacks
                .values()
                .filter(|it| it.operation.is_some());
            let ids: Vec<String> = busy.map(|it| it.id.clone()).collect();
            let mut engine = self.engine();
            ids.iter().for_each(|id| engine.catch_up(id));
        }
    }

    pub(crate) fn engine(&mut self) -> Engine<'_> {
        Engine {
            world: &mut self.world,
            faults: &mut self.faults,
            durations: &self.settings.durations,
            pace: self.settings.pace,
        }
    }

    /// An id for the next request.
    pub(crate) fn request_id(&mut self) -> String {
        self.requests += 1;
        crate::digest::uuid(&["request", &self.requests.to_string()])
    }

    /// Forgets everything but the settings.
    pub(crate) fn reset(&mut self) {
        let now = self.world.now;
        self.world = World { now, ..World::default() };
        self.faults.clear();
        self.calls.clear();
    }

    /// Says that the state has changed.
    pub(crate) fn touch(&mut self) {
        self.saved = None;
    }

    /// Writes the state to its folder, if it changed.
    pub(crate) fn save(&mut self) -> std::io::Result<()> {
        let current = Some((self.world.serial, self.world.now));
        if let Some(folder) = self
            .settings
            .folder
            .as_ref()
            .filter(|_| current != self.saved)
        {
            store::write(folder, &self.world)?;
            self.saved = current;
        }
        Ok(())
    }
}
