//! The templates of an app, and what a value of one of them means in another.

use std::collections::BTreeMap;

use ecomind_constructs::prelude::*;
use serde_json::Value as Json;

/// A resource of the whole app: the id of its stack, and its logical id.
pub(crate) type Id = (String, String);

/// Every template of an app.
#[derive(Debug, Clone)]
pub(crate) struct Templates {
    stacks: Vec<Stack>,
}

#[derive(Debug, Clone)]
struct Stack {
    id: String,
    name: String,
    template: Json,
    paths: BTreeMap<String, String>,
}

impl Templates {
    pub(crate) fn of(app: &App) -> Self {
        let assembly = synthesize(app).expect("the app is fine");
        let stacks = assembly.stacks.into_iter().map(|stack| {
            let path = |element: &ecomind_constructs::synth::Element| {
                (element.logical_id.clone(), element.path.as_str().to_owned())
            };
            Stack {
                template: serde_json::from_str(&stack.template).expect("a template is JSON"),
                paths: stack.elements.iter().map(path).collect(),
                id: stack.id,
                name: stack.name,
            }
        });
        Self { stacks: stacks.collect() }
    }

    /// The part of the template of a stack that holds its resources, to change it.
    pub(crate) fn resources_mut(&mut self, stack: &str) -> &mut serde_json::Map<String, Json> {
        let stack = self.stacks.iter_mut().find(|known| known.id == stack);
        let template = &mut stack.expect("the stack is there").template;
        template["Resources"]
            .as_object_mut()
            .expect("a template has resources")
    }

    /// Every resource: its id, its type and its properties.
    pub(crate) fn resources(&self) -> impl Iterator<Item = (Id, &str, &Json)> {
        self.stacks.iter().flat_map(|stack| {
            let resources = stack.template["Resources"].as_object();
            resources.into_iter().flatten().map(|(id, resource)| {
                let kind = resource["Type"].as_str().expect("a resource has a type");
                ((stack.id.clone(), id.clone()), kind, &resource["Properties"])
            })
        })
    }

    /// Where a resource is in the tree.
    pub(crate) fn path(&self, (stack, id): &Id) -> String {
        let known = self.stacks.iter().find(|known| known.id == *stack);
        let path = known.and_then(|known| known.paths.get(id));
        path.cloned().unwrap_or_else(|| format!("{stack}/{id}"))
    }

    /// The resource that a value of the template of `stack` names, be it in another stack; a text
    /// is what exists outside of the app.
    pub(crate) fn resolve(&self, stack: &str, value: &Json) -> Result<Id, String> {
        if let Some(outside) = value.as_str() {
            return Ok((String::new(), outside.to_owned()));
        }
        let reference = value["Ref"].as_str();
        let attribute = value["Fn::GetAtt"][0].as_str();
        if let Some(id) = reference.or(attribute) {
            return Ok((stack.to_owned(), id.to_owned()));
        }
        let output = &value["Fn::GetStackOutput"];
        let there = self
            .stacks
            .iter()
            .find(|known| output["StackName"] == known.name.as_str())
            .ok_or_else(|| format!("nobody knows what {value} of {stack} is"))?;
        let name = output["OutputName"].as_str().unwrap_or_default();
        self.resolve(&there.id, &there.template["Outputs"][name]["Value"])
    }
}
