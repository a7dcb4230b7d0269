//! Asks CloudFormation for drift.

use serde_json::Value;

use crate::{
    cloudformation::{Detection, ResourceDrift, Stack},
    deploy::{
        Deployment, Problem, Problems, Result, Secrets,
        back_off::BackOff,
        runtime::{Stopped, unless_stopped},
        schedule::in_order,
        survey,
        target::{Target, all},
    },
};

use super::{
    accepted::{Accepted, Subject},
    found::{Drift, DriftedProperty, DriftedResource, StackDrift},
    secret::{MASK, is_secret},
};

/// Looks for drift in the stacks that are there.
pub(crate) async fn find_drift(
    deployment: &Deployment<'_>,
    accepted: &Accepted,
) -> std::result::Result<Drift, Problems> {
    let settings = deployment.settings;
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let no_order = vec![Vec::new(); targets.len()];
    let find = |index: usize| find_one(deployment, &targets[index], accepted);
    let work = in_order(&no_order, settings.concurrency, find);
    let found = unless_stopped(settings.timeout, work)
        .await
        .map_err(|stopped| {
            vec![match stopped {
                Stopped::Interrupted => Problem::interrupted("interrupted: nothing was changed"),
                Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
            }]
        })?;
    let stacks: Vec<_> = all(found)?.into_iter().flatten().collect();
    let is_looked_at = |id: &str| {
        let is_known = deployment.assembly.stack(id).is_some();
        !is_known || stacks.iter().any(|it| it.stack == id)
    };
    let unused = accepted.unused(&settings.environment, &is_looked_at);
    Ok(Drift { stacks, unused })
}

async fn find_one(
    deployment: &Deployment<'_>,
    target: &Target<'_>,
    accepted: &Accepted,
) -> Result<Option<StackDrift>> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    let Some(stack) = settled(deployment, target).await? else { return Ok(None) };
    let search = cloud.detect_drift(&stack.id).await.map_err(failed)?;
    let mut pause = BackOff::new();
    let reason = loop {
        match cloud.detection(&search).await.map_err(failed)? {
            Detection::Over { reason } => break reason,
            Detection::InProgress => pause.wait().await,
        }
    };
    let (drifts, template) = tokio::join!(cloud.drifts(&stack.id), cloud.template(&stack.id));
    let (drifts, text) = (drifts.map_err(failed)?, template.map_err(failed)?);
    let template: Value = serde_json::from_str(&text).unwrap_or_default();
    let is_checked = |it: &&ResourceDrift| it.is_drifted() || it.status == "IN_SYNC";
    let checked = drifts.iter().filter(is_checked).count();
    let count = template["Resources"]
        .as_object()
        .map_or(0, serde_json::Map::len);
    let environment = &deployment.settings.environment;
    let drifted = drifts.into_iter().filter(ResourceDrift::is_drifted);
    let resources = drifted.map(|it| resource(target, &template, it, environment, accepted));
    Ok(Some(StackDrift {
        stack: id.to_owned(),
        resources: resources.collect(),
        unchecked: count.saturating_sub(checked),
        reason: reason.filter(|it| !it.is_empty()),
        deployed: (stack, text),
    }))
}

/// The stack, once it can be looked at; none when there is none to look at.
async fn settled(deployment: &Deployment<'_>, target: &Target<'_>) -> Result<Option<Stack>> {
    let id = target.id();
    match survey::settled(deployment, target).await? {
        Some(stack) if stack.status.is_review() || stack.status.is_deleted() => Ok(None),
        Some(stack)
            if stack.status.as_str().ends_with("_COMPLETE")
                && !stack.status.is_failed_creation()
                || stack.status.as_str() == "UPDATE_ROLLBACK_FAILED" =>
        {
            Ok(Some(stack))
        }
        Some(stack) => {
            let text = format!("`{id}` is {}: nobody knows what it should be", stack.status);
            Err(Problem::new(text).hint("find the way out with `recover` first"))
        }
        None => Ok(None),
    }
}

fn resource(
    target: &Target<'_>,
    template: &Value,
    drift: ResourceDrift,
    environment: &str,
    accepted: &Accepted,
) -> DriftedResource {
    let element = target.desired.element(&drift.logical_id);
    let path = element.map(|element| element.path.to_string());
    let reason = |property: Option<&str>| {
        accepted.reason(&Subject {
            environment,
            stack: target.id(),
            logical_id: &drift.logical_id,
            path: path.as_deref(),
            property,
        })
    };
    let is_deleted = drift.status == "DELETED";
    let properties = drift.differences.iter().map(|it| {
        let is_secret = is_secret(template, &drift.logical_id, &it.path);
        let shown = |value: &String| if is_secret { MASK.to_owned() } else { value.clone() };
        DriftedProperty {
            accepted: reason(Some(&it.path)),
            path: it.path.clone(),
            expected: shown(&it.expected),
            actual: shown(&it.actual),
        }
    });
    DriftedResource {
        properties: properties.collect(),
        accepted: if is_deleted { reason(None) } else { None },
        is_deleted,
        location: element.map(|element| element.location),
        path: path.clone(),
        logical_id: drift.logical_id,
        physical_id: drift.physical_id,
        resource_type: drift.resource_type,
    }
}
