//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The repository's root: xtask is a folder of it.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The merged schemas.
pub(crate) fn ir() -> PathBuf {
    root().join("xtask/spec/ir.json.gz")
}

/// The pinned packages.
pub(crate) fn pins() -> PathBuf {
    root().join("xtask/spec/pins.json")
}

/// What the checks install for themselves; git ignores it.
pub(crate) fn testbed() -> PathBuf {
    root().join(".testbed")
}
