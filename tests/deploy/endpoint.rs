//! An endpoint of CloudFormation for one test.

use std::{
    env, fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ecomind_cli::{Outcome, Program};
use ecomind_constructs::{Result, tree::App};
use ecomind_simulator::{Pace, ResourceFault, Simulator, Step};
use tempfile::TempDir;

use crate::{
    app::{Version, shop, wide},
    support,
};

/// Longer than a busy machine takes to start Python.
const PATIENCE: Duration = Duration::from_secs(90);

/// Which endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One that is not ours.
    MiniStack,
    /// Ours.
    Simulator,
}

/// A running endpoint with a folder for files. It ends with the test.
pub(crate) struct Endpoint {
    server: Server,
    pub(crate) folder: TempDir,
}

enum Server {
    MiniStack { process: Child, port: u16 },
    Simulator(Simulator),
}

impl Endpoint {
    /// Starts one, in which nothing is deployed.
    pub(crate) fn start(kind: Kind) -> Self {
        Self::start_with_delay(kind, 0)
    }

    /// Starts one in which each resource takes so many milliseconds.
    pub(crate) fn start_with_delay(kind: Kind, milliseconds: u64) -> Self {
        let folder = tempfile::tempdir().expect("the system has a place for temporary files");
        let server = match kind {
            Kind::MiniStack => mini_stack(&folder, milliseconds),
            Kind::Simulator => simulator(milliseconds),
        };
        Self { server, folder }
    }

    /// The simulator with these settings.
    pub(crate) fn of(simulator: Simulator) -> Self {
        let folder = tempfile::tempdir().expect("the system has a place for temporary files");
        Self { server: Server::Simulator(simulator), folder }
    }

    /// The simulator, for what only it can do.
    pub(crate) fn simulator(&self) -> &Simulator {
        match &self.server {
            Server::Simulator(simulator) => simulator,
            Server::MiniStack { .. } => panic!("this test is for the simulator"),
        }
    }

    /// Lets the operations fail that the lines say: `LogicalId create|update|delete reason`.
    pub(crate) fn faults(&self, lines: &str) {
        let simulator = match &self.server {
            Server::MiniStack { .. } => {
                let file = self.folder.path().join("faults");
                return fs::write(file, lines).expect("the file can be written");
            }
            Server::Simulator(simulator) => simulator,
        };
        simulator.clear_faults();
        for line in lines.lines() {
            let mut words = line.splitn(3, ' ');
            let mut word = || words.next().expect("a line has three parts");
            let (id, step, reason) = (word(), word(), word());
            let step = match step {
                "create" => Step::Create,
                "update" => Step::Update,
                _ => Step::Delete,
            };
            simulator.inject(ResourceFault::new(id, step, reason));
        }
    }

    /// A file of the test.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the command line against it.
    pub(crate) fn run(&self, app: fn(&Version) -> Result<App>, arguments: &str) -> Outcome {
        let folder = self.folder.path().to_string_lossy();
        let arguments = arguments.replace("FOLDER", &folder);
        program(&self.url()).capture(app, arguments.split_whitespace())
    }

    /// Runs the command line against it in a process of its own, which can be interrupted and
    /// killed. What it says goes to the file `talk`. The app is `shop`, or `wide`.
    pub(crate) fn start_process(&self, arguments: &str) -> Child {
        self.start_process_of("shop", arguments)
    }

    pub(crate) fn start_process_of(&self, app: &str, arguments: &str) -> Child {
        let test = env::current_exe().expect("a process knows its program");
        Command::new(test)
            .args(["--exact", "program", "--ignored", "--nocapture"])
            .env("ENDPOINT", self.url())
            .env("ARGUMENTS", arguments)
            .env("APP", app)
            .env("TALK", self.file("talk"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts, as this process did")
    }

    /// Waits until the stack with this id of the app `shop` has a status.
    pub(crate) fn wait_for(&self, stack: &str, status: &str) {
        let start = Instant::now();
        loop {
            let outcome = self.run(shop, &format!("status first {stack}"));
            if outcome.stdout.contains(&format!("  {status}")) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "`{stack}` never is {status}: {}", outcome.stdout);
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        match &self.server {
            Server::MiniStack { port, .. } => format!("http://127.0.0.1:{port}"),
            Server::Simulator(simulator) => simulator.endpoint_url().to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Self::MiniStack { process, .. } = self {
            // It holds nothing that anybody wants to keep.
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn mini_stack(folder: &TempDir, milliseconds: u64) -> Server {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("there is a free port")
        .port();
    let process = Command::new(support::python())
        .arg(support::root().join("tests/deploy/endpoint.py"))
        .env("GATEWAY_PORT", port.to_string())
        .env("EDGE_PORT", port.to_string())
        .env("BIND_HOST", "127.0.0.1")
        .env("MINISTACK_HOST", "127.0.0.1")
        .env("DELAY_MS", milliseconds.to_string())
        .env("FAULTS", folder.path().join("faults"))
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("Python starts");
    let server = Server::MiniStack { process, port };
    let start = Instant::now();
    while !is_healthy(port) {
        assert!(start.elapsed() < PATIENCE, "MiniStack does not answer");
        thread::sleep(Duration::from_millis(50));
    }
    server
}

fn is_healthy(port: u16) -> bool {
    let ask = || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        let request = "GET /_ministack/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(())
    };
    ask().is_some()
}

fn simulator(milliseconds: u64) -> Server {
    let builder = Simulator::builder().wall_clock();
    let builder = match milliseconds {
        0 => builder,
        _ => builder
            .pace(Pace::RealTime(1.0))
            .durations(Duration::from_millis(milliseconds)),
    };
    Server::Simulator(builder.start().expect("there is a free port"))
}

/// The command line against an endpoint.
fn program(url: &str) -> Program {
    Program::new("shop", "1.2.3")
        .variable("AWS_ENDPOINT_URL", url)
        .variable("AWS_ACCESS_KEY_ID", "111111111111")
        .variable("AWS_SECRET_ACCESS_KEY", "test")
        .variable("AWS_REGION", "eu-west-1")
}

/// What [`Endpoint::start_process`] runs.
pub(crate) fn run_process() {
    let variable = |name| env::var(name).expect("`start_process` sets it");
    let arguments = variable("ARGUMENTS");
    let app = if variable("APP") == "wide" { wide } else { shop };
    let outcome = program(&variable("ENDPOINT")).capture(app, arguments.split_whitespace());
    fs::write(variable("TALK"), outcome.stderr).expect("the file can be written");
    process::exit(outcome.exit.code().into());
}
