//! Values as JSON: the only place where tokens become text.

use indexmap::IndexMap;
use serde::{
    Serialize, Serializer,
    ser::{SerializeMap as _, SerializeSeq as _},
};

use crate::{
    name::NodeId,
    tree::{App, Kind, StackData},
    value::{Expr, Properties, Strength, Token},
};

use super::{
    dependencies::Dependencies,
    inherited_tags::InheritedTags,
    names::Names,
    references::{Export, ExportKey, References},
};

/// What parts the items of a list on their way through an output, which holds only text.
pub(super) const LIST_SEPARATOR: &str = "||";

/// The longest name of an export.
const MAX_EXPORT_NAME: usize = 255;

/// What rendering a stack has to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) app: &'a App,
    pub(super) names: &'a Names,
    pub(super) references: &'a References<'a>,
    pub(super) dependencies: &'a Dependencies,
    pub(super) tags: &'a InheritedTags<'a>,
    pub(super) stack: u32,
}

impl<'a> Context<'a> {
    /// The value as the template of this stack has it.
    pub(super) fn rendered(self, expr: &'a Expr) -> Rendered<'a> {
        Rendered { expr, context: self, strength: self.app.default_strength() }
    }

    pub(super) fn stack_data(self, stack: u32) -> &'a StackData {
        match &self.app.node(stack).kind {
            Kind::Stack(data) => data,
            kind => unreachable!("names holds stacks as stacks, not {kind:?}"),
        }
    }

    fn is_here(self, node: NodeId) -> bool {
        self.names.stack_of(node.index) == Some(self.stack)
    }

    /// The name that a strong reference imports, which is unique in a region of an account.
    pub(super) fn export_name(self, export: &Export) -> String {
        let prefix = format!("{}:", self.stack_data(export.stack).name);
        // The front of the id is cut, as the CDK does: its end has the hash.
        let cut = (export.logical_id.len() + prefix.len()).saturating_sub(MAX_EXPORT_NAME);
        format!("{prefix}{}", &export.logical_id[cut..])
    }

    fn export(self, key: ExportKey<'a>) -> &'a Export {
        let exports: &'a IndexMap<_, _> = &self.references.exports;
        &exports[&key]
    }
}

/// A value on its way into a template.
#[derive(Clone, Copy)]
pub(super) struct Rendered<'a> {
    expr: &'a Expr,
    context: Context<'a>,
    strength: Strength,
}

impl<'a> Rendered<'a> {
    fn with(self, expr: &'a Expr) -> Self {
        Self { expr, ..self }
    }

    fn token<S: Serializer>(self, token: &'a Token, serializer: S) -> Result<S::Ok, S::Error> {
        match token {
            Token::Reference(node) if self.context.is_here(*node) => {
                entry(serializer, "Ref", self.context.names.logical_id(node.index))
            }
            Token::Reference(node) => self.elsewhere(node.index, None, serializer),
            Token::Attribute { node, name, .. } if self.context.is_here(*node) => {
                let id = self.context.names.logical_id(node.index);
                entry(serializer, "Fn::GetAtt", &[id, name])
            }
            Token::Attribute { node, name, .. } => {
                self.elsewhere(node.index, Some(name), serializer)
            }
            Token::LogicalId(node) => {
                serializer.serialize_str(self.context.names.logical_id(node.index))
            }
            Token::Pseudo(name) => entry(serializer, "Ref", name),
            Token::Concat(parts) => match self.template(parts) {
                Some(text) => entry(serializer, "Fn::Sub", &text),
                None => entry(serializer, "Fn::Join", &("", Items { items: parts, of: self })),
            },
            Token::Function(name, argument) => entry(serializer, name, &self.with(argument)),
            Token::Secret(inner) => self.with(inner).serialize(serializer),
            Token::WithStrength(strength, inner) => {
                Self { strength: *strength, ..self.with(inner) }.serialize(serializer)
            }
        }
    }

    /// The parts as one text for `Fn::Sub`, if all of them fit into one.
    fn template(self, parts: &[Expr]) -> Option<String> {
        let mut text = String::new();
        for part in parts {
            match part {
                // A hole that the author means for somebody else, such as IAM.
                Expr::String(literal) => text.push_str(&literal.replace("${", "${!")),
                Expr::Token(token) => match token.as_ref() {
                    Token::Pseudo(name) => text.extend(["${", name, "}"]),
                    Token::LogicalId(node) => {
                        text.push_str(self.context.names.logical_id(node.index));
                    }
                    Token::Reference(node) if self.context.is_here(*node) => {
                        text.extend(["${", self.context.names.logical_id(node.index), "}"]);
                    }
                    Token::Attribute { node, name, .. } if self.context.is_here(*node) => {
                        let id = self.context.names.logical_id(node.index);
                        text.extend(["${", id, ".", name, "}"]);
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
        Some(text)
    }

    /// What another stack of the app offers.
    fn elsewhere<S: Serializer>(
        self,
        node: u32,
        attribute: Option<&'a str>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let is_strong = self.strength == Strength::Strong;
        let export = self.context.export((node, attribute, is_strong));
        let source = Source { export, of: self };
        if export.is_list {
            entry(serializer, "Fn::Split", &(LIST_SEPARATOR, source))
        } else {
            source.serialize(serializer)
        }
    }
}

impl Serialize for Rendered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.expr {
            Expr::Null => serializer.serialize_unit(),
            Expr::Bool(value) => serializer.serialize_bool(*value),
            Expr::Integer(value) => serializer.serialize_i64(*value),
            Expr::Number(value) => serializer.serialize_f64(*value),
            Expr::String(text) => serializer.serialize_str(text),
            Expr::List(items) => Items { items, of: *self }.serialize(serializer),
            Expr::Map(map) => Entries { map, of: *self }.serialize(serializer),
            Expr::Token(token) => self.token(token, serializer),
        }
    }
}

/// A map with a single entry, which is what every intrinsic function looks like.
pub(super) fn entry<S: Serializer, V: Serialize + ?Sized>(
    serializer: S,
    name: &str,
    value: &V,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, value)?;
    map.end()
}

struct Items<'a> {
    items: &'a [Expr],
    of: Rendered<'a>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.items.len()))?;
        for item in self.items {
            sequence.serialize_element(&self.of.with(item))?;
        }
        sequence.end()
    }
}

struct Entries<'a> {
    map: &'a Properties,
    of: Rendered<'a>,
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.map.len()))?;
        for (name, value) in self.map.iter() {
            map.serialize_entry(name, &self.of.with(value))?;
        }
        map.end()
    }
}

/// The text that comes out of another stack.
struct Source<'a> {
    export: &'a Export,
    of: Rendered<'a>,
}

impl Serialize for Source<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let context = self.of.context;
        if self.of.strength == Strength::Strong {
            return entry(serializer, "Fn::ImportValue", &context.export_name(self.export));
        }
        entry(serializer, "Fn::GetStackOutput", &StackOutput { export: self.export, context })
    }
}

struct StackOutput<'a> {
    export: &'a Export,
    context: Context<'a>,
}

impl Serialize for StackOutput<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let producer = self.context.stack_data(self.export.stack);
        let consumer = self.context.stack_data(self.context.stack);
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("StackName", &producer.name)?;
        map.serialize_entry("OutputName", &self.export.logical_id)?;
        if let Some(region) = &producer.region
            && producer.region != consumer.region
        {
            map.serialize_entry("Region", region)?;
        }
        if let Some(role) = &producer.output_role_arn
            && producer.account != consumer.account
        {
            map.serialize_entry("RoleArn", role)?;
        }
        map.end()
    }
}
