//! A stack as of some moment.

use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use ecomind_constructs::{synth::StackArtifact, template::Template};
use indexmap::IndexMap;
use serde_json::Value;

/// One stack as of some moment: its template, and what is known around it. Where it comes from
/// decides how much that is: a single file knows its template alone.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StackSnapshot {
    /// Its id in the app.
    pub id: String,
    /// What CloudFormation calls it.
    pub name: String,
    /// The account that it is deployed to, as far as the app says it.
    pub account: Option<String>,
    /// The region that it is deployed to, as far as the app says it.
    pub region: Option<String>,
    /// The template.
    pub template: Template,
    /// The tags of the stack itself.
    pub tags: IndexMap<String, String>,
    /// Whether CloudFormation refuses its deletion; none where nobody says.
    pub termination_protection: Option<bool>,
    /// Where the elements of the template come from, by logical id.
    pub origins: IndexMap<String, Origin>,
}

/// Where an element of a template comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The construct.
    pub path: String,
    /// The line that declares it; none for what is not synthesized now.
    pub location: Option<String>,
}

impl Origin {
    /// The construct at `path`, wherever it is declared.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), location: None }
    }
}

impl StackSnapshot {
    /// A stack of which nothing but its template is known.
    pub fn of_template(id: impl Into<String>, template: Template) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            account: None,
            region: None,
            template,
            tags: IndexMap::new(),
            termination_protection: None,
            origins: IndexMap::new(),
        }
    }

    /// A stack as it is synthesized now.
    pub fn of_artifact(stack: &StackArtifact) -> Result<Self> {
        let template = Template::from_json(&stack.template)
            .with_context(|| format!("can't read the template of `{}`", stack.id))?;
        let origin = |element: &ecomind_constructs::synth::Element| Origin {
            path: element.path.to_string(),
            location: Some(element.location.to_string()),
        };
        Ok(Self {
            id: stack.id.clone(),
            name: stack.name.clone(),
            account: stack.account.clone(),
            region: stack.region.clone(),
            template,
            tags: stack.tags.clone(),
            termination_protection: Some(stack.termination_protection),
            origins: stack
                .elements
                .iter()
                .map(|element| (element.logical_id.clone(), origin(element)))
                .collect(),
        })
    }

    /// A stack as it is deployed, with the text of its template. `artifact` is the same stack in the
    /// app.
    #[cfg(feature = "deploy")]
    pub(crate) fn of_deployed(
        artifact: &StackArtifact,
        text: &str,
        tags: impl IntoIterator<Item = (String, String)>,
        termination_protection: bool,
    ) -> Result<Self> {
        let place = format!("the deployed template of `{}`", artifact.id);
        Ok(Self {
            id: artifact.id.clone(),
            name: artifact.name.clone(),
            account: artifact.account.clone(),
            region: artifact.region.clone(),
            template: parse(text, &place)?,
            tags: tags.into_iter().collect(),
            termination_protection: Some(termination_protection),
            origins: IndexMap::new(),
        })
    }

    /// A stack that is deployed and not in the app any more, with the text of its template.
    #[cfg(feature = "deploy")]
    pub(crate) fn of_gone(id: &str, name: &str, text: &str) -> Result<Self> {
        let template = parse(text, &format!("the deployed template of `{name}`"))?;
        Ok(Self { name: name.to_owned(), ..Self::of_template(id, template) })
    }

    /// A stack as a manifest describes it, with the text of its template.
    pub(super) fn of_manifest(entry: &Value, text: &[u8], place: &str) -> Result<Self> {
        let template = read_template(text, place)?;
        let text = |name: &str| entry[name].as_str().map(str::to_owned);
        let Some(id) = text("id") else {
            bail!("a stack in the manifest beside `{place}` has no id")
        };
        let pairs = |name: &str| {
            let pairs = entry[name].as_object().into_iter().flatten();
            pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
        };
        let origin = |(logical_id, path)| (logical_id, Origin { path, location: None });
        Ok(Self {
            name: text("name").unwrap_or_else(|| id.clone()),
            id,
            account: text("account"),
            region: text("region"),
            template,
            tags: pairs("tags").collect(),
            termination_protection: entry["terminationProtection"].as_bool(),
            origins: pairs("elements").map(origin).collect(),
        })
    }

    /// A stack whose template is the only thing there is. Its id is the name of the file.
    pub(super) fn of_file(path: &Path, text: &[u8]) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let id = super::template_stem(&name).unwrap_or(&name);
        Ok(Self::of_template(id, read_template(text, &path.display().to_string())?))
    }

    /// The construct behind a logical id.
    pub fn path_of(&self, logical_id: &str) -> Option<&str> {
        self.origins
            .get(logical_id)
            .map(|origin| origin.path.as_str())
    }

    /// The line that declares a logical id.
    pub fn location_of(&self, logical_id: &str) -> Option<&str> {
        self.origins.get(logical_id)?.location.as_deref()
    }
}

/// The largest text that is read as a template. CloudFormation takes 1 MB; what is larger by so
/// much is another file.
const LARGEST: usize = 64 << 20;

fn read_template(text: &[u8], place: &str) -> Result<Template> {
    if LARGEST < text.len() {
        bail!("`{place}` has {} MB, and a template has at most 1", text.len() >> 20);
    }
    let text = std::str::from_utf8(text).with_context(|| format!("`{place}` is not text"))?;
    parse(text, &format!("`{place}`"))
}

fn parse(text: &str, place: &str) -> Result<Template> {
    // The error says what the one behind it says.
    Template::from_text(text).map_err(|error| anyhow!("can't read {place}: {error}"))
}
