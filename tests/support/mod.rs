//! What several integration tests need.
#![allow(dead_code, reason = "each test is a program of its own and uses a part of this")]

use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The committed templates: `synth-out/<environment>/<stack>.template.json`.
pub(crate) fn synth_out() -> PathBuf {
    root().join("synth-out")
}

/// The pinned cfn-lint. A test that needs it fails without it, instead of passing unchecked.
pub(crate) fn cfn_lint() -> PathBuf {
    tool("cfn-lint")
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
