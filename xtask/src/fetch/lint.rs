//! The registry schemas that cfn-lint carries.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use serde_json::Value;

use crate::{Error, Result};

/// All schemas, and where their types exist.
#[derive(Debug)]
pub(crate) struct Schemas {
    pub(crate) types: BTreeMap<String, Value>,
    /// The types that exist in each region.
    pub(crate) regions: BTreeMap<String, BTreeSet<String>>,
}

impl Schemas {
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut types = BTreeMap::new();
        for schema in json_files(&folder.join("resources"))?.into_values() {
            if let Some(name) = schema["typeName"].as_str().filter(|name| is_public(name)) {
                types.insert(name.to_owned(), schema);
            }
        }
        let mut regions = BTreeMap::new();
        for (region, listed) in json_files(&folder.join("providers"))? {
            let listed = listed.as_object().map(|it| it.keys().cloned().collect());
            regions.insert(region, listed.unwrap_or_default());
        }
        Ok(Self { types, regions: without_copies(regions) })
    }
}

/// Leaves out the names that are for tests and for Amazon itself.
fn is_public(name: &str) -> bool {
    name.starts_with("AWS::") || name.starts_with("Alexa::")
}

/// Some regions (ISO, the sovereign cloud) are listed with the very types of us-east-1,
/// because nothing is known about them; `sam` is no region.
fn without_copies(
    regions: BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, BTreeSet<String>> {
    let first = regions.get("us-east-1").cloned().unwrap_or_default();
    regions
        .into_iter()
        .filter(|(region, types)| {
            region == "us-east-1" || (region.contains('-') && *types != first)
        })
        .collect()
}

fn json_files(folder: &Path) -> Result<BTreeMap<String, Value>> {
    let mut files = BTreeMap::new();
    let entries = fs::read_dir(folder).map_err(|error| Error::file("list", folder, error))?;
    for entry in entries {
        let path = entry
            .map_err(|error| Error::file("list", folder, error))?
            .path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
        let value =
            serde_json::from_str(&text).map_err(|error| Error::file("parse", &path, error))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        files.insert(stem.into_owned(), value);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_that_only_repeat_the_first_are_unknown() {
        let types = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let regions = BTreeMap::from([
            ("us-east-1".to_owned(), types(&["A", "B"])),
            ("us-iso-east-1".to_owned(), types(&["A", "B"])),
            ("eu-west-1".to_owned(), types(&["A"])),
            ("sam".to_owned(), types(&["S"])),
        ]);
        let known: Vec<String> = without_copies(regions).into_keys().collect();
        assert_eq!(known, ["eu-west-1", "us-east-1"]);
    }
}
