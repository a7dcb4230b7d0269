//! The Python tools of the tests: a virtual environment with `tests/requirements.txt`.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    paths,
    process::{answer, run},
};

const OLDEST: (u32, u32) = (3, 10);

/// Makes the environment, or does nothing when it holds what the requirements ask for.
pub(super) fn install() -> Result<()> {
    let (python, version) = interpreter()?;
    let requirements = paths::root().join("tests/requirements.txt");
    let pins = fs::read_to_string(&requirements)
        .map_err(|error| Error::file("read", &requirements, error))?;

    let environment = paths::testbed().join("venv");
    let stamp = environment.join("stamp");
    // Its programs know their folder, so that a copy elsewhere is of no use.
    let expected = format!("{version} in {}\n{pins}", environment.display());
    if fs::read_to_string(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }

    eprintln!("installing the Python tools into .testbed/ (once, about a minute)");
    remove(&environment)?;
    run(Command::new(python).args(["-m", "venv"]).arg(&environment)).map_err(|error| {
        Error::new(format!("{error}\n\nhint: Debian and Ubuntu have venv in `python3-venv`"))
    })?;
    run(Command::new(bin(&environment).join("python"))
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(["--require-hashes", "--requirement"])
        .arg(&requirements))?;
    fs::write(&stamp, expected).map_err(|error| Error::file("write", &stamp, error))
}

/// Where the programs of the packages are.
pub(super) fn programs() -> PathBuf {
    bin(&paths::testbed().join("venv"))
}

/// The first Python that is new enough, and what it calls itself.
fn interpreter() -> Result<(&'static str, String)> {
    let mut found = Vec::new();
    for name in ["python3", "python"] {
        let Some(version) = answer(Command::new(name).arg("--version")) else { continue };
        if is_new_enough(&version) {
            return Ok((name, version));
        }
        found.push(format!("`{name}` is {version}"));
    }
    let (major, minor) = OLDEST;
    let found = if found.is_empty() { "found none".to_owned() } else { found.join(", ") };
    Err(Error::new(format!(
        "the tests run cfn-lint, which needs Python {major}.{minor} or newer: {found}"
    )))
}

/// `version` is what `python --version` prints: `Python 3.11.7`.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches("Python ")
        .split('.')
        .map(str::parse);
    let (Some(Ok(major)), Some(Ok(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    OLDEST <= (major, minor)
}

/// Where an environment keeps its programs.
fn bin(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::file("remove", folder, error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_oldest_version_and_newer_ones() {
        for version in ["Python 3.10.0", "Python 3.14.0rc1", "Python 4.0.1"] {
            assert!(is_new_enough(version), "{version}");
        }
    }

    #[test]
    fn rejects_old_versions_and_other_programs() {
        for version in ["Python 3.9.19", "Python 2.7.18", "", "Python", "3.x"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
