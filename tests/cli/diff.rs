//! What differs from what was written before.

use std::{fs, path::Path, process::Command};

use ecomind_cli::Program;
use insta::assert_snapshot;

use crate::{Output, apps, fixture, run, without_times};

/// A run of `diff` against what `Output` holds.
fn diff(output: &Output, build: crate::Build, arguments: &str) -> String {
    let place = output.path().to_string_lossy();
    let all = ["diff"].into_iter().chain(arguments.split_whitespace());
    let outcome = Program::new("shop", "1.2.3").capture(build, all.chain(["--against", &place]));
    let text = format!("{:?}\n{}{}", outcome.exit, outcome.stdout, without_times(&outcome.stderr));
    text.replace(&*place, "[out]")
}

#[test]
fn what_was_just_written_has_no_difference() {
    let output = Output::new();
    output.run(fixture::app, "synth --all");
    assert_snapshot!(diff(&output, fixture::app, "prod --detailed-exitcode --fail"), @"
    Success
    prod against folder [out]

    no difference in 3 stacks
    ");
}

#[test]
fn removed_stacks_and_renamed_resources_are_said() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    assert_snapshot!(diff(&output, apps::later, "prod"));
}

#[test]
fn exit_codes_say_what_was_found() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    let exit = |arguments: &str| {
        let text = diff(&output, apps::later, arguments);
        text.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(exit("prod"), "Success");
    assert_eq!(exit("prod --detailed-exitcode"), "Changes");
    assert_eq!(exit("prod --fail"), "Failure");
    assert_eq!(exit("prod --fail-on destructive --detailed-exitcode"), "Failure");
    assert_eq!(exit("prod --fail-on broadening"), "Failure");
}

#[test]
fn a_commit_is_read_without_a_checkout() {
    let output = Output::new();
    output.run(fixture::app, "synth dev");
    git(output.path(), &["init", "--quiet"]);
    git(output.path(), &["add", "."]);
    git(output.path(), &["commit", "--quiet", "--message", "templates"]);
    fs::remove_dir_all(output.path().join("dev")).expect("it can be removed");
    let against = |reference: &str| {
        let text = output.run(fixture::app, &format!("diff dev --against {reference}"));
        // The hash is of another time each time.
        text.lines()
            .filter(|line| !line.contains("git ref HEAD"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_snapshot!(against("HEAD"), @"
    Success
    --- stdout

    no difference in 3 stacks
    --- stderr
    ");
    assert_snapshot!(against("nowhere"), @"
    Failure
    --- stdout
    --- stderr
    error: `nowhere` is no file, no folder and no git ref
    ");
    let missing = output.run(fixture::app, "diff prod --against git:HEAD");
    assert_snapshot!(missing, @"
    Failure
    --- stdout
    --- stderr
    error: there are no templates of `prod` at `git:HEAD`: they are committed by whoever runs `synth`
    ");
}

fn git(folder: &Path, arguments: &[&str]) {
    let author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let status = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(author)
        .args(arguments)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "git {arguments:?}");
}

#[test]
fn rejects_what_is_no_template() {
    let output = Output::new();
    let file = output.path().join("broken.json");
    let error = |text: &str, arguments: &str| {
        fs::write(&file, text).expect("it can be written");
        let arguments = format!("diff {arguments} --against {}", file.display());
        run(&arguments).replace(&*output.path().to_string_lossy(), "[out]")
    };
    assert_snapshot!(error("{\"Resources\": {", "dev Topics"), @"
    Failure
    --- stdout
    --- stderr
    error: can't read `[out]/broken.json`: a template must be JSON: EOF while parsing an object at line 1 column 15
    ");
    assert_snapshot!(error("Resources: {A: !Reff B}", "dev Topics"), @"
    Failure
    --- stdout
    --- stderr
    error: can't read `[out]/broken.json`: a template must be JSON or YAML: `!Reff` is no function of CloudFormation at line 1 column 22
    ");
    assert_snapshot!(error("{}", "dev"), @"
    Failure
    --- stdout
    --- stderr
    error: one template can only be compared with one stack

    hint: name the stack that the template is of
    ");
}

#[test]
fn a_comment_for_a_pull_request_holds_every_environment() {
    let output = Output::new();
    output.run(fixture::app, "synth --all");
    let text = diff(&output, apps::later, "--all --format github");
    assert!(text.starts_with("Success\n<!-- ecomind diff -->\n"), "{text}");
    for environment in ["dev", "staging", "prod"] {
        assert!(text.contains(&format!("\n## {environment}: risk high\n")), "{environment}");
    }
    assert_eq!(text.matches("<details>").count(), 9);
    let markdown = diff(&output, apps::later, "prod --format markdown");
    assert!(
        markdown.contains("| `(-)` | `Status/Page` | AWS::S3::Bucket | removed |"),
        "{markdown}"
    );
}

#[test]
fn stacks_that_a_change_affects_are_listed() {
    let output = Output::new();
    output.run(fixture::app, "synth prod");
    let place = output.path().to_string_lossy();
    let list = |build| {
        let arguments = ["list", "prod", "--affected-by", &place];
        Program::new("shop", "1.2.3")
            .capture(build, arguments)
            .stdout
    };
    assert_eq!(list(fixture::app), "");
    assert_eq!(list(apps::later), "Topics\nStatus\n");
}
