//! An endpoint of CloudFormation for one test: MiniStack, which is not ours.

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
use tempfile::TempDir;

use crate::{
    app::{Version, shop},
    support,
};

/// Longer than a busy machine takes to start Python.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running endpoint with a folder for files. It ends with the test.
pub(crate) struct Endpoint {
    process: Child,
    port: u16,
    pub(crate) folder: TempDir,
}

impl Endpoint {
    /// Starts one, in which nothing is deployed.
    pub(crate) fn start() -> Self {
        Self::start_with_delay(0)
    }

    /// Starts one in which each resource takes so many milliseconds.
    pub(crate) fn start_with_delay(milliseconds: u64) -> Self {
        let folder = tempfile::tempdir().expect("the system has a place for temporary files");
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
        let endpoint = Self { process, port, folder };
        let start = Instant::now();
        while endpoint.get("/_ministack/health").is_none() {
            assert!(start.elapsed() < PATIENCE, "MiniStack does not answer");
            thread::sleep(Duration::from_millis(50));
        }
        endpoint
    }

    /// Lets the operations fail that the lines say: `LogicalId create|update|delete reason`.
    pub(crate) fn faults(&self, lines: &str) {
        fs::write(self.folder.path().join("faults"), lines).expect("the file can be written");
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
    /// killed. What it says goes to the file `talk`.
    pub(crate) fn start_process(&self, arguments: &str) -> Child {
        let test = env::current_exe().expect("a process knows its program");
        Command::new(test)
            .args(["--exact", "program", "--ignored", "--nocapture"])
            .env("ENDPOINT", self.url())
            .env("ARGUMENTS", arguments)
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
        format!("http://127.0.0.1:{}", self.port)
    }

    fn get(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.starts_with("HTTP/1.1 200").then_some(answer)
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        // It holds nothing that anybody wants to keep.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
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
    let outcome = program(&variable("ENDPOINT")).capture(shop, arguments.split_whitespace());
    fs::write(variable("TALK"), outcome.stderr).expect("the file can be written");
    process::exit(outcome.exit as i32);
}
