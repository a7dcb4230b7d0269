//! Stack refactors: resources move between stacks, and none is touched.

use serde_json::{Value, json};

use crate::{
    failure::{Failure, Result},
    state::{Refactor, RefactorMove, Stack, StackStatus, Target},
    template,
};

use super::{context::Context, ids, page::page, submission};

/// `CreateStackRefactor`.
pub(super) fn create(context: &mut Context<'_>) -> Result<Value> {
    let definitions = context.input.list("StackDefinitions").to_vec();
    let mut stacks = Vec::new();
    let mut created = Vec::new();
    for definition in &definitions {
        let name = definition
            .get("StackName")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let text = match (definition.get("TemplateBody"), definition.get("TemplateURL")) {
            (Some(body), _) => body.as_str().unwrap_or_default().to_owned(),
            (None, Some(url)) => submission::at_url(context, url.as_str().unwrap_or_default())?,
            (None, None) => {
                return Err(Failure::validation("Each stack definition needs a template"));
            }
        };
        let source = template::read(&text)?;
        let found = context.engine.world.find(&context.place, name);
        let old = found.map(|it| it.target.clone()).unwrap_or_default();
        if found.is_none() {
            created.push(name.to_owned());
        }
        let processed = submission::processed(context, &source, &old.parameters)?;
        template::check(&processed)?;
        stacks.push((name.to_owned(), Target { text, processed, ..old }));
    }
    let mappings = context.input.list("ResourceMappings");
    let manual: Vec<RefactorMove> = mappings.iter().filter_map(mapping).collect();
    let may_create = context.input.flag("EnableStackCreation");
    let planned = if !created.is_empty() && !may_create {
        Err(format!("Stack {} does not exist", created.join(", ")))
    } else if stacks.len() < 2 && manual.is_empty() {
        Err("A stack refactor needs two to five stacks".to_owned())
    } else {
        plan(context, &stacks, manual)
    };
    let id = context.engine.world.id("refactor");
    let (moves, refusal) = match planned {
        Ok(moves) => (moves, None),
        Err(reason) => (Vec::new(), Some(reason)),
    };
    let description = context.input.text("Description").map(str::to_owned);
    let refactor =
        Refactor { id: id.clone(), description, refusal, executed: false, moves, stacks, created };
    context.engine.world.refactors.insert(id.clone(), refactor);
    Ok(json!({ "StackRefactorId": id }))
}

/// `DescribeStackRefactor`.
pub(super) fn describe(context: &mut Context<'_>) -> Result<Value> {
    let refactor = find(context)?;
    let stack_ids: Vec<String> = refactor
        .stacks
        .iter()
        .filter_map(|(name, _)| context.id_of(name).ok())
        .collect();
    let mut shown = summary(refactor);
    shown["StackIds"] = stack_ids.into();
    Ok(shown)
}

/// `ListStackRefactors`.
pub(super) fn list(context: &mut Context<'_>) -> Result<Value> {
    let all: Vec<Value> = context
        .engine
        .world
        .refactors
        .values()
        .map(summary)
        .collect();
    let (summaries, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackRefactorSummaries": summaries, "NextToken": next }))
}

/// `ListStackRefactorActions`.
pub(super) fn list_actions(context: &mut Context<'_>) -> Result<Value> {
    let refactor = find(context)?;
    let location =
        |(stack, id): &(String, String)| json!({ "StackName": stack, "LogicalResourceId": id });
    let creations = refactor.created.iter().map(|name| {
        json!({ "Action": "CREATE", "Entity": "STACK", "Description": format!("Stack {name} is created.") })
    });
    let moves = refactor.moves.iter().map(|it| {
        let stack = context.engine.world.find(&context.place, &it.from.0);
        let resource = stack.and_then(|stack| stack.resources.get(&it.from.1));
        json!({
            "Action": "MOVE",
            "Entity": "RESOURCE",
            "PhysicalResourceId": resource.map(|it| &it.physical_id),
            "Detection": if it.is_manual { "MANUAL" } else { "AUTO" },
            "ResourceMapping": { "Source": location(&it.from), "Destination": location(&it.to) },
        })
    });
    let all: Vec<Value> = creations.chain(moves).collect();
    let (actions, next) = page(all, context.input.text("NextToken"), context.quotas.page)?;
    Ok(json!({ "StackRefactorActions": actions, "NextToken": next }))
}

/// `ExecuteStackRefactor`.
pub(super) fn execute(context: &mut Context<'_>) -> Result<Value> {
    let refactor = find(context)?.clone();
    if refactor.refusal.is_some() || refactor.executed {
        let reason = format!("StackRefactor {} cannot be executed", refactor.id);
        return Err(Failure::validation(reason));
    }
    for name in &refactor.created {
        let id = ids::new_stack(context.engine.world, &context.place, name)?;
        context
            .engine
            .note(&id, StackStatus::CreateInProgress, "Stack refactor");
    }
    let mut carried = Vec::new();
    for it in &refactor.moves {
        let id = context.id_of(&it.from.0)?;
        let taken = context.stack_mut(&id)?.resources.shift_remove(&it.from.1);
        carried.extend(taken.map(|resource| (it.to.clone(), resource)));
    }
    for ((stack, name), resource) in carried {
        let id = context.id_of(&stack)?;
        let place = context.place.clone();
        let thing =
            context
                .engine
                .world
                .thing_mut(&place, &resource.type_name, &resource.physical_id);
        if let Some(thing) = thing {
            thing.stack = Some(id.clone());
        }
        context.stack_mut(&id)?.resources.insert(name, resource);
    }
    settle(context, &refactor.created, refactor.stacks)?;
    if let Some(refactor) = context.engine.world.refactors.get_mut(&refactor.id) {
        refactor.executed = true;
    }
    Ok(json!({}))
}

/// Gives the stacks their templates. One that reads outputs of another one comes after it.
fn settle(
    context: &mut Context<'_>,
    created: &[String],
    stacks: Vec<(String, Target)>,
) -> Result<()> {
    let mut waiting = stacks;
    while !waiting.is_empty() {
        let mut later = Vec::new();
        let mut refusal = String::new();
        let before = waiting.len();
        for (name, target) in waiting {
            let id = context.id_of(&name)?;
            let is_new = created.contains(&name);
            if let Err(reason) = context.engine.refactored(&id, &target, is_new) {
                refusal = reason;
                later.push((name, target));
            }
        }
        if later.len() == before {
            return Err(Failure::validation(refusal));
        }
        waiting = later;
    }
    Ok(())
}

/// The moves that lead from the stacks as they are to their new templates.
fn plan(
    context: &Context<'_>,
    stacks: &[(String, Target)],
    mut moves: Vec<RefactorMove>,
) -> Result<Vec<RefactorMove>, String> {
    let find = |name: &str| context.engine.world.find(&context.place, name);
    let has =
        |stack: Option<&Stack>, id: &str| stack.is_some_and(|it| it.resources.contains_key(id));
    for (name, target) in stacks {
        if target.section("Resources").is_empty() {
            return Err(format!("Stack {name} would be empty"));
        }
        for (id, _) in target.section("Resources") {
            let to = (name.clone(), id.clone());
            if has(find(name), id) || moves.iter().any(|it| it.to == to) {
                continue;
            }
            // A resource of the same id that its stack gives away is the one that comes here.
            let giver = stacks.iter().find(|(other, target)| {
                has(find(other), id) && !target.section("Resources").contains_key(id)
            });
            let Some((giver, _)) = giver else {
                return Err(format!(
                    "Resource {id} of stack {name} is new: a refactor creates nothing"
                ));
            };
            let from = (giver.clone(), id.clone());
            moves.push(RefactorMove { from, to, is_manual: false });
        }
    }
    for it in &moves {
        let source = find(&it.from.0).and_then(|stack| stack.resources.get(&it.from.1));
        let Some(source) = source else {
            return Err(format!("Resource {} does not exist in stack {}", it.from.1, it.from.0));
        };
        let target = stacks
            .iter()
            .find(|(name, _)| *name == it.to.0)
            .map(|(_, target)| target);
        let type_name = target
            .map(|it_target| it_target.type_of(&it.to.1))
            .unwrap_or_default();
        if source.type_name != type_name {
            return Err(format!("Resource {} would change its type", it.from.1));
        }
    }
    for (name, target) in stacks {
        let gone = find(name)
            .into_iter()
            .flat_map(|stack| stack.resources.keys())
            .find(|id| {
                let leaves = moves
                    .iter()
                    .any(|it| it.from == (name.clone(), (*id).clone()));
                !leaves && !target.section("Resources").contains_key(*id)
            });
        if let Some(id) = gone {
            return Err(format!(
                "Resource {id} of stack {name} is gone: a refactor deletes nothing"
            ));
        }
    }
    Ok(moves)
}

fn mapping(mapping: &Value) -> Option<RefactorMove> {
    let end = |name: &str| {
        let end = mapping.get(name)?;
        let text = |name: &str| end.get(name)?.as_str().map(str::to_owned);
        Some((text("StackName")?, text("LogicalResourceId")?))
    };
    Some(RefactorMove { from: end("Source")?, to: end("Destination")?, is_manual: true })
}

fn find<'a>(context: &'a Context<'_>) -> Result<&'a Refactor> {
    let id = context.input.required("StackRefactorId")?;
    context.engine.world.refactors.get(id).ok_or_else(|| {
        Failure::new("StackRefactorNotFoundException", format!("StackRefactor {id} does not exist"))
            .status(404)
    })
}

fn summary(refactor: &Refactor) -> Value {
    let execution = match (&refactor.refusal, refactor.executed) {
        (Some(_), _) => "UNAVAILABLE",
        (None, true) => "EXECUTE_COMPLETE",
        (None, false) => "AVAILABLE",
    };
    json!({
        "StackRefactorId": refactor.id,
        "Description": refactor.description,
        "ExecutionStatus": execution,
        "Status": if refactor.refusal.is_some() { "CREATE_FAILED" } else { "CREATE_COMPLETE" },
        "StatusReason": refactor.refusal,
    })
}
