//! The generated files, in memory first.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{GENERATED, features};
use crate::{Error, Result};

/// What shall be on disk, by path below a folder.
#[derive(Debug)]
pub(crate) struct Files {
    folder: PathBuf,
    contents: BTreeMap<PathBuf, Vec<u8>>,
}

impl Files {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, contents: BTreeMap::new() }
    }

    pub(crate) fn add(&mut self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) {
        self.contents.insert(path.into(), content.into());
    }

    /// Adds the manifest with its list of features replaced.
    pub(crate) fn add_manifest(&mut self, block: &str) -> Result<()> {
        let path = self.folder.join("Cargo.toml");
        let old = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
        let new = features::replace_block(&old, block)
            .ok_or_else(|| Error::file("find the services in", &path, "a marker is missing"))?;
        self.add("Cargo.toml", new);
        Ok(())
    }

    /// Writes what differs, and deletes what is generated no longer.
    pub(crate) fn write(&self) -> Result<()> {
        for path in self.left_over()? {
            fs::remove_file(&path).map_err(|error| Error::file("delete", &path, error))?;
        }
        let stale = self.stale();
        for path in &stale {
            let target = self.folder.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent).map_err(|error| Error::file("create", parent, error))?;
            }
            fs::write(&target, &self.contents[*path])
                .map_err(|error| Error::file("write", &target, error))?;
        }
        println!("{} of {} files changed", stale.len(), self.contents.len());
        Ok(())
    }

    /// Fails with the names of the files that [`Files::write`] would change.
    pub(crate) fn check(&self) -> Result<()> {
        let mut names: Vec<String> = self
            .stale()
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        names.extend(
            self.left_over()?
                .iter()
                .map(|path| path.display().to_string()),
        );
        if names.is_empty() {
            println!("{} generated files are current", self.contents.len());
            return Ok(());
        }
        let names = names.join("\n  ");
        Err(Error::new(format!("stale, run `cargo xtask codegen`:\n  {names}")))
    }

    fn stale(&self) -> Vec<&PathBuf> {
        let is_stale = |(path, content): &(&PathBuf, &Vec<u8>)| {
            fs::read(self.folder.join(path)).ok().as_ref() != Some(content)
        };
        self.contents
            .iter()
            .filter(is_stale)
            .map(|(path, _)| path)
            .collect()
    }

    /// Generated files on disk that belong to no service any more.
    fn left_over(&self) -> Result<Vec<PathBuf>> {
        let folder = self.folder.join("src/cfn");
        let Ok(entries) = fs::read_dir(&folder) else { return Ok(Vec::new()) };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry
                .map_err(|error| Error::file("list", &folder, error))?
                .path();
            if path.is_file() && !self.contains(&path) && is_generated(&path) {
                paths.push(path);
            }
        }
        Ok(paths)
    }

    fn contains(&self, path: &Path) -> bool {
        path.strip_prefix(&self.folder)
            .is_ok_and(|path| self.contents.contains_key(path))
    }
}

fn is_generated(path: &Path) -> bool {
    fs::read(path).is_ok_and(|content| content.starts_with(GENERATED.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_and_left_over_files_are_named() {
        let folder = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        let cfn = folder.join("src/cfn");
        fs::create_dir_all(&cfn).unwrap();
        fs::write(cfn.join("old.rs"), GENERATED).unwrap();
        fs::write(cfn.join("mod.rs"), "//! By hand.").unwrap();

        let mut files = Files::new(folder.clone());
        files.add("src/cfn/new.rs", GENERATED);
        let error = files.check().unwrap_err().to_string();
        assert!(error.contains("src/cfn/new.rs") && error.contains("old.rs"), "{error}");
        assert!(!error.contains("mod.rs"), "{error}");

        files.write().unwrap();
        assert!(files.check().is_ok());
        assert!(!cfn.join("old.rs").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
