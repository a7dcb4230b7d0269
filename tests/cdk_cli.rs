//! The AWS CDK's own command line deploys a small app against the simulator, and notices nothing.

mod support;

use std::{fs, path::Path, process::Command};

use ecomind_simulator::{Pace, Simulator};
use serde_json::Value;

/// Runs `cdk` with the app of `tests/cdk_cli/`; returns what it printed.
fn cdk(simulator: &Simulator, folder: &Path, arguments: &[&str]) -> Result<String, String> {
    let node = support::node();
    // The CDK starts the app through a shell, which finds the pinned Node.js first.
    let others = std::env::var_os("PATH").unwrap_or_default();
    let programs = node.parent().map(Path::to_owned).into_iter();
    let path = std::env::join_paths(programs.chain(std::env::split_paths(&others)))
        .map_err(|error| error.to_string())?;
    let app = format!("node \"{}\"", support::root().join("tests/cdk_cli/app.js").display());
    let output = Command::new(node)
        .env("PATH", path)
        .arg(support::cdk())
        .args(arguments)
        .args(["--app", &app, "--no-notices", "--output"])
        .arg(folder.join("cdk.out"))
        .current_dir(folder)
        .env("NODE_PATH", support::root().join(".testbed/npm/node_modules"))
        .env("AWS_ENDPOINT_URL", simulator.endpoint_url())
        .env("AWS_ACCESS_KEY_ID", "111122223333")
        .env("AWS_SECRET_ACCESS_KEY", "secret")
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("CDK_DISABLE_VERSION_CHECK", "1")
        .env("CDK_DISABLE_CLI_TELEMETRY", "true")
        .env("CI", "true")
        .output()
        .map_err(|error| error.to_string())?;
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    if output.status.success() { Ok(text.concat()) } else { Err(text.concat()) }
}

#[test]
fn an_app_is_bootstrapped_deployed_and_destroyed() {
    let simulator = Simulator::builder()
        .wall_clock()
        .pace(Pace::Looks(0))
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        cdk(&simulator, folder.path(), arguments).unwrap_or_else(|error| panic!("{error}"))
    };
    run(&["bootstrap", "aws://111122223333/eu-west-1"]);
    run(&["deploy", "--require-approval", "never", "--outputs-file", "outputs.json"]);
    let outputs = fs::read_to_string(folder.path().join("outputs.json")).unwrap();
    let outputs: Value = serde_json::from_str(&outputs).unwrap();
    let url = outputs["Jobs"]["QueueUrl"].as_str().unwrap();
    assert!(
        url.starts_with("https://sqs.eu-west-1.amazonaws.com/111122223333/Jobs-Queue"),
        "{url}"
    );

    // A second time there is nothing to do, and the command line sees it.
    assert!(run(&["deploy", "--require-approval", "never"]).contains("(no changes)"));
    run(&["destroy", "--force"]);
    let refused = simulator.calls().into_iter().filter(|call| {
        call.error
            .as_deref()
            .is_some_and(|code| code != "ValidationError")
    });
    assert_eq!(refused.collect::<Vec<_>>(), []);
}
