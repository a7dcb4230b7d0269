//! `docs/DISASTER_RECOVERY.md`, as a drill: its commands are run in its order, while a region is lost.
#![expect(clippy::print_stdout, reason = "the times of the drill are what people run it for")]

#[path = "disaster_recovery/edits.rs"]
mod edits;
#[path = "disaster_recovery/runbook.rs"]
mod runbook;
mod support;

use std::{
    collections::BTreeMap,
    io::Write as _,
    process::{Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use ecomind_app::Environment;
use ecomind_cli::{Environment as _, Exit, Program};
use ecomind_constructs::prelude::*;
use ecomind_simulator::{Pace, Simulator};
use edits::EDITS;
use runbook::{Step, limits, minutes, steps};

/// The account of both, which an access key of twelve digits stands for.
const ACCOUNT: &str = "777788889999";
/// The region that is lost.
const LOST: &str = "us-east-1";

/// How both environments are at a moment of the drill: there is one drill in this program.
static NOW: Mutex<BTreeMap<&str, Environment>> = Mutex::new(BTreeMap::new());

/// The environments of the drill.
struct Drilled(&'static str);

impl ecomind_cli::Environment for Drilled {
    const ALL: &'static [Self] = &[Self("prod"), Self("dr")];

    fn name(&self) -> &str {
        self.0
    }
}

fn app(environment: &Drilled) -> Result<App> {
    ecomind_app::app(&now(environment.0))
}

fn now(name: &str) -> Environment {
    let now = NOW.lock().expect("no test has failed with it");
    now[name].clone()
}

/// Who runs the runbook.
struct Operator {
    simulator: Simulator,
    variables: BTreeMap<String, String>,
    /// How long each command took, in the order of the document.
    took: Vec<(String, Duration)>,
}

#[test]
fn the_runbook_brings_prod_to_the_second_region_and_back() {
    let mut all = NOW.lock().expect("no test has failed with it");
    for environment in Environment::ALL {
        all.insert(environment.name, environment.clone());
    }
    drop(all);
    let simulator = Simulator::builder().wall_clock().pace(Pace::Looks(0));
    let mut operator = Operator {
        simulator: simulator.start().expect("a free port"),
        variables: BTreeMap::new(),
        took: Vec::new(),
    };
    let mut used = 0;
    for step in steps() {
        match step {
            Step::Event(event) => operator.meet(&event),
            Step::Edit(text) => {
                edits::apply(&text, used, &mut NOW.lock().expect("no test has failed with it"));
                used += 1;
            }
            Step::Command(line) => operator.run(&line),
        }
    }
    assert_eq!(used, EDITS.len(), "each edit is in the document");
    for (line, limit) in limits() {
        let times = operator.took.iter().filter(|(ran, _)| *ran == line);
        let longest = times.map(|(_, time)| *time).max();
        let longest = longest.unwrap_or_else(|| panic!("the runbook has no `{line}`"));
        println!("{line}: {:.1} s, at most {} s", longest.as_secs_f64(), limit.as_secs());
        assert!(longest < limit, "`{line}` took {longest:?}");
    }
}

#[test]
fn the_times_of_the_steps_are_below_four_hours() {
    let (steps, sum) = minutes();
    assert!(5 < steps.len());
    assert_eq!(steps.iter().sum::<u32>(), sum);
    assert!(sum < 4 * 60);
}

/// The simulator has none of these services and says so. What the command line does not know, or would
/// not send, never gets there.
#[test]
fn the_aws_command_line_knows_every_call_of_the_runbook() {
    let simulator = Simulator::start().expect("a free port");
    let commands = steps().into_iter().filter_map(|step| match step {
        Step::Command(line) => Some(line),
        _ => None,
    });
    let lines: Vec<String> = commands
        .filter(|line| line.starts_with("aws ") && !line.starts_with("aws cloudformation"))
        .collect();
    assert!(8 < lines.len(), "{lines:?}");
    let mut wrong = vec!["aws rds describe-db-snapshot --db-snapshot-identifier x".to_owned()];
    wrong.push("aws ecs update-service --cluster x --desired-count many".to_owned());
    let arguments = lines
        .iter()
        .chain(&wrong)
        .map(|line| runbook::words(line)[1..].to_vec());
    let arguments: Vec<Vec<String>> = arguments.collect();
    let mut process = Command::new(support::python())
        .arg(support::root().join("tests/disaster_recovery/calls.py"))
        .env("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .env("AWS_ACCESS_KEY_ID", ACCOUNT)
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_DEFAULT_REGION", "us-west-2")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("AWS_PAGER", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let input = serde_json::to_vec(&arguments).expect("texts are JSON");
    let mut stdin = process.stdin.take().expect("it is piped");
    stdin.write_all(&input).expect("Python reads");
    drop(stdin);
    let output = process.wait_with_output().expect("Python ends");
    let answers: Vec<serde_json::Value> =
        serde_json::from_slice(&output.stdout).expect("it prints JSON");
    for (line, answer) in lines.iter().zip(&answers) {
        assert_eq!(answer["called"], true, "`{line}` calls nobody: {}", answer["said"]);
    }
    for (line, answer) in wrong.iter().zip(&answers[lines.len()..]) {
        assert_eq!(answer["called"], false, "`{line}` is no call: {}", answer["said"]);
    }
}

/// What stands by can't ask for anything that may be lost, whatever it begins with.
#[test]
fn no_template_of_what_stands_by_names_the_region_that_may_be_lost() {
    let standby = Environment::ALL.iter().find(|it| it.is_pilot_light());
    let standby = standby.expect("there is one");
    let mut kinds = vec![standby.clone()];
    for edit in EDITS.iter().filter(|edit| edit.environment == standby.name) {
        let mut changed = standby.clone();
        (edit.apply)(&mut changed);
        kinds.push(changed);
    }
    for environment in kinds {
        let assembly = synthesize(&ecomind_app::app(&environment).expect("it can be built"));
        for stack in assembly.expect("it synthesizes").stacks {
            assert_eq!(stack.region.as_deref(), Some(standby.region));
            assert!(!stack.template.contains(LOST), "{} names {LOST}", stack.id);
        }
    }
}

/// What prod reads of it is there: the two are apps of their own, so that the compiler can't say.
#[test]
fn prod_reads_what_the_pilot_light_shows() {
    let of = |name: &str| {
        let environment = Environment::ALL.iter().find(|it| it.name() == name);
        let app = ecomind_app::app(environment.expect("there is one")).expect("it can be built");
        synthesize(&app).expect("it synthesizes").stacks
    };
    let shown = of("dr");
    let mut read = 0;
    for stack in of("prod") {
        let template: serde_json::Value = serde_json::from_str(&stack.template).expect("JSON");
        for (name, output) in outside(&template) {
            let Some(id) = name.strip_prefix("ecomind-dr-") else { continue };
            let there = shown.iter().find(|it| it.id == id);
            let there = there.unwrap_or_else(|| panic!("there is no {name}"));
            let template: serde_json::Value = serde_json::from_str(&there.template).expect("JSON");
            assert!(template["Outputs"][&output].is_object(), "{name} has no {output}");
            read += 1;
        }
    }
    assert!(5 < read, "prod reads {read} outputs");
}

/// Every output that a template reads: the stack, and its name.
fn outside(value: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(outside).collect(),
        serde_json::Value::Object(map) => {
            let output = &value["Fn::GetStackOutput"];
            let own = output["StackName"].is_string();
            let own = own.then(|| (text(&output["StackName"]), text(&output["OutputName"])));
            map.values().flat_map(outside).chain(own).collect()
        }
        _ => Vec::new(),
    }
}

impl Operator {
    fn meet(&mut self, event: &str) {
        match event {
            "us-east-1 is lost" => {
                self.simulator.lose_region(LOST);
                self.simulator.clear_calls();
            }
            "us-east-1 is back" => {
                let calls = self.simulator.calls();
                assert!(100 < calls.len(), "{} calls", calls.len());
                let asked: Vec<_> = calls.iter().filter(|call| call.region == LOST).collect();
                assert!(asked.is_empty(), "what takes over asked {LOST}: {:?}", asked.first());
                self.simulator.restore_region(LOST);
            }
            other => panic!("nobody knows how to let it happen that {other}"),
        }
    }

    fn run(&mut self, line: &str) {
        let words = runbook::words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let start = Instant::now();
        match words[..] {
            ["export", assignment] => {
                let (name, value) = assignment.split_once('=').expect("a variable has a value");
                self.variables.insert(name.to_owned(), value.to_owned());
            }
            ["ecomind", ref arguments @ ..] => self.ecomind(line, arguments),
            ["aws", "cloudformation", ..] => {
                let said = self.aws(&words[1..]);
                let said = said.unwrap_or_else(|error| panic!("`{line}`: {error}"));
                assert!(said.contains("COMPLETE"), "`{line}` shows {said:?}");
                assert!(!said.contains("FAILED"), "`{line}` shows {said}");
            }
            // The other test has these.
            ["aws", ..] => return,
            _ => panic!("nobody knows how to run `{line}`"),
        }
        println!("{:>5.1} s  {line}", start.elapsed().as_secs_f64());
        self.took.push((line.to_owned(), start.elapsed()));
    }

    fn ecomind(&self, line: &str, arguments: &[&str]) {
        let mut program = Program::new("ecomind", "1.0.0");
        for (name, value) in self.environment() {
            program = program.variable(name, value);
        }
        let mut arguments = arguments.to_vec();
        if ["deploy", "destroy"].contains(&arguments[0]) {
            // Somebody says yes.
            arguments.push("--yes");
        }
        let outcome = program.capture(app, arguments);
        assert_eq!(outcome.exit, Exit::Success, "`{line}`: {}{}", outcome.stdout, outcome.stderr);
        match line {
            "ecomind outputs prod Dns" => assert!(outcome.stdout.contains("ZoneId")),
            "ecomind outputs dr Services" => {
                assert!(outcome.stdout.contains("BalancerName"), "{}", outcome.stdout);
            }
            "ecomind status dr" if now("dr").is_pilot_light() => {
                // Whoever looks sees what stands ready, and nothing else.
                assert_eq!(outcome.stdout.matches("_COMPLETE").count(), 5, "{}", outcome.stdout);
            }
            "ecomind status dr" | "ecomind status prod" => {
                let whole = outcome.stdout.matches("_COMPLETE").count();
                assert!(10 < whole, "{}", outcome.stdout);
                assert!(!outcome.stdout.contains("not deployed"), "{}", outcome.stdout);
            }
            _ => {}
        }
    }

    fn aws(&self, arguments: &[&str]) -> std::result::Result<String, String> {
        let output = Command::new(support::aws())
            .args(arguments)
            .env_clear()
            .envs(self.environment())
            .env("AWS_PAGER", "")
            .env("AWS_MAX_ATTEMPTS", "1")
            .output()
            .expect("`aws` starts");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// What the commands find in their environment.
    fn environment(&self) -> BTreeMap<String, String> {
        let own = [
            ("AWS_ENDPOINT_URL", self.simulator.endpoint_url()),
            ("AWS_ACCESS_KEY_ID", ACCOUNT),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut all = BTreeMap::from(own);
        all.extend(self.variables.clone());
        all
    }
}
