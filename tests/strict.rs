//! Everything that ships passes the strictest rules, and whatever is accepted says why.

mod support;

use std::fs;

use ecomind_app::{
    Account, Environment, app,
    environment::{DatabaseSource, Recovery, Traffic},
    pipeline,
};
use ecomind_cli::{Environment as _, Exit, Program};
use ecomind_constructs::{
    prelude::synthesize,
    rules::{Inspector, Pack},
    template::Template,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[test]
fn the_app_has_no_findings_in_any_environment() {
    let arguments = ["validate", "--all", "--pack", "strict", "--fail-on", "warning"];
    let outcome = Program::new("ecomind", "1.0.0").capture(app, arguments);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Success, ""));
    let outcome = Program::new("ecomind-pipeline", "1.0.0").capture(pipeline, arguments);
    assert_eq!((outcome.exit, outcome.stdout.as_str()), (Exit::Success, ""));
}

/// What stands by for prod, as the platform that it becomes: of what its database may begin as.
#[test]
fn what_stands_by_has_no_findings_when_it_takes_over() {
    let backups = "arn:aws:rds:us-west-2:777788889999:auto-backup:ab-l2ijcexjp7xq7hoj4sie";
    let copy = "arn:aws:rds:us-west-2:777788889999:snapshot:awsbackup:copyjob-19704517";
    for database in [
        DatabaseSource::ReplicatedBackups(backups),
        DatabaseSource::ReplicatedBackupsAt { backups, moment: "2026-11-29T10:00:00Z" },
        DatabaseSource::Snapshot(copy),
    ] {
        let standby = Environment::ALL.iter().find(|it| it.is_pilot_light());
        let mut standby = standby.expect("there is one").clone();
        standby.recovery = Some(Recovery::Active { database, traffic: Traffic::Taken });
        let app = app(&standby).expect("it can be built");
        let assembly = synthesize(&app).expect("it synthesizes");
        assert!(10 < assembly.stacks.len());
        let mut inspector = Inspector::new(Pack::Strict);
        for stack in &assembly.stacks {
            let found = inspector.inspect(stack);
            let found: Vec<String> = found
                .iter()
                .map(|it| format!("{}: {it}", it.rule))
                .collect();
            assert_eq!(found, [""; 0], "{} of {database:?}", stack.id);
        }
    }
}

#[test]
fn committed_templates_have_no_findings_as_files() -> Outcome<()> {
    let mut count = 0;
    let environments = Environment::ALL.iter().map(|it| (it.name(), it.region));
    let accounts = Account::ALL.iter().map(|it| (it.name(), it.region));
    for (name, region) in environments.chain(accounts) {
        for entry in fs::read_dir(support::synth_out().join(name))? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(".template.json") {
                let text = fs::read_to_string(&path)?;
                let found = findings_in(&Template::from_json(&text)?, region);
                assert_eq!(found, [""; 0], "{}", path.display());
                count += 1;
            }
        }
    }
    assert!(30 < count, "there are only {count}");
    Ok(())
}

#[test]
fn roles_of_deployments_have_no_findings() -> Outcome<()> {
    for environment in Environment::ALL {
        let arguments = ["policy", environment.name(), "--format", "cloudformation"];
        let outcome = Program::new("ecomind", "1.0.0").capture(app, arguments);
        assert_eq!(findings(&Template::from_json(&outcome.stdout)?), [""; 0]);
    }
    Ok(())
}

/// What examples print is in their snapshots: templates in YAML, several behind `# NAME`.
#[test]
fn examples_have_no_findings() -> Outcome<()> {
    let mut count = 0;
    for (owner, name) in support::snapshot_names()? {
        if owner != "examples" {
            continue;
        }
        let path = support::root().join(format!("tests/snapshots/examples__{name}.snap"));
        let text = fs::read_to_string(path)?;
        let printed = text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let mut parts = vec![String::new()];
        for line in printed.lines() {
            match parts.last_mut() {
                Some(part) if !line.starts_with("# ") => part.extend([line, "\n"]),
                _ => parts.push(String::new()),
            }
        }
        for part in parts {
            if let Ok(template) = Template::from_yaml(&part)
                && template.section("Resources").is_some()
            {
                assert_eq!(findings(&template), [""; 0], "{name}");
                count += 1;
            }
        }
    }
    assert!(7 < count, "there are only {count} templates in examples");
    Ok(())
}

/// What is wrong with a template of us-east-1.
fn findings(template: &Template) -> Vec<String> {
    findings_in(template, "us-east-1")
}

fn findings_in(template: &Template, region: &str) -> Vec<String> {
    let found = Inspector::new(Pack::Strict).inspect_template(template, 0, Some(region));
    found
        .iter()
        .map(|finding| format!("{}: {finding}", finding.rule))
        .collect()
}
