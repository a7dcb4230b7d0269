//! What a template refers to: parameters, resources and their attributes.

use serde_json::Value;

use crate::schema::Shape;

use super::{
    Check,
    checker::{Checker, Place},
    closest, did_you_mean,
    formats::yields_other_format,
    literals::shown,
    names::{Declared, yields_of_parameter},
    suggestion::allowed,
    yields::Yields,
};

const PSEUDO: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

impl<'a> Checker<'a> {
    pub(super) fn reference(&mut self, argument: &'a Value, wanted: Option<&Shape>) -> Yields {
        let Some(name) = argument.as_str() else {
            let message = format!("must be a name, got {}", shown(argument));
            self.find(Check::Function, message);
            return Yields::Anything;
        };
        self.named(name, wanted)
    }

    /// What a name in `Ref` or `Fn::Sub` stands for.
    pub(super) fn named(&mut self, name: &'a str, wanted: Option<&Shape>) -> Yields {
        match name {
            "AWS::NoValue" => return Yields::Nothing,
            "AWS::NotificationARNs" => return Yields::List,
            pseudo if PSEUDO.contains(&pseudo) => return Yields::Text,
            _ => {}
        }
        // The names of loops are put together from variables.
        if self.variables.contains(&name) || (name.contains("${") && !self.variables.is_empty()) {
            return Yields::Text;
        }
        if let Some(parameter) = self.names.parameters.get(name).copied() {
            self.used.insert(name);
            let type_name = parameter
                .get("Type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if let Some(shape) = wanted {
                self.parameter_values(name, parameter, type_name, shape);
            }
            return yields_of_parameter(type_name);
        }
        if let Some(resource) = self.names.resources.get(name).copied() {
            self.refer(resource);
            if let Some(format) = wanted.and_then(|shape| shape.format)
                && let Some(reason) = yields_other_format(format, resource.type_name, None)
            {
                self.find(Check::Format, reason);
            } else if resource.type_name == "AWS::IAM::Role"
                && self
                    .property_name()
                    .is_some_and(|name| name.ends_with("Arn"))
                && wanted.is_some()
            {
                let hint = format!("write `Fn::GetAtt` of `{name}` and `Arn`");
                let message = "must be an ARN, and `Ref` of a role gives its name";
                self.find_with(Check::Format, message, Some(hint));
            }
            return Yields::Text;
        }
        if !self.names.is_open() {
            let names = self
                .names
                .resources
                .keys()
                .chain(self.names.parameters.keys());
            let hint = closest(name, names.copied().chain(PSEUDO))
                .map(|name| format!("did you mean `{name}`?"));
            let message = format!("names no resource or parameter, got `{name}`");
            self.find_with(Check::Reference, message, hint);
        }
        Yields::Anything
    }

    pub(super) fn refer(&mut self, resource: Declared<'a>) {
        match self.place {
            Place::Condition | Place::Rule => self.find(
                Check::Reference,
                "can't refer to a resource: conditions and rules are decided before there are any",
            ),
            _ => self.wait_for(resource.index),
        }
    }

    pub(super) fn get_att(&mut self, argument: &'a Value, wanted: Option<&Shape>) -> Yields {
        let (resource, attribute) = match argument {
            Value::String(text) => text.split_once('.').unwrap_or((text, "")),
            Value::Array(items) => match items.as_slice() {
                [Value::String(resource), Value::String(attribute)] => (&**resource, &**attribute),
                [Value::String(resource), attribute] if attribute.is_object() => {
                    self.within(1, |it| it.text(attribute));
                    if let Some(resource) = self.names.resources.get(&**resource).copied() {
                        self.refer(resource);
                    }
                    return Yields::Anything;
                }
                _ => ("", ""),
            },
            _ => ("", ""),
        };
        if resource.is_empty() || attribute.is_empty() {
            let message = "must be a logical id and an attribute";
            self.find(Check::Function, format!("{message}, got {}", shown(argument)));
            return Yields::Anything;
        }
        self.attribute(resource, attribute, wanted)
    }

    /// What an attribute gives.
    pub(super) fn attribute(
        &mut self,
        name: &'a str,
        attribute: &'a str,
        wanted: Option<&Shape>,
    ) -> Yields {
        let Some(resource) = self.names.resources.get(name).copied() else {
            let is_looped = name.contains("${") || self.variables.contains(&name);
            if !self.names.is_open() && !is_looped {
                let hint = did_you_mean(name, self.names.resources.keys().copied());
                self.find_with(Check::Reference, format!("names no resource, got `{name}`"), hint);
            }
            return Yields::Anything;
        };
        self.refer(resource);
        let Some(schema) = resource.schema else { return Yields::Anything };
        let is_free = match schema.name() {
            "AWS::CloudFormation::CustomResource" => true,
            "AWS::CloudFormation::Stack"
            | "AWS::ServiceCatalog::CloudFormationProvisionedProduct" => {
                attribute.starts_with("Outputs.")
            }
            _ => attribute.contains("${"),
        };
        if is_free {
            return Yields::Anything;
        }
        let Some(shape) = schema.attribute(attribute) else {
            let known = schema.attributes().map(|(name, _)| name);
            let known: Vec<_> = known.collect();
            let hint = match closest(attribute, known.iter().copied()) {
                Some(name) => Some(format!("did you mean `{name}`?")),
                None => allowed(known),
            };
            let message = format!(
                "names no attribute of `{name}`, which is {}, got `{attribute}`",
                schema.name()
            );
            self.find_with(Check::Attribute, message, hint);
            return Yields::Anything;
        };
        if let Some(format) = wanted.and_then(|shape| shape.format)
            && let Some(reason) =
                yields_other_format(format, resource.type_name, Some((attribute, shape.format)))
        {
            self.find(Check::Format, reason);
        }
        Yields::of(&shape.kind)
    }
}
