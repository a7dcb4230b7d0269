//! `synth-out/` is what the app gives, byte for byte, and holds nothing else.

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use ecomind_app::{Account, Environment};
use ecomind_cli::{Environment as _, Exit, Program};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const CORRECTION: &str = "run `cargo run -- synth --all` and `cargo run --bin ecomind-pipeline -- \
    synth --all`, and commit what they write";

#[test]
fn committed_templates_are_current() {
    let (exit, stderr) = synth(&support::synth_out(), &["--check"]);
    assert_eq!(exit, Exit::Success, "{CORRECTION}\n{stderr}");
}

#[test]
fn a_second_run_gives_the_same_bytes() -> Outcome<()> {
    let (first, second) = (tempfile::tempdir()?, tempfile::tempdir()?);
    for folder in [&first, &second] {
        let (exit, stderr) = synth(folder.path(), &[]);
        assert_eq!(exit, Exit::Success, "{stderr}");
    }
    let (first, second) = (files(first.path())?, files(second.path())?);
    assert!(!first.is_empty() && first == second, "two runs differ");
    let committed = files(&support::synth_out())?;
    let differ: Vec<_> = first
        .keys()
        .filter(|file| first.get(*file) != committed.get(*file))
        .collect();
    assert!(differ.is_empty(), "{CORRECTION}: {differ:?} differ");
    Ok(())
}

#[test]
fn every_environment_has_a_folder_and_nothing_else_is_there() -> Outcome<()> {
    let known: BTreeSet<String> = Environment::ALL
        .iter()
        .map(|env| env.name().to_owned())
        .chain(Account::ALL.iter().map(|it| it.name().to_owned()))
        .collect();
    assert_eq!(known.len(), Environment::ALL.len() + Account::ALL.len(), "two have one name");
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(support::synth_out())? {
        there.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    assert_eq!(
        there, known,
        "synth-out/ holds environments and accounts: delete the others, or {CORRECTION}"
    );

    let written = tempfile::tempdir()?;
    synth(written.path(), &[]);
    let written: BTreeSet<_> = files(written.path())?.into_keys().collect();
    let committed: BTreeSet<_> = files(&support::synth_out())?.into_keys().collect();
    let stray: Vec<_> = committed.difference(&written).collect();
    assert!(stray.is_empty(), "nobody writes {stray:?} in synth-out/: delete them");
    Ok(())
}

fn synth(folder: &Path, more: &[&str]) -> (Exit, String) {
    let folder = folder.to_string_lossy();
    let arguments = ["synth", "--all", "--output", &*folder];
    let arguments = || arguments.iter().chain(more).copied();
    let outcome = Program::new("ecomind", "1.2.3").capture(ecomind_app::app, arguments());
    if outcome.exit != Exit::Success {
        return (outcome.exit, outcome.stderr);
    }
    let program = Program::new("ecomind-pipeline", "1.2.3");
    let accounts = program.capture(ecomind_app::pipeline, arguments());
    (accounts.exit, outcome.stderr + &accounts.stderr)
}

/// The content of every file below a folder.
fn files(folder: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
