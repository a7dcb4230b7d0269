//! Which resources exist, and as which resources of the app.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    cloudformation::ResourceImport,
    deploy::{Problem, desired::Desired},
};

use super::candidate::{Candidate, candidates};

/// What identifies the resources to import, by their logical ids or constructs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mapping(pub(crate) BTreeMap<String, BTreeMap<String, String>>);

impl Mapping {
    /// Reads a mapping such as `{"Work/Queue": {"QueueUrl": "https://…"}}`. With a single
    /// property, its value alone does, too.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let map: Value =
            serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
        let map = map
            .as_object()
            .ok_or("it must be an object: {\"LogicalId\": {…}}")?;
        let mut mapping = BTreeMap::new();
        for (name, identifier) in map {
            let identifier = match identifier {
                Value::String(value) => [(String::new(), value.clone())].into(),
                Value::Object(values) => values
                    .iter()
                    .map(|(key, value)| {
                        let value = value.as_str().map(str::to_owned);
                        let flaw = || format!("`{key}` of `{name}` must be a text");
                        Ok((key.clone(), value.ok_or_else(flaw)?))
                    })
                    .collect::<Result<_, String>>()?,
                other => return Err(format!("`{name}` must be an object, got {other}")),
            };
            mapping.insert(name.clone(), identifier);
        }
        if mapping.is_empty() {
            return Err("it names no resource".to_owned());
        }
        Ok(Self(mapping))
    }
}

/// The imports that `mapping` asks for in a stack that has the template `deployed`.
pub(in crate::deploy) fn resolve(
    mapping: &Mapping,
    desired: &Desired<'_>,
    deployed: &Value,
) -> Result<Vec<ResourceImport>, Vec<Problem>> {
    let candidates = candidates(desired, deployed);
    let (mut imports, mut problems) = (Vec::new(), Vec::new());
    for (name, given) in &mapping.0 {
        let is_meant = |it: &&Candidate| {
            let path = it.path.as_deref();
            it.logical_id == *name
                || path == Some(name)
                || path.and_then(|path| path.strip_suffix("/Resource")) == Some(name)
        };
        match candidates.iter().find(is_meant) {
            None => problems.push(unknown(name, desired, deployed, &candidates)),
            Some(candidate) => match identifier(candidate, given) {
                Ok(identifier) => imports.push(ResourceImport {
                    logical_id: candidate.logical_id.clone(),
                    resource_type: candidate.resource_type.clone(),
                    identifier,
                }),
                Err(reason) => {
                    let location = desired.element(&candidate.logical_id).map(|it| it.location);
                    problems.push(Problem { location, ..Problem::new(reason) });
                }
            },
        }
    }
    if problems.is_empty() { Ok(imports) } else { Err(problems) }
}

fn unknown(
    name: &str,
    desired: &Desired<'_>,
    deployed: &Value,
    candidates: &[Candidate],
) -> Problem {
    let stack = &desired.artifact.id;
    if deployed["Resources"].get(name).is_some() {
        return Problem::new(format!("`{name}` is in `{stack}` already"));
    }
    if desired.template["Resources"].get(name).is_some() {
        let kind = desired.template["Resources"][name]["Type"]
            .as_str()
            .unwrap_or_default();
        return Problem::new(format!("`{name}` can't be imported: nothing identifies {kind}"));
    }
    let known: Vec<_> = candidates
        .iter()
        .map(|it| format!("`{}`", it.logical_id))
        .collect();
    let problem = Problem::new(format!("`{stack}` of the app has no resource `{name}`"));
    if known.is_empty() {
        return problem.hint("every resource of the app is in the stack already");
    }
    problem.hint(format!("one can import {}", known.join(", ")))
}

fn identifier(
    candidate: &Candidate,
    given: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    let names: Vec<_> = candidate
        .identifier
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let told = || format!("`{}` is identified by {}", candidate.logical_id, names.join(", "));
    if let ([only], Some(value)) = (names.as_slice(), given.get("")) {
        return Ok([((*only).to_owned(), value.clone())].into());
    }
    if let Some(other) = given.keys().find(|key| !names.contains(&key.as_str())) {
        return Err(format!("{}, got `{other}`", told()));
    }
    let value = |(name, from_app): &(String, Option<String>)| {
        let value = given.get(name).or(from_app.as_ref());
        let value = value.ok_or_else(|| format!("{}, and `{name}` is missing", told()))?;
        Ok((name.clone(), value.clone()))
    };
    candidate.identifier.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(names: &[&str]) -> Candidate {
        Candidate {
            logical_id: "It".to_owned(),
            resource_type: "AWS::X::Y".to_owned(),
            path: None,
            identifier: names
                .iter()
                .map(|name| ((*name).to_owned(), None))
                .collect(),
        }
    }

    fn given(text: &str) -> BTreeMap<String, String> {
        let mapping = Mapping::parse(&format!(r#"{{"It": {text}}}"#)).unwrap();
        mapping.0["It"].clone()
    }

    #[test]
    fn one_property_needs_no_name() {
        let found = identifier(&candidate(&["Url"]), &given(r#""https://x""#)).unwrap();
        assert_eq!(found["Url"], "https://x");
    }

    #[test]
    fn the_app_may_know_the_rest() {
        let mut candidate = candidate(&["Api", "Stage"]);
        candidate.identifier[1].1 = Some("prod".to_owned());
        let found = identifier(&candidate, &given(r#"{"Api": "a1"}"#)).unwrap();
        assert_eq!((found["Api"].as_str(), found["Stage"].as_str()), ("a1", "prod"));
    }

    #[test]
    fn rejects_properties_that_identify_nothing() {
        let refused = |text| identifier(&candidate(&["Api", "Stage"]), &given(text)).unwrap_err();
        assert_eq!(refused(r#"{"Id": "a"}"#), "`It` is identified by Api, Stage, got `Id`");
        assert_eq!(
            refused(r#"{"Api": "a"}"#),
            "`It` is identified by Api, Stage, and `Stage` is missing"
        );
        assert!(Mapping::parse("{}").is_err() && Mapping::parse(r#"{"It": 1}"#).is_err());
    }
}
