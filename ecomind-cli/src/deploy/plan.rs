//! A plan in a file: what was reviewed, sealed, so that exactly that is deployed or nothing.

use serde_json::{Value, json};

use crate::cloudformation::{ChangeSet, Stack};

use super::{
    Problem, Review, Settings,
    change_sets::{self, digest},
    prepare::{Prepared, late, operation},
    preview::preview,
    stages::RefactorPlan,
    survey::{Found, Situation},
    target::Target,
};

/// The version of the format.
const VERSION: u64 = 2;

/// What was reviewed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    body: Value,
}

impl Plan {
    /// The plan of what is prepared.
    pub(super) fn new(
        targets: &[Target<'_>],
        prepared: &[Prepared],
        refactor: Option<&RefactorPlan>,
        settings: &Settings,
    ) -> Self {
        let stacks = targets.iter().zip(prepared).map(|(target, it)| {
            let change_set = it.change_set.as_ref().map(|(_, change_set)| change_set);
            json!({
                "id": target.id(),
                "name": target.name(),
                "step": target.stage.name(),
                "region": target.cloud.region(),
                "template": digest(&target.desired.artifact.template),
                "state": state(&it.found),
                "changeSet": change_set.map(|it| it.id.as_str()),
                "changes": change_set.map(changes),
            })
        });
        let body = json!({
            "version": VERSION,
            "environment": settings.environment,
            "settings": settings_digest(settings),
            "allowReplace": settings.allow_replace,
            "refactor": refactor.map(RefactorPlan::digest),
            "stacks": stacks.collect::<Vec<_>>(),
        });
        Self { body }
    }

    /// The text of the file.
    pub(crate) fn to_text(&self) -> String {
        let sealed = json!({"plan": self.body, "seal": self.seal()});
        let text = serde_json::to_string_pretty(&sealed);
        text.expect("keys are strings, so it is JSON") + "\n"
    }

    /// Reads a file. One that was touched is refused.
    pub(crate) fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut sealed: Value =
            serde_json::from_str(text).map_err(|error| format!("it is no plan: {error}"))?;
        let plan = Self { body: sealed["plan"].take() };
        match plan.body["version"].as_u64() {
            Some(VERSION) => {}
            Some(version) => {
                return Err(format!("it has version {version}, and this program knows {VERSION}"));
            }
            None => return Err("it is no plan".to_owned()),
        }
        if sealed["seal"] != plan.seal().as_str() {
            return Err("its seal is broken: somebody has changed it".to_owned());
        }
        Ok(plan)
    }

    /// The environment that it is for.
    pub(crate) fn environment(&self) -> &str {
        self.body["environment"].as_str().unwrap_or_default()
    }

    /// The ids of its stacks.
    pub(crate) fn stacks(&self) -> impl Iterator<Item = &str> {
        self.entries()
            .iter()
            .filter_map(|entry| entry["id"].as_str())
    }

    /// The resources that it allows to be replaced.
    pub(crate) fn allow_replace(&self) -> Vec<String> {
        let names = self.body["allowReplace"].as_array();
        let names = names.into_iter().flatten().filter_map(Value::as_str);
        names.map(str::to_owned).collect()
    }

    fn seal(&self) -> String {
        digest(&self.body.to_string())
    }

    fn entries(&self) -> &[Value] {
        self.body["stacks"].as_array().map_or(&[], Vec::as_slice)
    }
}

/// What was prepared for `plan`, or what has moved since.
pub(super) async fn recall(
    plan: &Plan,
    targets: &[Target<'_>],
    found: Vec<Found>,
    refactor: Option<&RefactorPlan>,
    settings: &Settings,
) -> std::result::Result<Vec<Prepared>, Vec<Problem>> {
    let mut moved = Vec::new();
    if plan.body["settings"] != settings_digest(settings).as_str() {
        moved.push("the flags are not those of the plan".to_owned());
    }
    if plan.body["refactor"] != json!(refactor.map(RefactorPlan::digest)) {
        moved.push("resources move that did not, or not any more".to_owned());
    }
    let mut prepared = Vec::new();
    let subjects = targets.iter().zip(&found);
    let foreseen = preview(subjects.map(|(target, found)| (target, found, None)), settings);
    for (index, (target, found)) in targets.iter().zip(found).enumerate() {
        let id = target.id();
        let step = target.stage.name();
        let mut entries = plan.entries().iter();
        let entry = entries.find(|entry| entry["id"] == id && entry["step"] == step);
        let Some(entry) = entry else {
            moved.push(format!("`{id}` is not in the plan"));
            continue;
        };
        if entry["template"] != digest(&target.desired.artifact.template).as_str() {
            moved.push(format!("the template of `{id}` has changed"));
        }
        if entry["region"] != target.cloud.region() {
            moved.push(format!("`{id}` is in another region"));
        }
        let now = state(&found);
        if entry["state"] != now {
            moved.push(format!("the stack of `{id}` was {}, and is {now}", entry["state"]));
        }
        let mut one = Prepared { change_set: None, review: None, found };
        if let Some(name) = entry["changeSet"].as_str() {
            let change_set = target.cloud.change_set(name, target.name()).await;
            match change_set.map_err(|error| vec![Problem::of(id, &error)])? {
                Some(it) if it.is_ready() && entry["changes"] == changes(&it).as_str() => {
                    let situation = one.found.situation;
                    let is_there = situation == Situation::Changed;
                    let existing = one.found.stack.as_ref().filter(|_| is_there);
                    let request = change_sets::request(&target.desired, settings, existing);
                    let mut request = request.map_err(|problem| vec![problem])?;
                    request.name.clone_from(&it.name);
                    let review = Review::of_change_set(
                        &target.desired,
                        operation(&target.desired, situation),
                        &it,
                    );
                    one.review = Some(review);
                    one.change_set = Some((request, it));
                }
                Some(it) if it.is_ready() => {
                    moved.push(format!("the change set of `{id}` holds other changes"));
                }
                Some(it) => {
                    moved.push(format!("the change set of `{id}` is {}", it.execution_status));
                }
                None => moved.push(format!("the change set of `{id}` is gone")),
            }
        } else if !one.found.is_unchanged() {
            one.review = Some(late(target, &one.found, foreseen[index].as_ref()));
        }
        prepared.push(one);
    }
    if moved.is_empty() {
        return Ok(prepared);
    }
    let problem = Problem::new("the plan is out of date, and nothing was changed");
    Err(vec![Problem { details: moved, ..problem }.hint("make a new plan, and review that")])
}

/// How a stack was, in words that differ after each change of it.
fn state(found: &Found) -> Value {
    match &found.stack {
        Some(stack) if !stack.status.is_review() => Value::from(describe(stack)),
        _ => Value::from("not there"),
    }
}

fn describe(stack: &Stack) -> String {
    format!("{} since {} ({})", stack.status, stack.changed, stack.id)
}

/// A digest of what a change set will do.
fn changes(change_set: &ChangeSet) -> String {
    digest(&format!("{:?}", change_set.changes))
}

/// A digest of what is set beside the templates, without values of parameters.
fn settings_digest(settings: &Settings) -> String {
    let names: Vec<_> = settings
        .parameters
        .iter()
        .map(|(stack, name, _)| (stack, name))
        .collect();
    digest(&format!(
        "{:?}",
        (
            &settings.role_arn,
            &settings.notification_arns,
            &settings.tags,
            names,
            settings.express,
            settings.keeps_failure,
            settings.imports_existing,
            &settings.rollback_alarms,
            settings.monitoring_minutes,
        )
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan::new(
            &[],
            &[],
            None,
            &Settings { environment: "prod".to_owned(), ..Settings::default() },
        )
    }

    #[test]
    fn a_plan_is_read_as_it_was_written() {
        assert_eq!(Plan::parse(&plan().to_text()), Ok(plan()));
    }

    #[test]
    fn rejects_a_plan_that_was_touched() {
        let touched = plan().to_text().replace("prod", "dev");
        assert!(
            Plan::parse(&touched)
                .unwrap_err()
                .starts_with("its seal is broken")
        );
    }

    #[test]
    fn rejects_what_is_no_plan() {
        assert_eq!(Plan::parse("{}").unwrap_err(), "it is no plan");
        let later = r#"{"plan": {"version": 3}}"#;
        assert_eq!(Plan::parse(later).unwrap_err(), "it has version 3, and this program knows 2");
    }
}
