//! Change sets that leave everything as it is deployed, but for one thing.

use serde_json::Value;

use crate::cloudformation::{
    ChangeSet, ChangeSetRequest, Execution, ResourceImport, Stack, StackStatus, TemplateSource,
};

use super::{
    Deployment, Event, Problem, Result, Secrets,
    capabilities::capabilities,
    change_sets::{PREFIX, digest},
    diagnosis::diagnose,
    follow::Operation,
    target::Target,
    watched::watched,
};

/// The request of a change set for a stack that keeps its parameters, its tags and its settings,
/// and gets the template `text`.
pub(super) fn request(
    target: &Target<'_>,
    stack: &Stack,
    text: &str,
    role_arn: Option<String>,
    imports: Vec<ResourceImport>,
) -> ChangeSetRequest {
    let template: Value = serde_json::from_str(text).unwrap_or_default();
    let existing = Some(stack).filter(|stack| !stack.status.is_review());
    let parameters = stack.parameters.keys().map(|name| (name.clone(), None));
    let mut request = ChangeSetRequest {
        stack: target.name().to_owned(),
        creates: existing.is_none(),
        template: TemplateSource::Inline(text.to_owned()),
        parameters: parameters.collect(),
        tags: stack.tags.clone(),
        capabilities: capabilities(&template),
        role_arn,
        notification_arns: stack.notification_arns.clone(),
        imports,
        ..ChangeSetRequest::default()
    };
    name(&mut request, stack);
    request
}

/// Gives the request a name that says what is asked for, and of which state of the stack.
pub(super) fn name(request: &mut ChangeSetRequest, stack: &Stack) {
    request.name = String::new();
    let state = (&stack.id, stack.changed, stack.status.as_str());
    request.name = format!("{PREFIX}{}", &digest(&format!("{request:?} {state:?}"))[..24]);
}

/// Executes a change set of a stack, and watches it.
pub(super) async fn execute(
    deployment: &Deployment<'_>,
    target: &Target<'_>,
    change_set: &ChangeSet,
    operation: &'static str,
) -> Result<()> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    deployment.operator.tell(&Event::Started {
        stack: id.to_owned(),
        operation,
        resources: change_set.changes.len(),
    });
    let (stack_id, token) = (&change_set.stack_id, change_set.name.clone());
    let execution = Execution {
        stack: stack_id.clone(),
        change_set: change_set.id.clone(),
        token: token.clone(),
        keeps_failure: false,
    };
    cloud.execute_change_set(&execution).await.map_err(failed)?;
    let under_way = Operation { cloud, stack_id, token: Some(&token) };
    let outcome = watched(deployment.operator, target, under_way, StackStatus::is_success).await?;
    if outcome.status.is_success() {
        return Ok(());
    }
    Err(diagnose(cloud, &target.desired, &outcome, &Secrets::default()).await)
}
