//! Corrections of schemas: small files that must apply.
//!
//! A patch names what it expects to find. When a later schema says something else, the patch
//! fails, so that nobody keeps a correction which AWS has made unnecessary.

use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

use crate::{
    Error, Result,
    ir::{Ir, ResourceType},
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    #[serde(rename = "type")]
    type_name: String,
    /// For the reader of the file.
    #[serde(rename = "why")]
    _why: String,
    changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// A JSON pointer into the resource type.
    at: String,
    /// What must be there; `null` when nothing may be there.
    from: Value,
    to: Value,
}

/// Applies every patch of `folder`.
pub(crate) fn apply_all(ir: &mut Ir, folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| Error::file("list", folder, error))?;
    let mut paths = entries
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Error::file("list", folder, error))?;
    paths.sort();
    for path in paths
        .iter()
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
    {
        let text = fs::read_to_string(path).map_err(|error| Error::file("read", path, error))?;
        let patch =
            serde_json::from_str(&text).map_err(|error| Error::file("parse", path, error))?;
        apply(ir, &patch).map_err(|reason| Error::file("apply", path, reason))?;
    }
    Ok(())
}

fn apply(ir: &mut Ir, patch: &Patch) -> Result<(), String> {
    let name = &patch.type_name;
    let resource = ir
        .resources
        .get_mut(name)
        .ok_or_else(|| format!("there is no {name}"))?;
    let mut value = serde_json::to_value(&*resource).map_err(|error| error.to_string())?;
    for change in &patch.changes {
        replace(&mut value, change)?;
    }
    *resource = serde_json::from_value::<ResourceType>(value).map_err(|error| error.to_string())?;
    Ok(())
}

fn replace(value: &mut Value, Change { at, from, to }: &Change) -> Result<(), String> {
    let found = value.pointer(at).unwrap_or(&Value::Null);
    if found != from {
        return Err(format!("expected {from} at {at}, found {found}: is it still needed?"));
    }
    let (parent, name) = at
        .rsplit_once('/')
        .ok_or_else(|| format!("{at} is no pointer"))?;
    let parent = value.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.ok_or_else(|| format!("there is nothing that could hold {at}"))?;
    parent.insert(name.to_owned(), to.clone());
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn change(from: Value, to: Value) -> Change {
        Change { at: "/shape/maximum".to_owned(), from, to }
    }

    #[test]
    fn a_patch_replaces_what_it_expects() {
        let mut value = json!({"shape": {}});
        replace(&mut value, &change(Value::Null, json!(35.0))).unwrap();
        assert_eq!(value, json!({"shape": {"maximum": 35.0}}));
    }

    #[test]
    fn rejects_a_patch_that_finds_something_else() {
        let mut value = json!({"shape": {"maximum": 40.0}});
        let error = replace(&mut value, &change(Value::Null, json!(35.0))).unwrap_err();
        assert_eq!(error, "expected null at /shape/maximum, found 40.0: is it still needed?");
    }
}
