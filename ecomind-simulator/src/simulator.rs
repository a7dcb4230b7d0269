//! A running simulator.

use std::{
    convert::Infallible,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::Duration,
};

use serde_json::Value;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    actions::Quotas,
    calls::Call,
    core::{Core, Settings},
    faults::Fault,
    meddle::{self, NotFound},
    pace::{Durations, Pace},
    place::Place,
    router::{Answer, Request, handle},
    server::{self, Shared, lock},
};

/// A CloudFormation endpoint in this process. It ends when it is dropped.
///
/// Point any client at [`Simulator::endpoint_url`]; any credentials do. An access key of twelve
/// digits is taken as the account's number.
///
/// ```
/// use ecomind_simulator::Simulator;
///
/// let simulator = Simulator::start()?;
/// assert!(simulator.endpoint_url().starts_with("http://127.0.0.1:"));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Simulator {
    endpoint: Arc<str>,
    shared: Shared,
    stop: Option<oneshot::Sender<Infallible>>,
    thread: Option<JoinHandle<()>>,
}

/// Builds a [`Simulator`].
#[derive(Debug)]
#[must_use = "nothing runs until `start` is called"]
pub struct SimulatorBuilder {
    port: u16,
    settings: Settings,
    faults: Vec<Fault>,
}

impl Simulator {
    /// Starts one with state in memory, on a free port.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Starts to describe one.
    pub fn builder() -> SimulatorBuilder {
        SimulatorBuilder {
            port: 0,
            settings: Settings {
                pace: Pace::Looks(1),
                durations: Durations::default(),
                quotas: Quotas { stacks: 2000, change_set_polls: 0, page: 100 },
                wall_clock: false,
                folder: None,
            },
            faults: Vec::new(),
        }
    }

    /// Starts another one that begins where this one is: same stacks, resources and settings, with
    /// the state in memory, no faults and no calls. Tests share a long beginning in this way.
    ///
    /// ```
    /// use ecomind_simulator::Simulator;
    ///
    /// let first = Simulator::start()?;
    /// first.add_resource("111122223333", "eu-west-1", "AWS::SNS::Topic", serde_json::json!({}));
    /// let second = first.fork()?;
    /// assert_ne!(first.endpoint_url(), second.endpoint_url());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn fork(&self) -> io::Result<Self> {
        Self::serve(lock(&self.shared).fork(), 0)
    }

    fn serve(core: Core, port: u16) -> io::Result<Self> {
        let shared: Shared = Arc::new(Mutex::new(core));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let endpoint: Arc<str> = format!("http://{}", listener.local_addr()?).into();
        let (stop, stopped) = oneshot::channel();
        let serving = server::serve(listener, Arc::clone(&shared), Arc::clone(&endpoint), stopped);
        let thread = thread::Builder::new()
            .name("simulator".to_owned())
            .spawn(move || runtime.block_on(serving))?;
        Ok(Self { endpoint, shared, stop: Some(stop), thread: Some(thread) })
    }

    /// Where it listens, such as `http://127.0.0.1:49152`.
    pub fn endpoint_url(&self) -> &str {
        &self.endpoint
    }

    /// Lets something go wrong from now on.
    pub fn inject(&self, fault: impl Into<Fault>) {
        lock(&self.shared).faults.add(fault.into());
    }

    /// Lets everything go well again.
    pub fn clear_faults(&self) {
        lock(&self.shared).faults.clear();
    }

    /// Loses a region until [`Simulator::restore_region`]: connections to it end without an answer,
    /// and stacks of other regions can't read outputs of its stacks. What it holds stays.
    ///
    /// ```
    /// use ecomind_simulator::Simulator;
    ///
    /// let simulator = Simulator::start()?;
    /// simulator.lose_region("us-east-1");
    /// simulator.restore_region("us-east-1");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn lose_region(&self, region: &str) {
        let mut core = lock(&self.shared);
        core.world.lost_regions.insert(region.to_owned());
        core.touch();
    }

    /// Brings a region back, as it was.
    pub fn restore_region(&self, region: &str) {
        let mut core = lock(&self.shared);
        core.world.lost_regions.remove(region);
        core.touch();
    }

    /// All calls since the start, or since [`Simulator::clear_calls`], oldest first.
    pub fn calls(&self) -> Vec<Call> {
        lock(&self.shared).calls.clone()
    }

    /// Forgets the calls that were made.
    pub fn clear_calls(&self) {
        lock(&self.shared).calls.clear();
    }

    /// Answers a request without a connection: for clients whose HTTP can be replaced, so that a
    /// test runs in one thread and needs no real time.
    ///
    /// ```
    /// use ecomind_simulator::{Answer, Request, Simulator};
    ///
    /// let simulator = Simulator::start()?;
    /// let path = "/_simulator/health".to_owned();
    /// let request = Request { method: "GET".to_owned(), path, ..Request::default() };
    /// let Answer::Reply(reply) = simulator.answer(&request) else { panic!("no fault was asked for") };
    /// assert_eq!(reply.status, 200);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn answer(&self, request: &Request) -> Answer {
        handle(&mut lock(&self.shared), request, &self.endpoint)
    }

    /// Moves the operation of a stack one step on, whatever the pace; returns whether it goes on.
    pub fn step(&self, stack: &str) -> Result<bool, NotFound> {
        meddle::step(&mut lock(&self.shared), stack)
    }

    /// Changes a resource behind its stack's back. `path` is such as `Tags/0/Value`.
    pub fn change_resource(
        &self,
        stack: &str,
        logical_id: &str,
        path: &str,
        value: impl Into<Value>,
    ) -> Result<(), NotFound> {
        meddle::change(&mut lock(&self.shared), stack, logical_id, path, value.into())
    }

    /// Deletes a resource behind its stack's back.
    pub fn delete_resource(&self, stack: &str, logical_id: &str) -> Result<(), NotFound> {
        meddle::delete(&mut lock(&self.shared), stack, logical_id)
    }

    /// Adds a resource that no stack has made, to be found or imported; returns its physical id.
    pub fn add_resource(
        &self,
        account: &str,
        region: &str,
        type_name: &str,
        properties: impl Into<Value>,
    ) -> String {
        let place = Place { account: account.to_owned(), region: region.to_owned() };
        meddle::add(&mut lock(&self.shared), &place, type_name, &properties.into())
    }

    /// Waits until the process is ended from outside: for programs that do nothing else.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It only ends with the process, or with a panic that it has told of already.
            drop(thread.join());
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl SimulatorBuilder {
    /// The port on the loopback interface. Default: any that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Keeps the state in a folder, which one process at a time may use. Default: in memory.
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.folder = Some(folder.into());
        self
    }

    /// How time passes. Default: [`Pace::Looks`] of 1.
    pub fn pace(mut self, pace: Pace) -> Self {
        self.settings.pace = pace;
        self
    }

    /// How long a resource of this type takes, in virtual time. Default: seconds, or minutes for
    /// types that take minutes at AWS.
    pub fn duration(mut self, type_name: impl Into<String>, duration: Duration) -> Self {
        self.settings
            .durations
            .by_type
            .insert(type_name.into(), duration);
        self
    }

    /// How long every resource takes, in virtual time. Default: see [`SimulatorBuilder::duration`].
    pub fn durations(mut self, duration: Duration) -> Self {
        self.settings.durations =
            Durations { usual: duration, by_type: std::collections::BTreeMap::new() };
        self
    }

    /// Tells the real time. Default: virtual time, from the first of January 2026 on.
    pub fn wall_clock(mut self) -> Self {
        self.settings.wall_clock = true;
        self
    }

    /// How many stacks an account may have in a region. Default: 2000.
    pub fn stack_quota(mut self, stacks: usize) -> Self {
        self.settings.quotas.stacks = stacks;
        self
    }

    /// How many items a page of an answer has. Default: 100.
    pub fn page_size(mut self, items: usize) -> Self {
        self.settings.quotas.page = items.max(1);
        self
    }

    /// How often a new change set is still being created when someone looks. Default: 0.
    pub fn change_set_looks(mut self, looks: u32) -> Self {
        // The look that finds it created counts too.
        self.settings.quotas.change_set_polls = if looks == 0 { 0 } else { looks + 1 };
        self
    }

    /// Something that goes wrong from the start. Default: nothing.
    pub fn fault(mut self, fault: impl Into<Fault>) -> Self {
        self.faults.push(fault.into());
        self
    }

    /// Starts it: from then on it answers.
    pub fn start(self) -> io::Result<Simulator> {
        let mut core = Core::new(self.settings)?;
        self.faults.into_iter().for_each(|it| core.faults.add(it));
        Simulator::serve(core, self.port)
    }
}
