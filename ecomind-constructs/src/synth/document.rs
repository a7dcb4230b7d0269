//! The template of a stack, section by section.

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use crate::{
    tree::{Kind, OutputData, ParameterData, RuleData},
    value::Properties,
};

use super::{
    references::Export,
    render::{Context, LIST_SEPARATOR, entry},
    resource_entry::{LoopEntry, ResourceEntry, loop_name},
};

/// The macro that stands behind `Fn::ForEach`, `Fn::Length` and `Fn::ToJsonString`.
const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";

/// About how many sections a template has: a hint for whoever makes room for them.
const USUAL_SECTIONS: usize = 4;

/// A whole template.
pub(super) struct Document<'a>(pub(super) Context<'a>);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = self.0;
        let stack = context.stack_data(context.stack);
        let mut map = serializer.serialize_map(Some(USUAL_SECTIONS))?;
        map.serialize_entry("AWSTemplateFormatVersion", "2010-09-09")?;
        if let Some(description) = &stack.description {
            map.serialize_entry("Description", description)?;
        }
        if !stack.metadata.is_empty() {
            map.serialize_entry("Metadata", &Map(context, &stack.metadata))?;
        }
        match self.transforms().as_slice() {
            [] => {}
            [transform] => map.serialize_entry("Transform", transform)?,
            transforms => map.serialize_entry("Transform", transforms)?,
        }
        for section in Section::ALL {
            let count = section.count(context);
            if count != 0 {
                map.serialize_entry(section.name(), &Filled { context, section, count })?;
            }
        }
        for (name, section) in &stack.sections {
            map.serialize_entry(name.as_ref(), &context.rendered(section))?;
        }
        map.end()
    }
}

impl Document<'_> {
    fn transforms(&self) -> Vec<&str> {
        let own = &self.0.stack_data(self.0.stack).transforms;
        let uses = self.0.references.uses.get(&self.0.stack);
        let is_missing = !own.iter().any(|name| name == LANGUAGE_EXTENSIONS);
        let extensions = uses
            .is_some_and(|uses| uses.language_extensions && is_missing)
            .then_some(LANGUAGE_EXTENSIONS);
        // It comes first: AWS::Serverless must not see functions that it does not know.
        extensions
            .into_iter()
            .chain(own.iter().map(String::as_str))
            .collect()
    }
}

/// The sections that hold elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Parameters,
    Rules,
    Mappings,
    Conditions,
    Resources,
    Outputs,
}

impl Section {
    /// In the order of a template.
    const ALL: [Self; 6] = [
        Self::Parameters,
        Self::Rules,
        Self::Mappings,
        Self::Conditions,
        Self::Resources,
        Self::Outputs,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Parameters => "Parameters",
            Self::Rules => "Rules",
            Self::Mappings => "Mappings",
            Self::Conditions => "Conditions",
            Self::Resources => "Resources",
            Self::Outputs => "Outputs",
        }
    }

    fn holds(self, kind: &Kind) -> bool {
        match kind {
            Kind::App | Kind::Stack(_) | Kind::Construct => false,
            Kind::Resource(_) => self == Self::Resources,
            Kind::Parameter(_) => self == Self::Parameters,
            Kind::Mapping(_) => self == Self::Mappings,
            Kind::Condition(_) => self == Self::Conditions,
            Kind::Rule(_) => self == Self::Rules,
            Kind::Output(_) => self == Self::Outputs,
        }
    }

    /// How many elements the template has in this section.
    pub(super) fn count(self, context: Context<'_>) -> usize {
        let elements = context.names.elements(context.stack);
        let own = elements
            .iter()
            .filter(|&&at| self.holds(&context.app.node(at).kind))
            .count();
        own + if self == Self::Outputs { exports(context).count() } else { 0 }
    }
}

/// What other stacks read of this one.
fn exports(context: Context<'_>) -> impl Iterator<Item = (ExportSource<'_>, &Export)> {
    let exports = context.references.exports.iter();
    exports
        .filter(move |(_, export)| export.stack == context.stack)
        .map(move |(&(node, attribute, is_strong), export)| {
            (ExportSource { context, node, attribute, is_strong }, export)
        })
}

struct Filled<'a> {
    context: Context<'a>,
    section: Section,
    /// How many entries it has.
    count: usize,
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { context, section, count } = *self;
        let mut map = serializer.serialize_map(Some(count))?;
        for &at in context.names.elements(context.stack) {
            let kind = &context.app.node(at).kind;
            if !section.holds(kind) {
                continue;
            }
            let id = context.names.logical_id(at);
            match kind {
                Kind::App | Kind::Stack(_) | Kind::Construct => {}
                Kind::Resource(data) => match &data.options().for_each {
                    None => map.serialize_entry(id, &ResourceEntry { context, at, data })?,
                    Some(each) => {
                        let body = ResourceEntry { context, at, data };
                        map.serialize_entry(&loop_name(id), &LoopEntry { each, body })?;
                    }
                },
                Kind::Parameter(data) => map.serialize_entry(id, &Parameter(context, data))?,
                Kind::Mapping(data) => map.serialize_entry(id, &Map(context, &data.entries))?,
                Kind::Condition(data) => {
                    map.serialize_entry(id, &context.rendered(&data.expression))?;
                }
                Kind::Rule(data) => map.serialize_entry(id, &Rule(context, data))?,
                Kind::Output(data) => map.serialize_entry(id, &Output(context, data))?,
            }
        }
        if section == Section::Outputs {
            for (source, export) in exports(context) {
                map.serialize_entry(&export.logical_id, &ExportEntry(source, export))?;
            }
        }
        map.end()
    }
}

/// Properties as they stand.
pub(super) struct Map<'a>(pub(super) Context<'a>, pub(super) &'a Properties);

impl Serialize for Map<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.1.len()))?;
        for (name, value) in self.1.iter() {
            map.serialize_entry(name, &self.0.rendered(value))?;
        }
        map.end()
    }
}

struct Parameter<'a>(Context<'a>, &'a ParameterData);

impl Serialize for Parameter<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Map(self.0, &self.1.properties).serialize(serializer)
    }
}

struct Rule<'a>(Context<'a>, &'a RuleData);

impl Serialize for Rule<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        if let Some(condition) = &self.1.condition {
            map.serialize_entry("RuleCondition", &self.0.rendered(condition))?;
        }
        let assertions: Vec<_> = self
            .1
            .assertions
            .iter()
            .map(|each| self.0.rendered(each))
            .collect();
        map.serialize_entry("Assertions", &assertions)?;
        map.end()
    }
}

struct Output<'a>(Context<'a>, &'a OutputData);

impl Serialize for Output<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(context, data) = *self;
        let mut map = serializer.serialize_map(Some(2))?;
        if let Some(description) = &data.description {
            map.serialize_entry("Description", description)?;
        }
        if let Some(condition) = data.condition {
            map.serialize_entry("Condition", context.names.logical_id(condition.index))?;
        }
        map.serialize_entry("Value", &context.rendered(&data.value))?;
        if let Some(name) = &data.export_name {
            map.serialize_entry("Export", &Named(context.rendered(name)))?;
        }
        map.end()
    }
}

/// An output that another stack of the app reads.
struct ExportEntry<'a>(ExportSource<'a>, &'a Export);

impl Serialize for ExportEntry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(source, export) = self;
        let mut map = serializer.serialize_map(Some(2))?;
        if export.is_list {
            map.serialize_entry("Value", &Joined(source))?;
        } else {
            map.serialize_entry("Value", source)?;
        }
        if source.is_strong {
            map.serialize_entry("Export", &Named(source.context.export_name(export)))?;
        }
        map.end()
    }
}

struct Named<V>(V);

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entry(serializer, "Name", &self.0)
    }
}

struct Joined<'a>(&'a ExportSource<'a>);

impl Serialize for Joined<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        entry(serializer, "Fn::Join", &(LIST_SEPARATOR, self.0))
    }
}

struct ExportSource<'a> {
    context: Context<'a>,
    node: u32,
    attribute: Option<&'a str>,
    is_strong: bool,
}

impl Serialize for ExportSource<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = self.context.names.logical_id(self.node);
        match self.attribute {
            None => entry(serializer, "Ref", id),
            Some(name) => entry(serializer, "Fn::GetAtt", &[id, name]),
        }
    }
}
