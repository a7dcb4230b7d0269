//! `CreateChangeSet`.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::{
    failure::{Failure, Result},
    plan,
    state::{
        ChangeSet, ChangeSetKind as Kind, ChangeSetStatus, Event, ExecutionStatus, Finding,
        OperationKind, Stack, StackStatus, Target,
    },
    template,
};

use super::{
    context::{Context, busy},
    ids, submission,
};

pub(super) fn create_change_set(context: &mut Context<'_>) -> Result<Value> {
    let name = context.input.required("ChangeSetName")?.to_owned();
    let stack_name = context.input.required("StackName")?.to_owned();
    ids::check_name(&name, "changeSetName")?;
    let kind = match context.input.text("ChangeSetType") {
        None | Some("UPDATE") => Kind::Update,
        Some("CREATE") => Kind::Create,
        Some("IMPORT") => Kind::Import,
        Some(other) => return Err(Failure::validation(format!("Invalid ChangeSetType {other}"))),
    };
    let existing = context
        .engine
        .world
        .find(&context.place, &stack_name)
        .map(|it| it.id.clone());
    if let Some(id) = &existing {
        let stack = context.stack(id)?;
        if let Some(answer) = repeated(context, stack, &name)? {
            return Ok(answer);
        }
        refuse(stack, kind, &name)?;
    } else if kind == Kind::Update {
        return Err(Failure::validation(format!("Stack [{stack_name}] does not exist")));
    }

    // A stack that is refused must not stay behind.
    let is_new = existing.is_none();
    let id = if let Some(id) = existing {
        id
    } else {
        let count = context.engine.world.living(&context.place).count();
        if context.quotas.stacks <= count {
            return Err(Failure::new(
                "LimitExceededException",
                format!("Limit for stack has been exceeded: {count}"),
            ));
        }
        ids::new_stack(context.engine.world, &context.place, &stack_name)?
    };
    let made = make(context, &id, name, kind);
    if made.is_err() && is_new {
        context.engine.world.stacks.shift_remove(&id);
    }
    let (change_set, findings) = made?;
    let change_set_id = change_set.id.clone();
    if is_new {
        review_event(context, &id)?;
    }
    validation_events(context, &id, &change_set, findings)?;
    context
        .stack_mut(&id)?
        .change_sets
        .insert(change_set.name.clone(), change_set);
    Ok(json!({ "Id": change_set_id, "StackId": id }))
}

/// The same call again, with the same token, makes nothing new.
fn repeated(context: &Context<'_>, stack: &Stack, name: &str) -> Result<Option<Value>> {
    let Some(found) = stack.change_sets.get(name) else { return Ok(None) };
    if found.execution == ExecutionStatus::Complete || found.execution == ExecutionStatus::Failed {
        return Ok(None);
    }
    let token = context.input.text("ClientToken");
    if token.is_some() && found.token.as_deref() == token {
        return Ok(Some(json!({ "Id": found.id, "StackId": stack.id })));
    }
    Err(Failure::new(
        "AlreadyExistsException",
        format!("ChangeSet {name} already exists in stack {}", stack.id),
    ))
}

fn refuse(stack: &Stack, kind: Kind, name: &str) -> Result<()> {
    let reviews = stack.status == StackStatus::ReviewInProgress;
    match kind {
        Kind::Create if !reviews => Err(Failure::validation(format!(
            "Stack [{}] already exists and cannot be created again with the changeSet [{name}].",
            stack.name
        ))),
        Kind::Import if reviews => Ok(()),
        Kind::Update | Kind::Import
            if !stack.status.can_be_updated() || stack.operation.is_some() =>
        {
            Err(busy(stack))
        }
        _ => Ok(()),
    }
}

fn make(
    context: &mut Context<'_>,
    id: &str,
    name: String,
    kind: Kind,
) -> Result<(ChangeSet, Vec<Finding>)> {
    let change_set_id = ids::change_set_id(context.engine.world, &context.place, &name);
    let operation = context.engine.world.id("operation");
    let created = context.engine.world.tick();
    let stack = context.stack(id)?;
    let target = submission::target(context, stack, &stack.target, false)?;
    let mut imports = imports(context);
    if context.input.flag("ImportExistingResources") {
        let existing = plan::existing(context.engine.world, stack, &target)?;
        existing.into_iter().for_each(|(name, identifier)| {
            imports.entry(name).or_insert(identifier);
        });
    }
    let revert_drift = context.input.text("DeploymentMode") == Some("REVERT_DRIFT");
    let planned = plan::changes(context.engine.world, stack, &target, &imports, revert_drift);
    let input = &context.input;
    let text = |name: &str| input.text(name).map(str::to_owned);
    let mut change_set = ChangeSet {
        id: change_set_id,
        name,
        kind,
        status: ChangeSetStatus::Failed,
        reason: None,
        execution: ExecutionStatus::Unavailable,
        created,
        description: text("Description"),
        target,
        changes: Vec::new(),
        on_stack_failure: text("OnStackFailure"),
        import_existing: input.flag("ImportExistingResources"),
        imports,
        deployment_mode: text("DeploymentMode"),
        deployment_config: input.value("DeploymentConfig").cloned().unwrap_or_default(),
        include_nested: input.flag("IncludeNestedStacks"),
        token: text("ClientToken"),
        polls_left: context.quotas.change_set_polls,
        operation,
    };
    let mut findings = Vec::new();
    match planned {
        Err(failure) => change_set.reason = Some(failure.message),
        Ok(changes) if kind == Kind::Update && nothing(stack, &change_set.target, &changes) => {
            let reason = "The submitted information didn't contain changes. Submit different \
                          information to create a change set.";
            change_set.reason = Some(reason.to_owned());
        }
        Ok(changes)
            if kind == Kind::Import && not_an_import(stack, &change_set, &changes).is_some() =>
        {
            change_set.reason = not_an_import(stack, &change_set, &changes);
        }
        Ok(changes) => {
            if !input.flag("DisableValidation") {
                findings =
                    plan::findings(context.engine.world, stack, &change_set.target, &changes)?;
            }
            change_set.changes = changes;
        }
    }
    let failed = findings.iter().filter(|it| it.mode == "FAIL");
    let mut hooks: Vec<&str> = failed.map(|it| hook(&it.name)).collect();
    hooks.sort_unstable();
    hooks.dedup();
    if !hooks.is_empty() {
        change_set.reason = Some(format!(
            "The following hook(s)/validation failed: [{}]. To troubleshoot Early Validation errors, use \
             the DescribeEvents API for detailed failure information.",
            hooks.join(", ")
        ));
    }
    if change_set.reason.is_none() {
        change_set.status = ChangeSetStatus::Complete;
        change_set.execution = ExecutionStatus::Available;
    }
    Ok((change_set, findings))
}

/// Why a change set to import does more, or less, than that.
fn not_an_import(stack: &Stack, change_set: &ChangeSet, changes: &[Value]) -> Option<String> {
    let target = &change_set.target;
    let names = |is_it: &dyn Fn(&Value) -> bool| {
        let changes = changes.iter().map(|it| &it["ResourceChange"]);
        let names = changes
            .filter(|it| is_it(it))
            .map(|it| &it["LogicalResourceId"]);
        names
            .filter_map(Value::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let others = names(&|it| it["Action"] != "Import");
    if !others.is_empty() {
        return Some(format!(
            "You have modified resources [{others}] in your template that are not being imported. \
             Update, create or delete operations cannot be executed during import operations."
        ));
    }
    let has_policy = |it: &Value| {
        let name = it["LogicalResourceId"].as_str().unwrap_or_default();
        target
            .resource(name)
            .is_some_and(|it| it.contains_key("DeletionPolicy"))
    };
    let bare = names(&|it| !has_policy(it));
    if !bare.is_empty() {
        return Some(format!("Resources to import must have a DeletionPolicy: [{bare}]"));
    }
    let digest =
        |target: &Target| template::identify(&Value::Object(target.section("Outputs").clone()));
    (digest(&stack.target) != digest(target))
        .then(|| "As part of the import operation, you cannot modify or add [Outputs]".to_owned())
}

/// Whether a stack would stay what it is.
fn nothing(stack: &Stack, target: &Target, changes: &[Value]) -> bool {
    let old = &stack.target;
    let same_section = |name: &str| {
        let digest =
            |target: &Target| template::identify(&Value::Object(target.section(name).clone()));
        digest(old) == digest(target)
    };
    let failed_before =
        matches!(stack.status, StackStatus::CreateFailed | StackStatus::UpdateFailed);
    let value = |target: &Target| -> IndexMap<String, String> {
        let pairs = target.parameters.iter();
        pairs
            .map(|(key, it)| (key.clone(), it.resolved.clone().unwrap_or_else(|| it.value.clone())))
            .collect()
    };
    changes.is_empty()
        && !failed_before
        && ["Resources", "Outputs", "Conditions", "Mappings"]
            .iter()
            .all(|it| same_section(it))
        && value(old) == value(target)
        && old.tags == target.tags
}

fn imports(context: &Context<'_>) -> IndexMap<String, Map<String, Value>> {
    let items = context.input.list("ResourcesToImport").iter();
    let pair = |item: &Value| {
        let id = item.get("LogicalResourceId")?.as_str()?.to_owned();
        Some((id, item.get("ResourceIdentifier")?.as_object()?.clone()))
    };
    items.filter_map(pair).collect()
}

fn hook(validation: &str) -> &'static str {
    match validation {
        "NAME_CONFLICT_VALIDATION" => "AWS::EarlyValidation::ResourceExistenceCheck",
        _ => "AWS::EarlyValidation::PropertyValidation",
    }
}

fn review_event(context: &mut Context<'_>, id: &str) -> Result<()> {
    let time = context.engine.world.tick();
    let event_id = context.engine.world.id("event");
    let stack = context.stack_mut(id)?;
    let event = stack_event(stack, event_id, time, "REVIEW_IN_PROGRESS");
    stack
        .events
        .push(Event { reason: Some("User Initiated".to_owned()), ..event });
    Ok(())
}

/// What `DescribeEvents` tells about the creation of a change set.
fn validation_events(
    context: &mut Context<'_>,
    id: &str,
    change_set: &ChangeSet,
    findings: Vec<Finding>,
) -> Result<()> {
    let time = context.engine.world.tick();
    for finding in findings {
        let event_id = context.engine.world.id("event");
        let stack = context.stack_mut(id)?;
        let type_name = change_set.target.type_of(&finding.logical_id).to_owned();
        let event = Event {
            logical_id: finding.logical_id.clone(),
            physical_id: String::new(),
            type_name,
            operation: Some((OperationKind::CreateChangeSet, change_set.operation.clone())),
            finding: Some(finding),
            change_set: Some(change_set.id.clone()),
            ..stack_event(stack, event_id, time, "")
        };
        stack.events.push(event);
    }
    Ok(())
}

fn stack_event(stack: &Stack, id: String, time: crate::clock::Moment, status: &str) -> Event {
    Event {
        id,
        logical_id: stack.name.clone(),
        physical_id: stack.id.clone(),
        type_name: "AWS::CloudFormation::Stack".to_owned(),
        time,
        status: status.to_owned(),
        reason: None,
        properties: None,
        token: None,
        operation: None,
        finding: None,
        change_set: None,
    }
}
