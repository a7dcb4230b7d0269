//! A crate outside of the workspace has the whole command line with ten lines of `main.rs`.

#[path = "support/project.rs"]
mod project;
mod support;

use std::{fs, path::Path, process::Command};

use insta::assert_snapshot;
use project::Project;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A program in a folder, run as its team runs it.
struct Program<'a> {
    program: &'a Path,
    folder: &'a Path,
}

impl Program<'_> {
    /// The exit code and both streams of a run.
    fn run(&self, arguments: &str) -> Outcome<String> {
        let mut command = Command::new(self.program);
        for variable in ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(variable);
        }
        let output = command
            .current_dir(self.folder)
            .args(arguments.split_whitespace())
            .output()?;
        let code = output
            .status
            .code()
            .ok_or("the program must not be killed")?;
        let (stdout, stderr) =
            (String::from_utf8(output.stdout)?, String::from_utf8(output.stderr)?);
        Ok(format!("{code}\n--- stdout\n{stdout}--- stderr\n{stderr}"))
    }
}

/// The example in the documentation of `ecomind-cli`, which doctests compile and never run.
fn documented() -> Outcome<String> {
    let docs = fs::read_to_string(support::root().join("ecomind-cli/src/lib.rs"))?;
    let (_, example) = docs
        .split_once("//! ```no_run\n")
        .ok_or("the docs have an example")?;
    let (example, _) = example.split_once("//! ```\n").ok_or("the example ends")?;
    let lines = example.lines().map(|line| line.trim_start_matches("//!"));
    let lines: Vec<_> = lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    Ok(lines.join("\n"))
}

#[test]
fn the_documented_program_has_every_command() -> Outcome<()> {
    let project = Project::new("documented")?;
    project.write("src/main.rs", &documented()?)?;
    let program = Program { program: &project.build()?, folder: project.path() };

    assert_snapshot!(program.run("synth prod --quiet")?, @"
    0
    --- stdout
    --- stderr
    ");
    let template = project
        .path()
        .join("synth-out/prod/Greetings.template.json");
    assert_snapshot!(fs::read_to_string(template)?, @r#"
    {
      "AWSTemplateFormatVersion": "2010-09-09",
      "Resources": {
        "Hello": {
          "Type": "AWS::SNS::Topic"
        }
      }
    }
    "#);
    assert_snapshot!(program.run("list prod")?, @"
    0
    --- stdout
    Greetings
    --- stderr
    ");
    assert_snapshot!(program.run("envs")?, @"
    0
    --- stdout
    dev
    prod
    --- stderr
    ");
    assert_snapshot!(program.run("synth prd")?, @"
    1
    --- stdout
    --- stderr
    error: there is no environment `prd`

    hint: did you mean `prod`? known are dev, prod
    ");

    let help = program.run("--help")?;
    assert!(help.starts_with("0\n"), "{help}");
    for text in ["Usage: documented", "  synth ", "  list ", "  envs ", "  completions "] {
        assert!(help.contains(text), "{text:?} is not in {help}");
    }
    Ok(())
}

#[test]
fn mistakes_point_to_the_lines_of_the_team_and_not_of_the_library() -> Outcome<()> {
    let project = Project::new("mistaken")?;
    let correct = r#"RawResource::new("AWS::SNS::Topic").add("Hello", &mut stack)?;"#;
    // The construct finds this in a function of its own, three calls below the team's line.
    let mistaken = r#"Key::builder("Key").pending_window(Duration::days(31)).build(&mut stack)?;"#;
    let documented = documented()?;
    assert!(documented.contains(correct), "the example adds a topic");
    project.write("src/main.rs", &documented.replace(correct, mistaken))?;
    let program = Program { program: &project.build()?, folder: project.path() };

    assert_snapshot!(program.run("synth --all")?, @"
    1
    --- stdout
    --- stderr
    error: `pending_window` of `Greetings/Key` must be 7 to 30 whole days, got 31 days
      --> src/main.rs:24:60
      in dev, prod
    ");
    assert!(!project.path().join("synth-out").exists());
    Ok(())
}

#[test]
fn the_example_of_another_team_has_every_command() -> Outcome<()> {
    let team = support::root().join("examples/team/src");
    let project = Project::new("team")?;
    for file in fs::read_dir(team)? {
        let path = file?.path();
        let name = path
            .file_name()
            .ok_or("a file has a name")?
            .to_string_lossy();
        project.write(&format!("src/{name}"), &fs::read_to_string(&path)?)?;
    }
    let program = Program { program: &project.build()?, folder: project.path() };

    assert_snapshot!(program.run("synth --all -q")?, @"
    0
    --- stdout
    --- stderr
    ");
    assert_snapshot!(program.run("synth --all --check -q")?, @"
    0
    --- stdout
    --- stderr
    ");
    assert_snapshot!(program.run("validate --all --pack strict --fail-on warning -q")?, @"
    0
    --- stdout
    --- stderr
    ");
    assert_snapshot!(program.run("list --all")?, @"
    0
    --- stdout
    dev/Greetings
    prod/Greetings
    --- stderr
    ");
    assert_snapshot!(program.run("envs")?, @"
    0
    --- stdout
    dev
    prod
    --- stderr
    ");
    let template = project
        .path()
        .join("synth-out/prod/Greetings.template.json");
    let template = fs::read_to_string(template)?;
    for part in [
        r#""StackName": "ecomind-prod-Network""#,
        r#""OutputName": "PrivateSubnet2Id""#,
        r#""Type": "AWS::SQS::Queue""#,
        r#""Type": "AWS::ECS::Service""#,
        r#""sqs:ReceiveMessage""#,
    ] {
        assert!(template.contains(part), "{part} is not in {template}");
    }
    let network = ecomind_app_outputs()?;
    for output in ["VpcId", "PrivateSubnet1Id", "PrivateSubnet2Id"] {
        assert!(network.contains(&format!("\"{output}\"")), "EcoMind's network shows no {output}");
    }
    let main = fs::read_to_string(project.path().join("src/main.rs"))?;
    assert!(main.lines().count() <= 10, "ten lines are promised");
    Ok(())
}

/// What EcoMind's network shows, in the smallest of its environments.
fn ecomind_app_outputs() -> Outcome<String> {
    let template = support::synth_out().join("dev/Network.template.json");
    let template: serde_json::Value = serde_json::from_str(&fs::read_to_string(template)?)?;
    Ok(template["Outputs"].to_string())
}
