//! What only CloudFormation knows about stacks, asked without changing anything.

use std::{cell::RefCell, collections::BTreeMap};

use ecomind_constructs::validation::{self, RuleId, Severity};
use serde_json::Value;

use crate::cloudformation::{ChangeSetRequest, ErrorKind, Export, Finding, Stack};

use super::{
    Deployment, Problem, Problems, Result,
    change_sets::{self, Refusal},
    export_names,
    prepare::{Begun, discard_begun},
    runtime::{Stopped, unless_stopped},
    schedule::in_order,
    target::{Target, all, is_after},
};

/// What CloudFormation finds when it makes a change set.
pub(crate) const EARLY_VALIDATION: RuleId = RuleId::new("early-validation");
/// A stack that has the name of ours and nothing of ours in it.
pub(crate) const STACK_NAME: RuleId = RuleId::new("stack-name");
/// A stack that can't be changed as it is.
pub(crate) const STACK_STATUS: RuleId = RuleId::new("stack-status");
/// A name that another stack exports already.
pub(crate) const EXPORT_NAME: RuleId = RuleId::new("export-name");
/// A name that nobody exports.
pub(crate) const MISSING_EXPORT: RuleId = RuleId::new("missing-export");
/// More than the account may have.
pub(crate) const QUOTA: RuleId = RuleId::new("quota");

/// What is found beside what templates say, and what holds.
pub(crate) const RULES: &[(RuleId, &str)] = &[
    (EARLY_VALIDATION, "CloudFormation takes the change set, and finds nothing in it."),
    (STACK_NAME, "The name of a stack is not that of somebody else's."),
    (STACK_STATUS, "A stack can be changed as it is."),
    (EXPORT_NAME, "No other stack exports the name."),
    (MISSING_EXPORT, "Somebody exports the name."),
    (QUOTA, "The account has room for the stack."),
];

/// What is known of the stacks now.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    /// By the ids of stacks, in order of deployment.
    pub(crate) findings: Vec<(String, Vec<validation::Finding>)>,
    /// Stacks of which no change set could be made, and why.
    pub(crate) unasked: Vec<(String, String)>,
}

/// Asks CloudFormation about each stack: what is there under its name, which names are exported, and
/// what it finds in a change set, which is deleted again.
pub(crate) async fn ask(deployment: &Deployment<'_>) -> std::result::Result<Answers, Problems> {
    deployment
        .masked(async |deployment, targets, secrets| {
            let mut answers = ask_targets(deployment, &targets).await?;
            for finding in answers
                .findings
                .iter_mut()
                .flat_map(|(_, findings)| findings)
            {
                finding.message = secrets.mask(&finding.message);
            }
            Ok(answers)
        })
        .await
}

async fn ask_targets(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
) -> std::result::Result<Answers, Problems> {
    let begun = Begun::default();
    let work = ask_all(targets, deployment, &begun);
    match unless_stopped(deployment.settings.timeout, work).await {
        Ok(answers) => answers,
        Err(stopped) => {
            discard_begun(targets, &begun).await;
            Err(vec![match stopped {
                Stopped::Interrupted => Problem::interrupted("interrupted: nothing was changed"),
                Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
            }])
        }
    }
}

/// A stack as it is.
enum There {
    Nothing,
    /// It can be changed; whether it is not what it should be.
    Stack(Box<Stack>, bool),
    /// It has the name of ours, and none of our resources.
    Foreign,
    /// What is left of a creation that failed; a deployment deletes it.
    Leftover,
    /// Something changes it, or it can't be changed; its status.
    Busy(String),
    Stuck(String),
}

impl There {
    fn changes(&self) -> bool {
        !matches!(self, Self::Stack(_, false))
    }
}

async fn ask_all(
    targets: &[Target<'_>],
    deployment: &Deployment<'_>,
    begun: &Begun,
) -> std::result::Result<Answers, Problems> {
    let (limit, no_order) = (deployment.settings.concurrency, vec![Vec::new(); targets.len()]);
    let there = all(in_order(&no_order, limit, |index| look(&targets[index])).await)?;
    let there = &there;
    let exports = exports(targets).await.map_err(|problem| vec![problem])?;
    let unasked = RefCell::new(BTreeMap::new());
    let changes = |index: usize| there[index].changes();
    let work = |index: usize| {
        let (target, there, exports, unasked) =
            (&targets[index], &there[index], &exports, &unasked);
        let is_late = is_after(targets, index, &changes);
        async move {
            let place = target.desired.place();
            let known = exports.get(&place).map(Vec::as_slice).unwrap_or_default();
            let mut findings = export_names::check(target, known, targets);
            match of_stack(target, there, is_late) {
                Asked::Now(existing) => {
                    findings.extend(of_change_set(target, existing, deployment, begun).await?);
                }
                Asked::Found(finding) => findings.push(finding),
                Asked::Later(reason) => {
                    unasked.borrow_mut().insert(index, reason);
                }
                Asked::Never => {}
            }
            Ok((target.id().to_owned(), placed(findings, target)))
        }
    };
    let done = in_order(&no_order, limit, work).await;
    let findings = match all(done) {
        Ok(findings) => findings,
        Err(problems) => {
            discard_begun(targets, begun).await;
            return Err(problems);
        }
    };
    let unasked = unasked.into_inner().into_iter();
    let unasked = unasked.map(|(index, reason)| (targets[index].id().to_owned(), reason));
    Ok(Answers { findings, unasked: unasked.collect() })
}

async fn look(target: &Target<'_>) -> Result<There> {
    let failed = |error| Problem::of(target.id(), &error);
    let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
    let stack = stack.filter(|stack| !stack.status.is_deleted() && !stack.status.is_review());
    let Some(stack) = stack else { return Ok(There::Nothing) };
    let status = stack.status.to_string();
    if stack.status.is_in_progress() {
        return Ok(There::Busy(status));
    }
    if stack.status.is_failed_creation() {
        return Ok(There::Leftover);
    }
    let template = target.cloud.template(&stack.id).await.map_err(failed)?;
    if is_foreign(&target.desired.template, &template) {
        return Ok(There::Foreign);
    }
    if !stack.status.takes_changes() {
        return Ok(There::Stuck(status));
    }
    let is_met = target.desired.is_met_by(&stack, &template);
    Ok(There::Stack(Box::new(stack), !is_met))
}

/// Whether a deployed template has no resource of ours: neither the id nor the type is enough.
fn is_foreign(desired: &Value, deployed: &str) -> bool {
    let Ok(deployed) = serde_json::from_str::<Value>(deployed) else {
        // Ours are JSON.
        return true;
    };
    let (Some(ours), Some(theirs)) =
        (desired["Resources"].as_object(), deployed["Resources"].as_object())
    else {
        return false;
    };
    let is_same = |(id, resource): (&String, &Value)| {
        theirs
            .get(id)
            .is_some_and(|other| other["Type"] == resource["Type"])
    };
    !theirs.is_empty() && !ours.iter().any(is_same)
}

/// What is to be done about a stack.
enum Asked<'a> {
    Now(Option<&'a Stack>),
    Found(validation::Finding),
    Later(String),
    /// It is as it should be.
    Never,
}

fn of_stack<'a>(target: &Target<'_>, there: &'a There, is_late: bool) -> Asked<'a> {
    let name = target.name();
    match there {
        There::Stack(_, false) => Asked::Never,
        There::Foreign => Asked::Found(
            error(
                STACK_NAME,
                "",
                format!(
                    "has the name `{name}`, and the stack of that name has none of its resources"
                ),
            )
            .hint("somebody else's stack would lose all it has: give the app another name prefix"),
        ),
        There::Stuck(status) => Asked::Found(
            error(STACK_STATUS, "", format!("can't be deployed: `{name}` is {status}"))
                .hint("see why with `events`, and repair it before you deploy"),
        ),
        There::Busy(status) => Asked::Later(format!("it is {status}")),
        There::Leftover => Asked::Later("what a failed creation left is deleted first".to_owned()),
        _ if is_late => {
            Asked::Later("a stack that it waits for is not deployed as it is".to_owned())
        }
        There::Nothing => Asked::Now(None),
        There::Stack(stack, true) => Asked::Now(Some(stack)),
    }
}

/// What CloudFormation finds in a change set of the stack.
async fn of_change_set(
    target: &Target<'_>,
    existing: Option<&Stack>,
    deployment: &Deployment<'_>,
    begun: &Begun,
) -> Result<Vec<validation::Finding>> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let mut request = change_sets::request(&target.desired, deployment.settings, existing)?;
    // Not the one of a plan: that must stay.
    request.name = request
        .name
        .replacen(change_sets::PREFIX, "ecomind-check-", 1);
    let template = crate::cloudformation::TemplateSource::default();
    begun
        .borrow_mut()
        .push(ChangeSetRequest { template, ..request.clone() });
    let bucket = || target.bucket.clone();
    let made = change_sets::ask(cloud, &bucket, id, request.clone()).await;
    let change_set = match made {
        Ok(change_set) => change_set,
        Err(Refusal::Call(refused)) if refused.kind == ErrorKind::Invalid => {
            return Ok(vec![error(EARLY_VALIDATION, "", told("is refused: ", &refused.message))]);
        }
        Err(Refusal::Call(refused)) if refused.kind == ErrorKind::QuotaExceeded => {
            return Ok(vec![error(
                QUOTA,
                "",
                told("does not fit into the account: ", &refused.message),
            )]);
        }
        Err(refusal) => return Err(refusal.into_problem(id)),
    };
    let found = cloud.findings(&change_set.id, &change_set.stack_id).await;
    change_sets::discard(cloud, &request).await;
    let found = match found {
        Err(refused) if refused.kind == ErrorKind::Unsupported => Vec::new(),
        found => found.map_err(|refused| Problem::of(id, &refused))?,
    };
    let mut findings: Vec<_> = found.into_iter().map(finding).collect();
    let is_explained = findings.iter().any(|it| it.severity == Severity::Error);
    if !change_set.is_ready() && !change_set.is_empty() && !is_explained {
        findings.push(error(EARLY_VALIDATION, "", told("is refused: ", &change_set.status_reason)));
    }
    Ok(findings)
}

fn finding(found: Finding) -> validation::Finding {
    let id = found.logical_id.unwrap_or_default();
    let path = found.path.unwrap_or_default();
    let at = match path.trim_start_matches('/') {
        "" if id.is_empty() => String::new(),
        "" => format!("Resources/{id}"),
        at => at.to_owned(),
    };
    let (severity, words) = if found.is_fatal {
        (Severity::Error, "is refused: ")
    } else {
        (Severity::Warning, "makes trouble: ")
    };
    let check = found.check.map(|check| format!(" ({check})"));
    let message = told(words, &found.message) + &check.unwrap_or_default();
    validation::Finding::new(EARLY_VALIDATION, severity, at, message)
}

pub(super) fn error(rule: RuleId, at: &str, message: impl Into<String>) -> validation::Finding {
    validation::Finding::new(rule, Severity::Error, at, message)
}

fn told(words: &str, message: &str) -> String {
    format!("{words}{}", message.trim_end_matches('.'))
}

/// The findings, with the constructs and the lines that they are about.
fn placed(mut findings: Vec<validation::Finding>, target: &Target<'_>) -> Vec<validation::Finding> {
    let artifact = target.desired.artifact;
    artifact.origins().tell(&mut findings);
    for finding in findings.iter_mut().filter(|finding| finding.at.is_empty()) {
        finding.construct = Some(artifact.path());
    }
    findings
}

/// What is exported in each place that has a stack of ours.
async fn exports(
    targets: &[Target<'_>],
) -> Result<BTreeMap<crate::cloudformation::Place, Vec<Export>>> {
    let mut exports = BTreeMap::new();
    for target in targets
        .iter()
        .filter(|it| export_names::are_in(&it.desired.template))
    {
        let place = target.desired.place();
        if exports.contains_key(&place) {
            continue;
        }
        let found = target.cloud.exports().await;
        let found = found.map_err(|error| Problem::of(target.id(), &error))?;
        exports.insert(place, found);
    }
    Ok(exports)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stack_is_foreign_when_it_has_nothing_of_ours() {
        let ours = json!({"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}});
        let is_foreign = |theirs: &Value| is_foreign(&ours, &theirs.to_string());
        assert!(!is_foreign(&ours));
        assert!(is_foreign(&json!({"Resources": {"Jobs": {"Type": "AWS::SNS::Topic"}}})));
        assert!(is_foreign(&json!({"Resources": {"Page": {"Type": "AWS::S3::Bucket"}}})));
        // Nothing is lost there.
        assert!(!is_foreign(&json!({"Resources": {}})));
    }
}
