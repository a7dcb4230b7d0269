//! The AWS CDK and its command line: clients that the simulator is tried with.

use std::{fs, process::Command};

use crate::{
    error::{Error, Result},
    paths,
    process::{answer, run},
};

/// What names the packages, and what pins all of them.
const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// Installs the packages of `tests/cdk_cli/`, or does nothing when they are there.
pub(super) fn install() -> Result<()> {
    let folder = paths::testbed().join("npm");
    let stamp = folder.join("stamp");
    let mut expected = node()?;
    let mut files = Vec::new();
    for name in FILES {
        let path = paths::root().join("tests/cdk_cli").join(name);
        let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
        expected.push_str(&text);
        files.push((name, text));
    }
    if fs::read_to_string(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }

    eprintln!("installing the AWS CDK into .testbed/ (once, about a minute)");
    fs::create_dir_all(&folder).map_err(|error| Error::file("create", &folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Error::file("write", &path, error))?;
    }
    // `ci` removes what an interrupted installation left, and takes exactly what the lock file says.
    run(Command::new("npm")
        .args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&folder))?;
    fs::write(&stamp, expected).map_err(|error| Error::file("write", &stamp, error))
}

/// What Node.js calls itself.
fn node() -> Result<String> {
    answer(Command::new("node").arg("--version")).ok_or_else(|| {
        Error::new("the tests run the AWS CDK, which needs Node.js 20 or newer: found none")
    })
}
