//! The merged schemas on disk: JSON, gzipped.

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    path::Path,
};

use flate2::{Compression, GzBuilder, read::GzDecoder};

use super::Ir;
use crate::{Error, Result};

/// Reads what [`write()`] wrote.
pub(crate) fn read(path: &Path) -> Result<Ir> {
    let file = File::open(path).map_err(|error| Error::file("read", path, error))?;
    let mut text = String::new();
    GzDecoder::new(file)
        .read_to_string(&mut text)
        .map_err(|error| Error::file("unpack", path, error))?;
    serde_json::from_str(&text).map_err(|error| Error::file("parse", path, error))
}

/// Writes the same bytes for the same data: the archive has no time and no name in it.
pub(crate) fn write(path: &Path, ir: &Ir) -> Result<()> {
    let text = serde_json::to_vec(ir).map_err(|error| Error::file("serialize", path, error))?;
    let mut encoder = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    encoder
        .write_all(&text)
        .map_err(|error| Error::file("pack", path, error))?;
    let packed = encoder
        .finish()
        .map_err(|error| Error::file("pack", path, error))?;
    fs::write(path, packed).map_err(|error| Error::file("write", path, error))
}
