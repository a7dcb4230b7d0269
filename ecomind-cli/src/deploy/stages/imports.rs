//! Resources that are adopted.

use ecomind_constructs::synth::{Adoption, StackArtifact};
use serde_json::Value;

use crate::{
    cloudformation::ResourceImport,
    deploy::{
        Problem, Result,
        import::{identifiers, import_template},
        survey::Found,
        target::Target,
    },
};

use super::exports::pretty;

/// The step that lets adopted resources join a stack; none when they have done so.
pub(super) fn adopted(
    target: &Target<'_>,
    found: &Found,
) -> Result<Option<(StackArtifact, Vec<ResourceImport>)>> {
    let desired = &target.desired;
    let deployed: Value = found
        .template
        .as_deref()
        .and_then(|template| serde_json::from_str(template).ok())
        .unwrap_or_default();
    let adoptions = desired.artifact.adoptions.iter();
    let is_new = |it: &&Adoption| deployed["Resources"].get(&it.logical_id).is_none();
    let imports = adoptions.filter(is_new).map(|it| import(target, it));
    let imports = imports.collect::<Result<Vec<_>>>()?;
    if imports.is_empty() {
        return Ok(None);
    }
    let template = import_template(&deployed, &desired.template, &imports).map_err(|reason| {
        Problem::new(reason).hint("adopt that, too, or adopt this after it is deployed")
    })?;
    let mut artifact = desired.artifact.clone();
    artifact.template = pretty(&template);
    Ok(Some((artifact, imports)))
}

fn import(target: &Target<'_>, adoption: &Adoption) -> Result<ResourceImport> {
    let id = &adoption.logical_id;
    let resource_type = target.desired.template["Resources"][id]["Type"].as_str();
    let resource_type = resource_type.unwrap_or_default();
    let names = identifiers(resource_type);
    let given: Vec<_> = adoption.identifier.keys().collect();
    let is_all = names.len() == given.len() && names.iter().all(|name| given.contains(&name));
    if names.is_empty() || !is_all {
        let element = target.desired.element(id);
        let path = element.map_or_else(|| id.clone(), |element| element.path.to_string());
        let given: Vec<_> = given.iter().map(|name| name.as_str()).collect();
        let text = if names.is_empty() {
            format!("`{path}` can't be adopted: nothing identifies {resource_type}")
        } else {
            let (names, given) = (names.join(", "), given.join(", "));
            format!("`adopt` of `{path}` must name {names}, got {given}")
        };
        let mut problem = Problem::new(text);
        problem.location = element.map(|element| element.location);
        return Err(problem);
    }
    Ok(ResourceImport {
        logical_id: id.clone(),
        resource_type: resource_type.to_owned(),
        identifier: adoption.identifier.clone().into_iter().collect(),
    })
}
