//! What surrounds the templates of one environment.
//!
//! It holds neither source lines nor the version of the library: both change without any change
//! of what is deployed, and would be in the way of whoever reads the pull request.

use std::path::{Component, Path};

use anyhow::{Context, Result, bail};
use ecomind_constructs::synth::StackArtifact;
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap, SerializeStruct},
};
use serde_json::Value;

/// The version of the format.
const VERSION: u64 = 1;

/// The manifest to write.
pub(super) struct Manifest<'a> {
    pub(super) environment: &'a str,
    /// In order of deployment.
    pub(super) stacks: Vec<Entry<'a>>,
    /// What is beside the templates, below the folder.
    pub(super) files: Vec<&'a str>,
}

/// A stack in a manifest.
pub(super) enum Entry<'a> {
    /// As it is synthesized now.
    New(&'a StackArtifact),
    /// As it was when its template was written, for a stack that is left as it is.
    Kept(&'a Value),
}

/// The manifest that is there.
#[derive(Default)]
pub(super) struct Recorded {
    stacks: Vec<Value>,
    files: Vec<String>,
}

/// The name of the file that holds the template of a stack.
pub(super) fn template_name(stack: &str) -> String {
    format!("{stack}{TEMPLATE_SUFFIX}")
}

const TEMPLATE_SUFFIX: &str = ".template.json";

/// The stack whose template a file is by its name, in JSON or YAML.
pub(super) fn template_stem(file: &str) -> Option<&str> {
    let suffixes = [TEMPLATE_SUFFIX, ".template.yaml", ".template.yml"];
    suffixes.iter().find_map(|suffix| file.strip_suffix(suffix))
}

impl Manifest<'_> {
    /// The name of its file.
    pub(super) const FILE: &'static str = "manifest.json";

    /// The file's text.
    pub(super) fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self)
            .expect("keys are strings and there are no numbers but one, so it is JSON");
        text.push('\n');
        text
    }
}

impl Recorded {
    /// Reads a manifest. What is no manifest, such as one with the marks of a merge conflict,
    /// records nothing.
    pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Self> {
        let Ok(mut manifest) = serde_json::from_slice::<Value>(bytes) else {
            return Ok(Self::default());
        };
        if let Some(version) = manifest["version"].as_u64().filter(|&it| VERSION < it) {
            bail!(
                "`{}` has version {version} of the format, and this program knows up to {VERSION}",
                path.display()
            );
        }
        let stacks = match manifest.get_mut("stacks").map(Value::take) {
            Some(Value::Array(stacks)) => stacks,
            _ => Vec::new(),
        };
        let files = match manifest.get_mut("files").map(Value::take) {
            Some(Value::Array(files)) => files,
            _ => Vec::new(),
        };
        let files = files
            .iter()
            .filter_map(|file| file.as_str().map(str::to_owned));
        let recorded = Self { stacks, files: files.collect() };
        recorded
            .check()
            .with_context(|| format!("can't use `{}`", path.display()))?;
        Ok(recorded)
    }

    /// What is recorded of a stack.
    pub(super) fn stack(&self, id: &str) -> Option<&Value> {
        self.stacks.iter().find(|stack| stack["id"] == id)
    }

    /// The id and the template's file of every stack.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&str, &str)> {
        self.stacks
            .iter()
            .filter_map(|stack| Some((stack["id"].as_str()?, stack["template"].as_str()?)))
    }

    /// What was beside the templates.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Files named here may be removed, so they must be templates in this very folder, or files
    /// below it.
    fn check(&self) -> Result<()> {
        for (_, file) in self.templates() {
            let mut components = Path::new(file).components();
            let is_plain =
                matches!(components.next(), Some(Component::Normal(name)) if name == file);
            if !is_plain || components.next().is_some() || !file.ends_with(TEMPLATE_SUFFIX) {
                bail!("a template must be a file in its folder, got {file:?}");
            }
        }
        for file in &self.files {
            let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
            if !file.contains('/') || !Path::new(file).components().all(is_plain) {
                bail!("a file must be below the folder, got {file:?}");
            }
        }
        Ok(())
    }
}

impl Serialize for Manifest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut manifest = serializer.serialize_struct("Manifest", 4)?;
        manifest.serialize_field("version", &VERSION)?;
        manifest.serialize_field("environment", self.environment)?;
        manifest.serialize_field("stacks", &self.stacks)?;
        if !self.files.is_empty() {
            manifest.serialize_field("files", &self.files)?;
        }
        manifest.end()
    }
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stack = match self {
            Self::New(stack) => stack,
            Self::Kept(recorded) => return recorded.serialize(serializer),
        };
        let mut entry = serializer.serialize_map(None)?;
        entry.serialize_entry("id", &stack.id)?;
        entry.serialize_entry("name", &stack.name)?;
        if let Some(account) = &stack.account {
            entry.serialize_entry("account", account)?;
        }
        if let Some(region) = &stack.region {
            entry.serialize_entry("region", region)?;
        }
        entry.serialize_entry("template", &template_name(&stack.id))?;
        entry.serialize_entry("dependsOn", &stack.depends_on)?;
        let tags = stack
            .tags
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()));
        entry.serialize_entry("tags", &Pairs(tags))?;
        entry.serialize_entry("terminationProtection", &stack.termination_protection)?;
        let elements = stack.elements.iter();
        let paths = elements.map(|element| (element.logical_id.as_str(), element.path.as_str()));
        entry.serialize_entry("elements", &Pairs(paths))?;
        entry.end()
    }
}

/// Names and what they stand for, in their order.
struct Pairs<I>(I);

impl<'a, I: Iterator<Item = (&'a str, &'a str)> + Clone> Serialize for Pairs<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(manifest: &str) -> String {
        let error = Recorded::parse(manifest.as_bytes(), Path::new("manifest.json"));
        format!("{:#}", error.err().expect("refused"))
    }

    #[test]
    fn rejects_files_outside_of_the_folder() {
        for file in ["../a.template.json", "/a.template.json", "b/a.template.json", "lib.rs", ".."]
        {
            let manifest = format!(r#"{{"stacks": [{{"id": "A", "template": "{file}"}}]}}"#);
            let error = refusal(&manifest);
            assert!(error.ends_with(&format!("a file in its folder, got {file:?}")), "{error}");
        }
    }

    #[test]
    fn rejects_files_that_are_not_below_the_folder() {
        for file in ["../a/b", "/a/b", "manifest.json", "a/../../b"] {
            let manifest = format!(r#"{{"stacks": [], "files": ["{file}"]}}"#);
            let error = refusal(&manifest);
            assert!(error.ends_with(&format!("must be below the folder, got {file:?}")), "{error}");
        }
    }

    #[test]
    fn rejects_a_later_version() {
        insta::assert_snapshot!(
            refusal(r#"{"version": 2}"#),
            @"`manifest.json` has version 2 of the format, and this program knows up to 1"
        );
    }

    #[test]
    fn what_is_no_manifest_records_nothing() {
        for text in ["", "<<<<<<< HEAD", "[]", r#"{"stacks": 1}"#] {
            let recorded = Recorded::parse(text.as_bytes(), Path::new("manifest.json")).unwrap();
            assert_eq!(recorded.templates().count(), 0);
        }
    }
}
