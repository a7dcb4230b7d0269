//! A simulator and the command line in front of it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
};

use ecomind_cli::{Exit, Outcome, Program};
use ecomind_simulator::Simulator;
use tempfile::TempDir;

use crate::apps::App;

/// A simulator, an app, and a folder for files.
pub(crate) struct Bench {
    pub(crate) simulator: Simulator,
    app: App,
    folder: TempDir,
}

impl Bench {
    /// Starts with nothing deployed.
    pub(crate) fn of(app: App) -> Self {
        let simulator = Simulator::start().expect("there is a free port");
        let folder = tempfile::tempdir().expect("the system has a place for temporary files");
        Self { simulator, app, folder }
    }

    /// Runs a command; `FOLDER` stands for the folder.
    pub(crate) fn run(&self, arguments: &str) -> Outcome {
        let arguments = arguments.replace("FOLDER", &self.folder.path().to_string_lossy());
        Program::new("shop", "1.2.3")
            .variable("AWS_ENDPOINT_URL", self.simulator.endpoint_url())
            .variable("AWS_ACCESS_KEY_ID", "111111111111")
            .variable("AWS_SECRET_ACCESS_KEY", "test")
            .variable("AWS_REGION", "eu-west-1")
            .capture(self.app, arguments.split_whitespace())
    }

    /// What is printed and said by a command that succeeds.
    #[track_caller]
    pub(crate) fn done(&self, arguments: &str) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.exit, Exit::Success, "{}\n{}", outcome.stdout, outcome.stderr);
        outcome.stdout + &outcome.stderr
    }

    /// What is printed and said by a command that fails.
    #[track_caller]
    pub(crate) fn refused(&self, arguments: &str) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.exit, Exit::Failure, "{}\n{}", outcome.stdout, outcome.stderr);
        outcome.stdout + &outcome.stderr
    }

    /// Writes a file of the folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).expect("the folder is ours");
        path
    }

    /// Makes a call of CloudFormation as somebody else would.
    #[track_caller]
    pub(crate) fn call(&self, form: &str) {
        let address = self.simulator.endpoint_url().trim_start_matches("http://");
        let form = format!("{form}&Version=2010-05-15");
        let request = format!(
            "POST / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=111111111111/20260101/eu-west-1/\
             cloudformation/aws4_request, SignedHeaders=host, Signature=x\r\n\r\n{form}",
            form.len()
        );
        let mut stream = TcpStream::connect(address).expect("the simulator listens");
        stream
            .write_all(request.as_bytes())
            .expect("the simulator reads");
        let mut answer = String::new();
        stream
            .read_to_string(&mut answer)
            .expect("the simulator answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }

    /// How often a call was made.
    pub(crate) fn calls(&self, action: &str) -> usize {
        let calls = self.simulator.calls();
        calls.iter().filter(|call| call.action == action).count()
    }
}

#[track_caller]
pub(crate) fn assert_says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}
