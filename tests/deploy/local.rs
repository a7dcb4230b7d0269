//! EcoMind's own stacks, all of them, with `--local`: deployed, changed, freed and deleted.

use ecomind_app::Environment;
use ecomind_cli::Program;
use ecomind_constructs::prelude::*;

use crate::outcome::{assert_says, fail, succeed};

/// A version of one environment.
struct Version {
    name: &'static str,
    environment: &'static str,
    change: fn(&mut Environment),
}

const VERSIONS: &[Version] = &[
    first("dev"),
    first("staging"),
    first("prod"),
    changed("dev-changed", "dev"),
    changed("staging-changed", "staging"),
    changed("prod-changed", "prod"),
    freed("dev-freed", "dev"),
    freed("staging-freed", "staging"),
    freed("prod-freed", "prod"),
];

const fn first(name: &'static str) -> Version {
    Version { name, environment: name, change: |_| {} }
}

/// Logs are kept for another time, and one more address hears of alarms.
const fn changed(name: &'static str, environment: &'static str) -> Version {
    let change = |it: &mut Environment| {
        it.logs_kept = Retention::TwoWeeks;
        it.alert_emails = &["platform@example.com", "second@example.com"];
    };
    Version { name, environment, change }
}

/// The same, and what was protected may be deleted.
const fn freed(name: &'static str, environment: &'static str) -> Version {
    let change = |it: &mut Environment| {
        it.logs_kept = Retention::TwoWeeks;
        it.alert_emails = &["platform@example.com", "second@example.com"];
        it.is_protected = false;
    };
    Version { name, environment, change }
}

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = VERSIONS;

    fn name(&self) -> &str {
        self.name
    }
}

fn app(version: &Version) -> Result<App> {
    let all = <Environment as ecomind_cli::Environment>::ALL.iter();
    let environment = all.clone().find(|it| it.name == version.environment);
    let mut environment = environment.expect("it is one of them").clone();
    // What stands by for it is not deployed here: `tests/disaster_recovery.rs` deploys both.
    environment.standby = None;
    (version.change)(&mut environment);
    ecomind_app::app(&environment)
}

/// Every stack of an environment, from nothing to nothing.
fn every_stack(environment: &str, count: usize) {
    let folder = tempfile::tempdir().expect("the system has a place for temporary files");
    let local = format!("--local={}", folder.path().display());
    let run = |command: &str| {
        let arguments = command.split_whitespace().chain([local.as_str()]);
        Program::new("ecomind", "1.2.3").capture(app, arguments)
    };
    let deployed = succeed(run(&format!("deploy {environment}"))).stderr;
    assert_says(&deployed, &[&format!("{count} created, 0 updated, 0 unchanged")]);
    let again = succeed(run(&format!("deploy {environment}"))).stderr;
    assert_says(&again, &[&format!("0 created, 0 updated, {count} unchanged")]);

    let updated = succeed(run(&format!("deploy {environment}-changed"))).stderr;
    assert_says(&updated, &["0 created", "second@example.com", "RetentionInDays"]);
    let again = succeed(run(&format!("deploy {environment}-changed"))).stderr;
    assert_says(&again, &[&format!("{count} unchanged")]);

    if environment != "dev" {
        let refused = fail(run(&format!("destroy {environment}")));
        assert_says(&refused, &["is protected from deletion"]);
    }
    let mut freed = format!("deploy {environment}-freed");
    let mut outcome = run(&freed);
    // What may be replaced because of that is allowed by name, as the refusal says.
    while let Some(allowed) = asked_for(&outcome.stderr) {
        assert!(!freed.contains(&allowed), "{}", outcome.stderr);
        freed = format!("{freed} {allowed}");
        outcome = run(&freed);
    }
    succeed(outcome);
    let destroyed = succeed(run(&format!("destroy {environment}-freed"))).stderr;
    assert_says(&destroyed, &[&format!("{count} stacks deleted")]);
    let status = succeed(run(&format!("status {environment}"))).stdout;
    assert_eq!(status.matches("not deployed").count(), count, "{status}");
}

/// The flags that a refusal asks for.
fn asked_for(talk: &str) -> Option<String> {
    let (_, flags) = talk.split_once("allow it with `")?;
    let (flags, _) = flags.split_once('`')?;
    Some(flags.to_owned())
}

#[test]
fn every_stack_of_dev_is_deployed_changed_and_deleted() {
    every_stack("dev", 13);
}

#[test]
fn every_stack_of_staging_is_deployed_changed_and_deleted() {
    every_stack("staging", 13);
}

#[test]
fn every_stack_of_prod_is_deployed_changed_and_deleted() {
    every_stack("prod", 13);
}
