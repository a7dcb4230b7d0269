//! What several integration tests need.
#![allow(dead_code, reason = "each test is a program of its own and uses a part of this")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The committed templates: `synth-out/<environment>/<stack>.template.json`.
pub(crate) fn synth_out() -> PathBuf {
    root().join("synth-out")
}

/// How snapshots in files are kept: in `tests/snapshots/`, with nothing in their heads that changes
/// with the code around them.
pub(crate) fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings
}

/// The names of the snapshots in `tests/snapshots/`, `<owner>__<name>.snap`, in two parts.
pub(crate) fn snapshot_names() -> io::Result<Vec<(String, String)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root().join("tests/snapshots"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".snap") {
            let (owner, name) = name.split_once("__").unwrap_or((name, ""));
            names.push((owner.to_owned(), name.to_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// The pinned cfn-lint. A test that needs it fails without it, instead of passing unchecked.
pub(crate) fn cfn_lint() -> PathBuf {
    tool("cfn-lint")
}

/// The pinned mdBook, which makes a site of the guides.
pub(crate) fn mdbook() -> PathBuf {
    tool("mdbook")
}

/// The Python of the tests, with the tools of `tests/requirements.txt`.
pub(crate) fn python() -> PathBuf {
    tool("python")
}

/// The pinned judge of manifests.
pub(crate) fn kubernetes_validate() -> PathBuf {
    tool("kubernetes-validate")
}

/// The pinned linter of workflows, beside that of scripts.
pub(crate) fn jactionlint() -> PathBuf {
    tool("jactionlint")
}

/// The pinned `aws` command line.
pub(crate) fn aws() -> PathBuf {
    tool("aws")
}

/// The pinned Node.js.
pub(crate) fn node() -> PathBuf {
    tool("node")
}

/// The AWS CDK's pinned command line: a program for Node.js.
pub(crate) fn cdk() -> PathBuf {
    let folder = root().join(".testbed/npm");
    let path = folder.join("node_modules/aws-cdk/bin/cdk");
    assert!(
        path.exists() && folder.join("stamp").exists(),
        "the CDK is not installed: run `cargo xtask testbed`"
    );
    path
}

/// A Python tool of `tests/requirements.txt`.
fn tool(name: &str) -> PathBuf {
    let (folder, suffix) = if cfg!(windows) { ("Scripts", ".exe") } else { ("bin", "") };
    let environment = root().join(".testbed/venv");
    let path = environment.join(folder).join(format!("{name}{suffix}"));
    assert!(
        path.exists() && environment.join("stamp").exists(),
        "{name} is not installed: run `cargo xtask testbed`"
    );
    path
}
