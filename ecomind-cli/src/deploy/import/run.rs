//! Imports resources.

use crate::{
    cloudformation::{ResourceImport, Stack},
    deploy::{
        Approval, Deployment, Problem, Problems, Result, Review, Secrets, Settings,
        approval::approve,
        as_deployed,
        change_sets::{self, Made},
        runtime::{stopped_problem, unless_stopped},
        survey,
        target::Target,
    },
};

use super::{candidate::only, import_template, mapping::Mapping, resolve};

/// Imports the resources of `mapping` into the stack. How many there were.
pub(crate) async fn import(
    deployment: &Deployment<'_>,
    mapping: &Mapping,
) -> std::result::Result<usize, Problems> {
    let one = |problem| vec![problem];
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let target = only(&targets).map_err(one)?;
    let stack = stack(deployment, target).await.map_err(one)?;
    let deployed = match &stack {
        Some(stack) if !stack.status.is_review() => {
            let template = target.cloud.template(&stack.id).await;
            let template = template.map_err(|error| vec![Problem::of(target.id(), &error)])?;
            serde_json::from_str(&template).unwrap_or_default()
        }
        _ => serde_json::Value::Null,
    };
    let desired = &target.desired;
    let imports = resolve(mapping, desired, &deployed)?;
    let refused = |reason: String| {
        vec![Problem::new(reason).hint("import that, too, or deploy what it refers to first")]
    };
    let template = import_template(&deployed, &desired.template, &imports).map_err(refused)?;
    let template = template.to_string();
    let count = imports.len();
    let work = run(deployment, target, stack.as_ref(), &template, imports);
    let done = unless_stopped(deployment.settings.timeout, work).await;
    done.map_err(|stopped| vec![stopped_problem(stopped)])?
        .map_err(one)?;
    Ok(count)
}

async fn run(
    deployment: &Deployment<'_>,
    target: &Target<'_>,
    stack: Option<&Stack>,
    template: &str,
    imports: Vec<ResourceImport>,
) -> Result<()> {
    let (settings, cloud) = (deployment.settings, &*target.cloud);
    let request = request(target, settings, stack, template, imports)?;
    let bucket = || target.bucket.clone();
    let made = change_sets::make(cloud, &bucket, &target.desired, request.clone()).await?;
    let Made::Ready(change_set) = made else {
        return Err(Problem::new(format!("there is nothing to import into `{}`", target.id())));
    };
    let reviews = [Review::of_change_set(&target.desired, "import", &change_set)];
    deployment.operator.show(&reviews);
    let asked = Settings { approval: Approval::AnyChange, ..settings.clone() };
    let question = format!("Import this into `{}` of `{}`?", target.id(), settings.environment);
    let risk = reviews[0].risk();
    if let Err(problem) = approve(&asked, deployment.operator, risk, &question).await {
        change_sets::discard(cloud, &request).await;
        return Err(problem);
    }
    as_deployed::execute(deployment, target, &change_set, "import").await
}

/// The change set of an import: everything stays as it is deployed.
pub(in crate::deploy) fn request(
    target: &Target<'_>,
    settings: &Settings,
    stack: Option<&Stack>,
    template: &str,
    imports: Vec<ResourceImport>,
) -> Result<crate::cloudformation::ChangeSetRequest> {
    let new = Stack::default();
    let base = stack.unwrap_or(&new);
    let role_arn = settings.role_arn.clone();
    let mut request = as_deployed::request(target, base, template, role_arn, imports);
    let existing = stack.filter(|stack| !stack.status.is_review());
    request.creates = existing.is_none();
    if existing.is_none() {
        request.tags.clone_from(&target.desired.tags);
    }
    // Parameters that come with what is imported.
    for (name, value) in target.desired.parameters(existing)? {
        if template.contains(&format!("\"{name}\"")) {
            request.parameters.entry(name).or_insert(value);
        }
    }
    as_deployed::name(&mut request, base);
    Ok(request)
}

/// The stack, once nobody changes it any more.
async fn stack(deployment: &Deployment<'_>, target: &Target<'_>) -> Result<Option<Stack>> {
    let id = target.id();
    match survey::settled(deployment, target).await? {
        Some(stack) if stack.status.is_deleted() => Ok(None),
        Some(stack) if !stack.status.takes_changes() && !stack.status.is_review() => {
            let text = format!("`{id}` is {}, and takes no resources", stack.status);
            Err(Problem::new(text).hint("find the way out with `recover` first"))
        }
        found => Ok(found),
    }
}
