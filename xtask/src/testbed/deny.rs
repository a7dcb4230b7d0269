//! `cargo deny`, which checks the dependencies against `deny.toml`.

use std::{fs, process::Command};

use crate::{
    error::{Error, Result},
    paths,
    process::{answer, cargo, run},
};

const VERSION: &str = "0.20.2";

/// The one on the path when it has the pinned version, else our own: the rules of another
/// version may say something else.
pub(super) fn command() -> Result<Command> {
    if is_pinned(&mut cargo(&["deny", "--version"])) {
        return Ok(cargo(&["deny"]));
    }
    let program = paths::testbed().join("bin/cargo-deny");
    if !is_pinned(Command::new(&program).arg("--version")) {
        install()?;
    }
    Ok(Command::new(program))
}

fn is_pinned(command: &mut Command) -> bool {
    answer(command).is_some_and(|version| version == format!("cargo-deny {VERSION}"))
}

/// Builds it without optimization: the release profile takes many times as long,
/// and this program works for a second.
fn install() -> Result<()> {
    eprintln!("installing cargo-deny {VERSION} into .testbed/ (once, about two minutes)");
    let testbed = paths::testbed();
    let target = testbed.join("target");
    run(cargo(&["install", "cargo-deny", "--version", VERSION, "--locked", "--debug", "--force"])
        .arg("--root")
        .arg(&testbed)
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
    fs::remove_dir_all(&target).map_err(|error| Error::file("remove", &target, error))
}
