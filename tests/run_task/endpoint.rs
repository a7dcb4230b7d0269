//! ECS and CloudWatch Logs as far as one task needs them, over HTTP: an endpoint that plays a task
//! as a test says, and keeps what it was asked.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use serde_json::{Value as Json, json};

/// The id of the one task that there is.
pub(crate) const TASK: &str = "0123456789abcdef0123456789abcdef";

/// What happens to the task.
#[derive(Debug, Clone)]
pub(crate) struct Play {
    /// What it is at each look; the last one stays.
    pub(crate) statuses: Vec<&'static str>,
    /// What it logs, from the look on that it is written at.
    pub(crate) lines: Vec<(usize, &'static str)>,
    pub(crate) exit_code: Option<i64>,
    /// Why it stopped.
    pub(crate) reason: Option<&'static str>,
    /// Why it can't be started.
    pub(crate) failure: Option<&'static str>,
    /// What goes wrong with the first calls, one after the other.
    pub(crate) troubles: Vec<Trouble>,
    /// At how many looks it is not there yet.
    pub(crate) absences: usize,
}

/// What goes wrong with a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Throttled,
    ServerError,
    ConnectionLost,
    Denied,
}

/// A call as it came.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Such as `RunTask`.
    pub(crate) call: String,
    pub(crate) body: Json,
    /// What was sent, with names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub(crate) text: String,
}

/// The endpoint.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    play: Play,
    asked: Vec<Asked>,
    looks: usize,
}

impl Default for Play {
    /// A task that ends well after a line.
    fn default() -> Self {
        Self {
            statuses: vec!["PENDING", "RUNNING", "STOPPED"],
            lines: vec![(2, "migrated")],
            exit_code: Some(0),
            reason: Some("Essential container in task exited"),
            failure: None,
            troubles: Vec::new(),
            absences: 0,
        }
    }
}

impl Endpoint {
    /// Plays until the test ends.
    pub(crate) fn start(play: Play) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has an address");
        let state = Arc::new(Mutex::new(State { play, asked: Vec::new(), looks: 0 }));
        let endpoint = Self { url: format!("http://{address}"), state };
        let own = endpoint.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever hangs up before the end has been told enough.
                let _ = own.serve(&stream);
            }
        });
        endpoint
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Every call that came, in order.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// The calls of this name.
    pub(crate) fn calls(&self, name: &str) -> Vec<Asked> {
        let mut asked = self.asked();
        asked.retain(|it| it.call == name);
        asked
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                if line.trim_end().is_empty() {
                    break;
                }
                continue;
            };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let header = |wanted: &str| {
            let found = headers.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let text = String::from_utf8_lossy(&body).into_owned();
        let call = header("x-amz-target");
        let call = call.rsplit('.').next().unwrap_or_default().to_owned();
        let body = serde_json::from_str(&text).unwrap_or(Json::Null);
        let asked = Asked { call, body, headers, text };
        let Some((status, answer)) = self.state().answer(asked) else { return Ok(()) };
        let answer = answer.to_string();
        let mut stream = stream;
        write!(
            stream,
            "HTTP/1.1 {status} X\r\ncontent-type: application/x-amz-json-1.1\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{answer}",
            answer.len()
        )
    }
}

impl State {
    /// None breaks the connection.
    fn answer(&mut self, asked: Asked) -> Option<(u16, Json)> {
        let call = asked.call.clone();
        let mark = asked.body["nextToken"].as_str().map(str::to_owned);
        self.asked.push(asked);
        let error = |code: &str, message: &str| {
            (400, json!({"__type": format!("com.amazonaws.ecs#{code}"), "message": message}))
        };
        if !self.play.troubles.is_empty() {
            return match self.play.troubles.remove(0) {
                Trouble::Throttled => Some(error("ThrottlingException", "Rate exceeded")),
                Trouble::ServerError => Some((500, json!({"__type": "ServerException"}))),
                Trouble::Denied => Some(error("AccessDeniedException", "not authorized")),
                Trouble::ConnectionLost => None,
            };
        }
        Some(match call.as_str() {
            "RunTask" => match self.play.failure {
                Some(reason) => (200, json!({"tasks": [], "failures": [{"reason": reason}]})),
                None => (200, json!({"tasks": [self.task("PROVISIONING")], "failures": []})),
            },
            "DescribeTasks" if 0 < self.play.absences => {
                self.play.absences -= 1;
                (200, json!({"tasks": [], "failures": [{"reason": "MISSING"}]}))
            }
            "DescribeTasks" => {
                let last = self.play.statuses.len() - 1;
                let status = self.play.statuses[self.looks.min(last)];
                self.looks += 1;
                (200, json!({"tasks": [self.task(status)]}))
            }
            "GetLogEvents" => match self.log(mark) {
                Some(page) => (200, page),
                None => error("ResourceNotFoundException", "no stream"),
            },
            "StopTask" => (200, json!({"task": self.task("RUNNING")})),
            other => error("UnknownOperationException", other),
        })
    }

    fn task(&self, status: &str) -> Json {
        let arn = format!("arn:aws:ecs:us-east-1:111122223333:task/cluster/{TASK}");
        let is_over = status == "STOPPED";
        let mut container = json!({"name": "migration"});
        if let (true, Some(code)) = (is_over, self.play.exit_code) {
            container["exitCode"] = code.into();
        }
        let mut task = json!({"taskArn": arn, "lastStatus": status, "containers": [container]});
        if let (true, Some(reason)) = (is_over, self.play.reason) {
            task["stoppedReason"] = reason.into();
        }
        task
    }

    /// Marks count the lines that are read, as CloudWatch's do in their own way: two lines at once.
    fn log(&self, mark: Option<String>) -> Option<Json> {
        let written = self
            .play
            .lines
            .iter()
            .filter(|(look, _)| *look <= self.looks);
        let written: Vec<_> = written.map(|(_, text)| *text).collect();
        if written.is_empty() {
            return None;
        }
        let read: usize = mark.and_then(|mark| mark.parse().ok()).unwrap_or(0);
        let page: Vec<_> = written.iter().skip(read).take(2).collect();
        let event = |text: &&&str| json!({"timestamp": 1_767_225_600_000_i64, "message": text});
        Some(json!({
            "events": page.iter().map(event).collect::<Vec<_>>(),
            "nextForwardToken": (read + page.len()).to_string(),
        }))
    }
}
