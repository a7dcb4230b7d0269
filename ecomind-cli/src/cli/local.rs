//! The simulator of `--local`: CloudFormation in this process, with its state in a folder.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use ecomind_simulator::Simulator;

/// Where the state is, unless it is said.
pub(super) const FOLDER: &str = ".ecomind/local";

/// Starts it with what is in `folder`, which git ignores.
pub(super) fn start(folder: &Path) -> Result<Simulator> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("can't make `{shown}`"))?;
    let ignored = folder.join(".gitignore");
    if !ignored.exists() {
        fs::write(&ignored, "*\n").with_context(|| format!("can't write to `{shown}`"))?;
    }
    let simulator = Simulator::builder().folder(folder.join("state")).start();
    simulator.with_context(|| format!("can't start the simulator in `{shown}`"))
}
