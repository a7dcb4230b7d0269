//! Every file in `examples/` runs, and prints what its snapshot says.
//!
//! `INSTA_UPDATE=always cargo test --package ecomind --test examples` accepts what changed, after
//! `cargo build --examples --package ecomind`.

mod support;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const BUILD: &str = "run `cargo build --examples --package ecomind`";

#[test]
fn every_example_prints_what_its_snapshot_says() -> Outcome<()> {
    let examples = examples()?;
    assert!(!examples.is_empty(), "there are no examples");
    for example in examples {
        let program = program(&example)?;
        let output = Command::new(&program)
            .env_remove("RUST_BACKTRACE")
            .output()?;
        let stderr = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "{example}: {}\n{stderr}", output.status);
        assert_eq!(stderr, "", "{example} prints data, and nothing but data");
        let stdout = String::from_utf8(output.stdout)?;
        support::snapshots().bind(|| insta::assert_snapshot!(&*example, stdout));
    }
    Ok(())
}

#[test]
fn every_snapshot_has_an_example() -> Outcome<()> {
    let examples = examples()?;
    for (test, name) in support::snapshot_names()? {
        let is_stale = test == "examples" && !examples.contains(&name);
        assert!(
            !is_stale,
            "there is no example `{name}`: delete tests/snapshots/examples__{name}.snap"
        );
    }
    Ok(())
}

/// Each file in `examples/`; folders there are crates of their own, see `tests/consumer.rs`.
fn examples() -> Outcome<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(support::root().join("examples"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let stem = path.file_stem().ok_or("a file has a name")?;
            names.insert(stem.to_string_lossy().into_owned());
        }
    }
    Ok(names)
}

/// The program of an example, which cargo builds beside this test. Building it here would take
/// the lock that another cargo may hold.
fn program(example: &str) -> Outcome<PathBuf> {
    let own = env::current_exe()?;
    let profile = own
        .ancestors()
        .nth(2)
        .ok_or("target/<profile>/deps/<test>")?;
    let program = profile
        .join("examples")
        .join(format!("{example}{}", env::consts::EXE_SUFFIX));
    if !program.exists() {
        return Err(format!("the example `{example}` is not built: {BUILD}").into());
    }
    if let Some(source) = newer_source(&program)? {
        let source = source.display();
        return Err(format!("{source} is newer than the example `{example}`: {BUILD}").into());
    }
    Ok(program)
}

/// A source that was changed since the program was built. Cargo writes the list of them.
fn newer_source(program: &Path) -> Outcome<Option<PathBuf>> {
    let built = fs::metadata(program)?.modified()?;
    let list = fs::read_to_string(program.with_extension("d"))?;
    let (_, sources) = list
        .split_once(": ")
        .ok_or("cargo writes `program: sources`")?;
    // A space in a path is written with a backslash.
    let sources = sources.replace("\\ ", "\0");
    for source in sources.split_whitespace() {
        let source = PathBuf::from(source.replace('\0', " "));
        if fs::metadata(&source).is_ok_and(|data| data.modified().is_ok_and(|at| built < at)) {
            return Ok(Some(source));
        }
    }
    Ok(None)
}
