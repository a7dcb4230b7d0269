//! State in a folder.

use std::{fs, io, path::Path};

use crate::state::World;

const FILE: &str = "state.json";

/// What the folder holds; nothing when there is none yet.
pub(crate) fn read(folder: &Path) -> io::Result<World> {
    match fs::read(folder.join(FILE)) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(World::default()),
        Err(error) => Err(error),
    }
}

/// Replaces the file as a whole, so that whoever is killed leaves the old state or the new one.
pub(crate) fn write(folder: &Path, world: &World) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let new = folder.join("state.json.new");
    fs::write(&new, serde_json::to_vec(world).map_err(io::Error::other)?)?;
    fs::rename(new, folder.join(FILE))
}
