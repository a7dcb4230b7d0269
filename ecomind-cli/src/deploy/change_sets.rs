//! The life of a change set.

use sha2::{Digest as _, Sha256};

use crate::cloudformation::{
    self, ChangeSet, ChangeSetRequest, CloudFormation, DeleteRequest, Error, ErrorKind, Stack,
    TemplateSource,
};

use super::{
    Problem, Result, Settings, back_off::BackOff, desired::Desired, findings, fixes::likely_fix,
    garbage,
};

/// What the names of our change sets, and the marks of our events, begin with.
pub(super) const PREFIX: &str = "ecomind-";

/// CloudFormation refuses a template of more bytes in a request.
const INLINE: usize = 51_200;

/// What came of a change set.
#[derive(Debug)]
pub(super) enum Made {
    /// It can be executed.
    Ready(ChangeSet),
    /// There is nothing to change.
    Empty,
}

/// Why a change set could not be asked for.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A call failed.
    Call(Error),
    Other(Problem),
}

impl Refusal {
    /// What it means for the stack with this id.
    pub(super) fn into_problem(self, id: &str) -> Problem {
        match self {
            Self::Call(error) => Problem::of(id, &error),
            Self::Other(problem) => problem,
        }
    }
}

/// The request of a change set that makes `stack` what is desired.
///
/// The name says what is asked for and of which state of the stack, so that a process that is
/// killed and run again finds what it has begun instead of making it twice.
pub(super) fn request(
    desired: &Desired<'_>,
    settings: &Settings,
    stack: Option<&Stack>,
) -> Result<ChangeSetRequest> {
    let existing = stack.filter(|stack| !stack.status.is_review());
    let parameters = desired.parameters(existing)?;
    let mut request = ChangeSetRequest {
        stack: desired.artifact.name.clone(),
        name: String::new(),
        creates: existing.is_none(),
        template: TemplateSource::Inline(desired.artifact.template.clone()),
        parameters,
        // An import leaves a stack as it is.
        tags: match existing {
            Some(stack) if !desired.imports.is_empty() => stack.tags.clone(),
            _ => desired.tags.clone(),
        },
        capabilities: desired.capabilities.clone(),
        role_arn: settings.role_arn.clone(),
        notification_arns: settings.notification_arns.clone(),
        rollback_alarms: settings.rollback_alarms.clone(),
        monitoring_minutes: settings.monitoring_minutes,
        express: settings.express,
        keeps_failure: settings.keeps_failure,
        imports: desired.imports.clone(),
        imports_existing: settings.imports_existing && desired.imports.is_empty(),
        reverts_drift: false,
    };
    let state = existing.map(|stack| (stack.id.as_str(), stack.changed, stack.status.as_str()));
    // A digest of a short secret gives it away to whoever tries all there are.
    let parameters = desired.without_secrets(&request.parameters);
    let salt = if parameters.len() < request.parameters.len() { fastrand::u64(..) } else { 0 };
    let values = std::mem::replace(&mut request.parameters, parameters);
    request.name = format!("{PREFIX}{}", &digest(&format!("{request:?} {state:?} {salt}"))[..24]);
    request.parameters = values;
    Ok(request)
}

/// Makes the change set, or finds it, and waits until CloudFormation is done with it.
pub(super) async fn ask(
    cloud: &dyn CloudFormation,
    bucket: &dyn Fn() -> String,
    id: &str,
    mut request: ChangeSetRequest,
) -> std::result::Result<ChangeSet, Refusal> {
    let template = fitting(cloud, bucket, id, request.template).await;
    request.template = template.map_err(Refusal::Other)?;
    match cloud.create_change_set(&request).await {
        Err(error) if error.kind != ErrorKind::AlreadyExists => return Err(Refusal::Call(error)),
        _ => {}
    }
    let mut pause = BackOff::new();
    loop {
        let found = cloud.change_set(&request.name, &request.stack).await;
        match found.map_err(Refusal::Call)? {
            Some(change_set) if !change_set.is_in_progress() => return Ok(change_set),
            Some(_) => pause.wait().await,
            None => {
                let problem = Problem::new(format!("the change set of `{id}` has disappeared"))
                    .hint("somebody else may have deleted it: run it again");
                return Err(Refusal::Other(problem));
            }
        }
    }
}

/// The same for one that is to be executed. One that is of no use is deleted.
pub(super) async fn make(
    cloud: &dyn CloudFormation,
    bucket: &dyn Fn() -> String,
    desired: &Desired<'_>,
    request: ChangeSetRequest,
) -> Result<Made> {
    attempt(cloud, bucket, desired, request).await?
}

/// The same for whoever tells apart what CloudFormation refuses, which is the inner problem.
pub(super) async fn attempt(
    cloud: &dyn CloudFormation,
    bucket: &dyn Fn() -> String,
    desired: &Desired<'_>,
    request: ChangeSetRequest,
) -> Result<Result<Made>> {
    let id = &desired.artifact.id;
    let change_set = match ask(cloud, bucket, id, request.clone()).await {
        Ok(change_set) => change_set,
        Err(Refusal::Call(error)) if error.kind == ErrorKind::Invalid => {
            return Ok(Err(Problem::of(id, &error)));
        }
        Err(refusal) => return Err(refusal.into_problem(id)),
    };
    if change_set.is_ready() || change_set.is_executed() {
        return Ok(Ok(Made::Ready(change_set)));
    }
    if change_set.is_empty() {
        // One that has failed and stays can't be executed, and goes with the next execution.
        let _ = discard(cloud, &request).await;
        return Ok(Ok(Made::Empty));
    }
    let found = findings::of(cloud, &change_set, desired).await;
    let left = discard(cloud, &request).await;
    let mut problem = Problem::new(format!(
        "CloudFormation can't change `{id}`: {}",
        change_set.status_reason.trim_end_matches('.')
    ));
    problem.location = found.first().and_then(|finding| finding.location);
    let reasons = found.iter().map(|finding| finding.text.as_str());
    let fix = reasons
        .chain([change_set.status_reason.as_str()])
        .find_map(likely_fix);
    problem.hint = fix.map(str::to_owned);
    problem.details = found.into_iter().map(|finding| finding.text).collect();
    problem.details.extend(left);
    Ok(Err(problem))
}

/// Deletes the change set of a request that won't be executed, and the shell of a stack that it was
/// made with. What can't be deleted is in nobody's way, so it is no failure; a sentence tells of it.
pub(super) async fn discard(
    cloud: &dyn CloudFormation,
    request: &ChangeSetRequest,
) -> Option<String> {
    let work = async {
        cloud
            .delete_change_set(&request.name, &request.stack)
            .await?;
        if request.creates {
            discard_shell(cloud, request).await?;
        }
        Ok::<_, Error>(())
    };
    let error = work.await.err()?;
    let (name, stack) = (&request.name, &request.stack);
    Some(format!(
        "change set `{name}` of `{stack}` is left, and the same command deletes it next time: {error}"
    ))
}

/// Deletes a stack that was never executed and has no change set any more. Ours takes a moment to
/// be gone; as long as there is another one, the shell is not ours to delete.
pub(super) async fn discard_shell(
    cloud: &dyn CloudFormation,
    request: &ChangeSetRequest,
) -> cloudformation::Result<()> {
    const LOOKS: u32 = 8;
    let stack = cloud.stack(&request.stack).await?;
    let Some(stack) = stack.filter(|stack| stack.status.is_review()) else { return Ok(()) };
    let mut pause = BackOff::new();
    for _ in 0..LOOKS {
        let left = cloud.change_sets(&stack.id).await?;
        if left.is_empty() {
            let token = format!("{PREFIX}shell");
            let request = DeleteRequest { stack: stack.id, token, ..DeleteRequest::default() };
            return cloud.delete_stack(&request).await;
        }
        let is_ours = |id: &String| id.split('/').any(|part| *part == request.name);
        if !left.iter().all(is_ours) {
            return Ok(());
        }
        pause.wait().await;
    }
    Ok(())
}

/// A template in a form that CloudFormation takes: through a bucket when it is too large.
pub(super) async fn fitting(
    cloud: &dyn CloudFormation,
    bucket: &dyn Fn() -> String,
    id: &str,
    template: TemplateSource,
) -> Result<TemplateSource> {
    match template {
        TemplateSource::Inline(body) if INLINE < body.len() => {
            Ok(TemplateSource::Url(upload(cloud, &bucket(), id, &body).await?))
        }
        fitting => Ok(fitting),
    }
}

/// Puts a template where CloudFormation can read it, under a name that its content gives.
async fn upload(cloud: &dyn CloudFormation, bucket: &str, id: &str, body: &str) -> Result<String> {
    let key = garbage::key(id, body);
    match cloud.upload(bucket, &key, body).await {
        Err(error) if error.kind == ErrorKind::Denied => {
            Err(Problem::of(id, &error).hint(format!(
                "its template has {} bytes, and CloudFormation takes {INLINE} at once: larger ones \
                 go through the bucket `{bucket}`; name another one with `--bucket`",
                body.len()
            )))
        }
        answer => answer.map_err(|error| Problem::of(id, &error)),
    }
}

/// The digest of a text, in hexadecimal digits.
pub(super) fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}
