//! `synth-out/` on disk: what it should hold beside what it holds, and writing the difference.
//!
//! A folder per environment holds a template per stack and a manifest of what
//! surrounds them. Files are written all or not at all.
//!
//! What was written before is read from a [`Baseline`]: a commit, a folder or a file.

mod baseline;
mod folder;
mod git;
mod manifest;
mod stack_snapshot;
mod transaction;

pub(crate) use self::folder::{Change, Folder, write};
pub use self::{
    baseline::Baseline,
    stack_snapshot::{Origin, StackSnapshot},
};
use self::{
    manifest::{Entry, Manifest, Recorded, template_stem},
    transaction::Transaction,
};
