//! The templates of an app beside each other, and what their references mean.

use serde_json::Value;

use super::{Resource, Template};

/// How many references may lead to each other: more are a circle.
const LONGEST_CHAIN: usize = 32;

/// The templates of an app, whose references to each other can be followed.
///
/// ```
/// use ecomind_constructs::template::{Meaning, StackTemplate, Stacks, Template};
///
/// let storage = r#"{"Resources": {"Reports": {"Type": "AWS::S3::Bucket"}},
///     "Outputs": {"Name": {"Value": {"Ref": "Reports"}}}}"#;
/// let reader = r#"{"Resources": {"Reader": {"Type": "AWS::S3::BucketPolicy", "Properties":
///     {"Bucket": {"Fn::GetStackOutput": {"StackName": "Storage", "OutputName": "Name"}}}}}}"#;
/// let stack = |id: &str, text| Template::from_json(text).map(|it| StackTemplate::new(id, it));
/// let stacks = Stacks::new([stack("Storage", storage)?, stack("Reader", reader)?]);
///
/// let bucket = stacks.all()[1].template.resource("Reader").unwrap().property("Bucket").unwrap();
/// let Meaning::Resource { stack, logical_id, attribute } = stacks.meaning(1, bucket) else {
///     panic!("the bucket is known");
/// };
/// assert_eq!((stack, logical_id, attribute), (0, "Reports", None));
/// # Ok::<(), ecomind_constructs::template::TemplateError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Stacks {
    all: Vec<StackTemplate>,
}

/// A template and where it is deployed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StackTemplate {
    /// The stack's id in the app.
    pub id: String,
    /// What CloudFormation calls the stack.
    pub name: String,
    /// The account that it is deployed to, where that is known.
    pub account: Option<String>,
    /// The region that it is deployed to, where that is known.
    pub region: Option<String>,
    /// The template.
    pub template: Template,
    /// The construct behind each logical id, as far as it is known.
    pub paths: Vec<(String, String)>,
    /// The names of its tasks that run when somebody asks for them, as far as they are known.
    pub tasks: Vec<String>,
}

/// What a value in a template stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Meaning<'a> {
    /// What is written: text, a number, a list, a map. What is in it may be references again.
    Written {
        /// The index of the stack that it is written in.
        stack: usize,
        /// What is written there.
        value: &'a Value,
    },
    /// A resource: its `Ref`, or an attribute.
    Resource {
        /// The index of the stack that has it.
        stack: usize,
        /// Its logical id.
        logical_id: &'a str,
        /// The attribute, or none for the `Ref`.
        attribute: Option<&'a str>,
    },
    /// Something that is known only at deployment.
    Unknown,
}

impl StackTemplate {
    /// A stack that is called by its id, with nothing known around it.
    pub fn new(id: impl Into<String>, template: Template) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            account: None,
            region: None,
            template,
            paths: Vec::new(),
            tasks: Vec::new(),
        }
    }

    /// The stack in a region.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The construct behind a logical id; without one, the logical id itself below the stack.
    #[must_use]
    pub fn path(&self, logical_id: &str) -> String {
        let known = self.paths.iter().find(|(id, _)| id == logical_id);
        known.map_or_else(|| format!("{}/{logical_id}", self.id), |(_, path)| path.clone())
    }
}

impl Stacks {
    /// These stacks beside each other.
    pub fn new(stacks: impl IntoIterator<Item = StackTemplate>) -> Self {
        Self { all: stacks.into_iter().collect() }
    }

    /// Every stack, in the order in which they were given.
    #[must_use]
    pub fn all(&self) -> &[StackTemplate] {
        &self.all
    }

    /// Every resource, with the index of its stack.
    pub fn resources(&self) -> impl Iterator<Item = (usize, Resource<'_>)> {
        let stacks = self.all.iter().enumerate();
        stacks.flat_map(|(index, stack)| stack.template.resources().map(move |it| (index, it)))
    }

    /// The resource with a logical id, in the stack at an index.
    #[must_use]
    pub fn resource(&self, stack: usize, logical_id: &str) -> Option<Resource<'_>> {
        self.all.get(stack)?.template.resource(logical_id)
    }

    /// What a value in the template of the stack at an index stands for. Parameters stand for
    /// their defaults.
    #[must_use]
    pub fn meaning<'a>(&'a self, stack: usize, value: &'a Value) -> Meaning<'a> {
        self.follow(stack, value, LONGEST_CHAIN)
    }

    /// The resource that a value names, by its `Ref` or any attribute.
    #[must_use]
    pub fn target<'a>(&'a self, stack: usize, value: &'a Value) -> Option<(usize, &'a str)> {
        match self.meaning(stack, value) {
            Meaning::Resource { stack, logical_id, .. } => Some((stack, logical_id)),
            Meaning::Written { .. } | Meaning::Unknown => None,
        }
    }

    fn follow<'a>(&'a self, stack: usize, value: &'a Value, links: usize) -> Meaning<'a> {
        let Some((name, argument)) = function(value) else {
            return Meaning::Written { stack, value };
        };
        let next = match name {
            "Ref" => argument.as_str().map(|id| self.reference(stack, id)),
            "Fn::GetAtt" => self.attribute(stack, argument),
            "Fn::ImportValue" => argument.as_str().and_then(|name| self.import(name)),
            "Fn::GetStackOutput" => self.stack_output(stack, argument),
            "Fn::Select" => self.selected(stack, argument, links),
            _ => None,
        };
        match next {
            Some(Meaning::Written { stack, value }) if 0 < links => {
                self.follow(stack, value, links - 1)
            }
            Some(meaning @ Meaning::Resource { .. }) => meaning,
            _ => Meaning::Unknown,
        }
    }

    fn reference<'a>(&'a self, stack: usize, id: &'a str) -> Meaning<'a> {
        let template = &self.all[stack].template;
        if let Some(Resource { logical_id, .. }) = template.resource(id) {
            return Meaning::Resource { stack, logical_id, attribute: None };
        }
        let parameter = template.section("Parameters").and_then(|all| all.get(id));
        let default = parameter.and_then(|parameter| parameter.get("Default"));
        // A parameter of the type `AWS::SSM::Parameter::Value` has a name as its default.
        let is_plain = parameter
            .and_then(|parameter| parameter.get("Type")?.as_str())
            .is_some_and(|name| !name.starts_with("AWS::SSM::"));
        match default {
            Some(value) if is_plain => Meaning::Written { stack, value },
            _ => Meaning::Unknown,
        }
    }

    fn attribute<'a>(&'a self, stack: usize, argument: &'a Value) -> Option<Meaning<'a>> {
        let (id, attribute) = match argument {
            Value::String(text) => text.split_once('.')?,
            Value::Array(parts) => (parts.first()?.as_str()?, parts.get(1)?.as_str()?),
            _ => return None,
        };
        let logical_id = self.all[stack].template.resource(id)?.logical_id;
        Some(Meaning::Resource { stack, logical_id, attribute: Some(attribute) })
    }

    fn import<'a>(&'a self, name: &str) -> Option<Meaning<'a>> {
        let exported =
            |output: &&Value| output.pointer("/Export/Name").and_then(Value::as_str) == Some(name);
        self.all.iter().enumerate().find_map(|(stack, it)| {
            let mut outputs = it.template.section("Outputs")?.as_object()?.values();
            let value = outputs.find(exported)?.get("Value")?;
            Some(Meaning::Written { stack, value })
        })
    }

    fn stack_output<'a>(&'a self, reader: usize, argument: &'a Value) -> Option<Meaning<'a>> {
        let name = argument.get("StackName")?.as_str()?;
        let output = argument.get("OutputName")?.as_str()?;
        let region = argument.get("Region").and_then(Value::as_str);
        let region = region.or(self.all[reader].region.as_deref());
        let stack = self.all.iter().position(|stack| {
            // Stacks in two regions may share a name.
            let is_there = region.is_none() || stack.region.as_deref() == region;
            stack.name == name && is_there
        })?;
        let value = self.all[stack]
            .template
            .section("Outputs")?
            .get(output)?
            .get("Value")?;
        Some(Meaning::Written { stack, value })
    }

    fn selected<'a>(
        &'a self,
        stack: usize,
        argument: &'a Value,
        links: usize,
    ) -> Option<Meaning<'a>> {
        let index = match argument.get(0)? {
            Value::String(text) => text.parse().ok()?,
            number => usize::try_from(number.as_u64()?).ok()?,
        };
        match self.follow(stack, argument.get(1)?, links.checked_sub(1)?) {
            Meaning::Written { stack, value } => {
                Some(Meaning::Written { stack, value: value.get(index)? })
            }
            Meaning::Resource { .. } | Meaning::Unknown => None,
        }
    }
}

/// The name and the argument of a function such as `{"Ref": "Queue"}`.
fn function(value: &Value) -> Option<(&str, &Value)> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    let (name, argument) = map.iter().next()?;
    (name == "Ref" || name.starts_with("Fn::")).then_some((name.as_str(), argument))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn stacks() -> Stacks {
        let data = json!({
            "Parameters": {
                "Size": {"Type": "String", "Default": "large"},
                "Image": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/image"},
            },
            "Resources": {"Key": {"Type": "AWS::KMS::Key"}},
            "Outputs": {
                "Arn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}, "Export": {"Name": "Data:Arn"}},
                "Circle": {"Value": {"Fn::GetStackOutput":
                    {"StackName": "Data", "OutputName": "Circle"}}},
            },
        });
        let stack = |id, json: Value| {
            StackTemplate::new(id, Template::from_json(&json.to_string()).unwrap())
        };
        Stacks::new([stack("Data", data), stack("Empty", json!({}))])
    }

    #[test]
    fn references_between_stacks_lead_to_the_resource() {
        let stacks = stacks();
        let key = Meaning::Resource { stack: 0, logical_id: "Key", attribute: Some("Arn") };
        let output = json!({"Fn::GetStackOutput": {"StackName": "Data", "OutputName": "Arn"}});
        assert_eq!(stacks.meaning(1, &output), key);
        assert_eq!(stacks.meaning(1, &json!({"Fn::ImportValue": "Data:Arn"})), key);
        assert_eq!(stacks.meaning(0, &json!({"Fn::GetAtt": "Key.Arn"})), key);
        assert_eq!(stacks.target(1, &json!({"Ref": "Key"})), None);
    }

    #[test]
    fn parameters_stand_for_their_defaults_unless_these_are_names() {
        let stacks = stacks();
        let size = json!({"Ref": "Size"});
        let Meaning::Written { value, .. } = stacks.meaning(0, &size) else {
            panic!("the default is known");
        };
        assert_eq!(value, "large");
        assert_eq!(stacks.meaning(0, &json!({"Ref": "Image"})), Meaning::Unknown);
        let second = json!({"Fn::Select": ["1", ["a", {"Ref": "Size"}]]});
        assert!(
            matches!(stacks.meaning(0, &second), Meaning::Written { value, .. } if value == "large")
        );
    }

    #[test]
    fn what_leads_in_a_circle_or_out_of_the_app_is_unknown() {
        let stacks = stacks();
        for output in ["Circle", "None"] {
            let value = json!({"Fn::GetStackOutput": {"StackName": "Data", "OutputName": output}});
            assert_eq!(stacks.meaning(1, &value), Meaning::Unknown);
        }
        assert_eq!(stacks.meaning(0, &json!({"Ref": "AWS::Region"})), Meaning::Unknown);
    }
}
