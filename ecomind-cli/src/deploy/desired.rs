//! What a stack should be.

use std::collections::BTreeMap;

use ecomind_constructs::{
    schema,
    synth::{Element, StackArtifact},
    template::{Reference, visit_references},
};
use indexmap::IndexMap;
use serde_json::Value;

use crate::cloudformation::{Place, ResourceImport, Stack};

use super::{Problem, Result, Secrets, Settings, capabilities::capabilities, stack_policy};

/// What a stack should be.
#[derive(Debug)]
pub(crate) struct Desired<'a> {
    pub(crate) artifact: &'a StackArtifact,
    pub(crate) template: Value,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) capabilities: Vec<&'static str>,
    /// The parameters that the template declares.
    declared: BTreeMap<String, Declared>,
    /// The values that were given.
    given: BTreeMap<String, String>,
    elements: IndexMap<&'a str, &'a Element>,
    /// Resources that exist and join the stack. With any, nothing else changes.
    pub(crate) imports: Vec<ResourceImport>,
}

#[derive(Debug)]
struct Declared {
    has_default: bool,
    is_secret: bool,
}

impl<'a> Desired<'a> {
    /// What `artifact` and the settings want.
    pub(crate) fn new(
        artifact: &'a StackArtifact,
        settings: &Settings,
        secrets: &mut Secrets,
    ) -> Result<Self> {
        let template: Value = serde_json::from_str(&artifact.template)
            .map_err(|error| Problem::new(format!("template of `{}`: {error}", artifact.id)))?;
        let declared = declared(&template);
        let mut given = BTreeMap::new();
        for (stack, name, value) in &settings.parameters {
            if stack.as_ref().is_some_and(|stack| *stack != artifact.id) {
                continue;
            }
            match declared.get(name) {
                Some(parameter) => {
                    if parameter.is_secret {
                        secrets.hide(value);
                    }
                    given.insert(name.clone(), value.clone());
                }
                // One for all stacks may be for another one.
                None if stack.is_none() => {}
                None => {
                    let text = format!("`{}` has no parameter `{name}`", artifact.id);
                    return Err(Problem::new(text));
                }
            }
        }
        let mut tags: BTreeMap<_, _> = artifact.tags.clone().into_iter().collect();
        tags.extend(settings.tags.clone());
        let elements = artifact.elements.iter();
        Ok(Self {
            artifact,
            tags,
            capabilities: capabilities(&template),
            declared,
            given,
            elements: elements.map(|it| (it.logical_id.as_str(), it)).collect(),
            imports: Vec::new(),
            template,
        })
    }

    /// The same stack with another template, on the way to this one: that of `artifact`.
    pub(super) fn with<'b>(
        &self,
        artifact: &'b StackArtifact,
        imports: Vec<ResourceImport>,
    ) -> Desired<'b>
    where
        Self: 'b,
    {
        let template: Value = serde_json::from_str(&artifact.template)
            .expect("a step on the way is written by this program");
        let declared = declared(&template);
        let given = self.given.clone().into_iter();
        Desired {
            artifact,
            tags: self.tags.clone(),
            capabilities: capabilities(&template),
            given: given
                .filter(|(name, _)| declared.contains_key(name))
                .collect(),
            declared,
            elements: self.elements.clone(),
            imports,
            template,
        }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Place {
        Place { account: self.artifact.account.clone(), region: self.artifact.region.clone() }
    }

    /// The construct behind a logical id.
    pub(crate) fn element(&self, logical_id: &str) -> Option<&'a Element> {
        self.elements.get(logical_id).copied()
    }

    /// The policy of the stack, which spares the resources that are allowed to be replaced.
    pub(crate) fn policy(&self, allowed: &[String]) -> Value {
        let resources = self.template["Resources"].as_object();
        let resources = resources
            .into_iter()
            .flatten()
            .map(|(id, resource)| (id.as_str(), resource["Type"].as_str().unwrap_or_default()));
        let stateful = resources.filter(|(_, name)| is_stateful(name));
        let is_spared = |id: &str| allowed.contains(&format!("{}.{id}", self.artifact.id));
        let others: Vec<_> = stateful
            .clone()
            .map(|(id, _)| id)
            .filter(|id| is_spared(id))
            .collect();
        stack_policy::stack_policy(stateful.filter(|(id, _)| !is_spared(id)), &others)
    }

    /// The values to send: none keeps what `stack` has.
    pub(crate) fn parameters(
        &self,
        stack: Option<&Stack>,
    ) -> Result<BTreeMap<String, Option<String>>> {
        let mut values = BTreeMap::new();
        for (name, parameter) in &self.declared {
            if let Some(value) = self.given.get(name) {
                values.insert(name.clone(), Some(value.clone()));
            } else if stack.is_some_and(|stack| stack.parameters.contains_key(name)) {
                values.insert(name.clone(), None);
            } else if !parameter.has_default {
                let id = &self.artifact.id;
                return Err(Problem::new(format!("parameter `{name}` of `{id}` has no value"))
                    .hint(format!("give it one with `--parameters {id}:{name}=VALUE`")));
            }
        }
        Ok(values)
    }

    /// The values without those that nobody may see, and that are given.
    pub(crate) fn without_secrets(
        &self,
        values: &BTreeMap<String, Option<String>>,
    ) -> BTreeMap<String, Option<String>> {
        let is_open = |(name, value): &(&String, &Option<String>)| {
            value.is_none() || self.declared.get(*name).is_none_or(|it| !it.is_secret)
        };
        values
            .iter()
            .filter(is_open)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// Whether an output tells a parameter with `NoEcho`. CloudFormation masks the value of the
    /// parameter, and not that of the output.
    pub(super) fn is_secret_output(&self, key: &str) -> bool {
        let mut is_secret = false;
        visit_references(&self.template["Outputs"][key]["Value"], &mut |reference| {
            if let Reference::Element { logical_id, .. } = reference {
                is_secret |= self.declared.get(logical_id).is_some_and(|it| it.is_secret);
            }
        });
        is_secret
    }

    /// Whether `stack`, which has the template `template`, is as it should be, but for its policy.
    pub(crate) fn is_met_by(&self, stack: &Stack, template: &str) -> bool {
        let is_same = |(name, value): (&String, &String)| {
            // CloudFormation does not tell secrets, so that a given one may be new.
            self.declared.get(name).is_some_and(|it| !it.is_secret)
                && stack.parameters.get(name) == Some(value)
        };
        let is_template = template == self.artifact.template
            || serde_json::from_str::<Value>(template).is_ok_and(|it| it == self.template);
        is_template && self.given.iter().all(is_same) && stack.tags == self.tags
    }
}

/// The parameters that a template declares.
fn declared(template: &Value) -> BTreeMap<String, Declared> {
    let parameters = template["Parameters"].as_object();
    let declared = parameters.into_iter().flatten().map(|(name, it)| {
        let is_secret = it["NoEcho"] == Value::Bool(true) || it["NoEcho"] == "true";
        (name.clone(), Declared { has_default: it.get("Default").is_some(), is_secret })
    });
    declared.collect()
}

/// Whether deleting a resource of this type loses data.
pub(crate) fn is_stateful(resource_type: &str) -> bool {
    schema::resource_type(resource_type).is_some_and(schema::ResourceSchema::is_stateful)
}
