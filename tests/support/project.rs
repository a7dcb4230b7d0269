//! Crates outside of the workspace, as another team has them.
#![allow(dead_code, reason = "each test is a program of its own and uses a part of this")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::support;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A crate in a temporary folder, with the manifest of `examples/team` under its own name.
pub(crate) struct Project {
    folder: TempDir,
    name: &'static str,
}

impl Project {
    /// The name must be unique among the tests: it is that of the program, too.
    pub(crate) fn new(name: &'static str) -> Outcome<Self> {
        let root = support::root();
        let project = Self { folder: tempfile::tempdir()?, name };
        let manifest = fs::read_to_string(root.join("examples/team/Cargo.toml"))?;
        // Forward slashes need no escape in TOML, and cargo takes them on every system.
        let above = root.to_string_lossy().replace('\\', "/");
        let manifest = manifest
            .replace("\"greetings\"", &format!("{name:?}"))
            // None of them deploys, and the AWS SDK takes minutes to build.
            .replace("ecomind-cli\" }", "ecomind-cli\", default-features = false }")
            .replace("\"../../", &format!("\"{above}/"));
        project.write("Cargo.toml", &manifest)?;
        // The same versions as here, so that nothing has to be downloaded.
        fs::copy(root.join("Cargo.lock"), project.path().join("Cargo.lock"))?;
        Ok(project)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> Outcome<()> {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().ok_or("a file is in a folder")?)?;
        Ok(fs::write(path, text)?)
    }

    /// Builds the program, and gives its path.
    pub(crate) fn build(&self) -> Outcome<PathBuf> {
        let output = self.cargo(&["build"])?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{}` must build: {stderr}", self.name);
        let program = format!("debug/{}{}", self.name, std::env::consts::EXE_SUFFIX);
        Ok(target().join(program))
    }

    /// Runs cargo for this crate, without a network.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Outcome<Output> {
        // What an earlier folder of this name left behind would pile up.
        self.command(&["clean", "--package", self.name]).output()?;
        Ok(self.command(arguments).output()?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command
            .current_dir(self.path())
            .args(arguments)
            .args(["--offline", "--quiet", "--target-dir"])
            .arg(target())
            // Nobody debugs these programs, and each is built once.
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0");
        command
    }
}

/// Shared by all projects and kept, so that the library is built once for all of them.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("projects")
}
