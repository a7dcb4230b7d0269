//! `synth-out/` on disk: what it should hold beside what it holds, and writing the difference.
//!
//! A folder per environment holds a template per stack and a [manifest](Manifest) of what
//! surrounds them. Files are written all or not at all.

mod folder;
mod manifest;
mod transaction;

pub(crate) use self::folder::{Change, Folder, write};
use self::{
    manifest::{Entry, Manifest, Recorded},
    transaction::Transaction,
};
