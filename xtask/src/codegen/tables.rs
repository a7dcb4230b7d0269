//! The reviewed tables: what no schema tells.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde::{Deserialize, de::DeserializeOwned};

use crate::{Error, Result, paths};

/// `xtask/tables/references.json`: which properties refer to which resources.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct References {
    /// For the reader of the file.
    #[serde(rename = "about")]
    _about: Vec<String>,
    /// Another name of the same identifier.
    pub(crate) synonyms: BTreeMap<String, String>,
    /// The Rust name of an identifier's type, where the rule gives a wrong one.
    pub(crate) names: BTreeMap<String, String>,
    /// Identifiers that no resource type has, such as that of an image.
    pub(crate) external: BTreeSet<String>,
    /// What a handle of the resource gives for one of its identifiers, where it isn't `Ref`.
    pub(crate) provides: BTreeMap<String, String>,
    /// Identifiers that take another one, too: a key id takes the ARN of a key.
    pub(crate) accepts: BTreeMap<String, Vec<String>>,
    /// What the end of a property's name means where the schemas say nothing.
    pub(crate) ends: BTreeMap<String, String>,
    /// Properties (`AWS::X::Y.Property` or `AWS::X::Y#Type.Property`) that are typed.
    pub(crate) allow: BTreeMap<String, String>,
    /// Properties that take any string whatever the schemas say.
    pub(crate) deny: BTreeSet<String>,
}

/// `xtask/tables/features.json`: services that share a feature.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Features {
    #[serde(rename = "about")]
    _about: Vec<String>,
    /// The feature, and the prefixes of the services in it.
    pub(crate) families: BTreeMap<String, Vec<String>>,
}

pub(crate) fn references() -> Result<References> {
    read("references.json")
}

pub(crate) fn features() -> Result<Features> {
    read("features.json")
}

fn read<T: DeserializeOwned>(name: &str) -> Result<T> {
    let path = paths::root().join("xtask/tables").join(name);
    let text = fs::read_to_string(&path).map_err(|error| Error::file("read", &path, error))?;
    serde_json::from_str(&text).map_err(|error| Error::file("parse", &path, error))
}
