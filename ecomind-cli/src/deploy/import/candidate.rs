//! What can be imported.

use ecomind_constructs::schema;
use serde_json::Value;

use crate::deploy::{
    Deployment, Problem, Problems, Result, Secrets, desired::Desired, target::Target,
};

/// A resource of the app that its stack doesn't have yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) logical_id: String,
    pub(crate) resource_type: String,
    /// The construct.
    pub(crate) path: Option<String>,
    /// The properties that identify it, with the values that the app gives them, if it does.
    pub(crate) identifier: Vec<(String, Option<String>)>,
}

/// The resources that the stack doesn't have yet and that can be imported.
pub(crate) async fn importable(
    deployment: &Deployment<'_>,
) -> std::result::Result<Vec<Candidate>, Problems> {
    let one = |problem| vec![problem];
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let target = only(&targets).map_err(one)?;
    let deployed = deployed(target).await.map_err(one)?;
    Ok(candidates(&target.desired, &deployed))
}

/// The target, if it is one.
pub(super) fn only<'t, 'a>(targets: &'t [Target<'a>]) -> Result<&'t Target<'a>> {
    match targets {
        [only] => Ok(only),
        several => {
            let names: Vec<_> = several.iter().map(|it| format!("`{}`", it.id())).collect();
            let text = format!("resources are imported into one stack, not {}", several.len());
            Err(Problem::new(text).hint(format!("name one of {}", names.join(", "))))
        }
    }
}

/// The template that the stack has; null when there is none.
async fn deployed(target: &Target<'_>) -> Result<Value> {
    let failed = |error| Problem::of(target.id(), &error);
    let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
    let Some(stack) = stack.filter(|it| !it.status.is_review() && !it.status.is_deleted()) else {
        return Ok(Value::Null);
    };
    let template = target.cloud.template(&stack.id).await.map_err(failed)?;
    Ok(serde_json::from_str(&template).unwrap_or_default())
}

/// The resources of the app that `deployed` lacks and that something identifies.
pub(super) fn candidates(desired: &Desired<'_>, deployed: &Value) -> Vec<Candidate> {
    let resources = desired.template["Resources"].as_object();
    let new = resources
        .into_iter()
        .flatten()
        .filter(|(id, _)| deployed["Resources"].get(id.as_str()).is_none());
    let candidates = new.map(|(id, resource)| {
        let resource_type = resource["Type"].as_str().unwrap_or_default();
        let value = |name: &String| resource["Properties"][name].as_str().map(str::to_owned);
        let names = identifiers(resource_type).into_iter();
        Candidate {
            logical_id: id.clone(),
            resource_type: resource_type.to_owned(),
            path: desired.element(id).map(|element| element.path.to_string()),
            identifier: names.map(|name| (name.clone(), value(&name))).collect(),
        }
    });
    candidates.filter(|it| !it.identifier.is_empty()).collect()
}

/// The properties that identify a resource of this type; none when nothing is known of it.
pub(in crate::deploy) fn identifiers(resource_type: &str) -> Vec<String> {
    schema::resource_type(resource_type)
        .into_iter()
        .flat_map(schema::ResourceSchema::primary_identifier)
        .map(str::to_owned)
        .collect()
}
