//! No two resources are the same thing.

use crate::{
    rules::{About, Flaws, Pack, Rule, StackView},
    schema,
    validation::{RuleId, Severity},
};

static ABOUT: About = About {
    id: RuleId::new("unique-identifiers"),
    pack: Pack::Deployment,
    severity: Severity::Error,
    what: "No two resources are the same thing.",
    why: "The second one fails, or changes the first.",
    fix: "give one of them another name",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html",
    same_as: &["cfn-lint E3019"],
};

#[derive(Debug)]
pub(in crate::rules) struct UniqueIdentifiers;

pub(in crate::rules) static RULE: UniqueIdentifiers = UniqueIdentifiers;

impl Rule for UniqueIdentifiers {
    fn about(&self) -> &About {
        &ABOUT
    }

    fn check(&self, stack: &StackView<'_>, flaws: &mut Flaws) {
        let mut seen: Vec<(&str, Vec<String>)> = Vec::new();
        let mut ids: Vec<String> = Vec::new();
        for resource in stack.resources() {
            let Some(schema) = schema::resource_type(resource.type_name()) else { continue };
            let names: Option<Vec<String>> = schema
                .primary_identifier()
                .map(|path| resource.text(path).map(std::borrow::Cow::into_owned))
                .collect();
            let Some(names) = names.filter(|names| !names.is_empty()) else { continue };
            // One of two that a condition chooses from is there.
            let key = (resource.type_name(), names);
            let is_always = resource.attribute("Condition").is_none();
            match seen.iter().position(|other| *other == key) {
                Some(index) if is_always => {
                    let path = schema.primary_identifier().next().unwrap_or_default();
                    let message = format!("must differ from that of `{}`", ids[index]);
                    flaws.add(&resource, path, message);
                }
                _ if is_always => {
                    seen.push(key);
                    ids.push(resource.logical_id().to_owned());
                }
                _ => {}
            }
        }
    }
}
