//! Where things are in the repository.

use std::path::{Path, PathBuf};

/// The repository's root: xtask is a folder of it.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What the checks install for themselves; git ignores it.
pub(crate) fn testbed() -> PathBuf {
    root().join(".testbed")
}
