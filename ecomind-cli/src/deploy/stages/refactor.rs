//! Resources that move before anything else happens.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use ecomind_constructs::synth::{Assembly, ResourceMove};
use serde_json::{Map, Value, json};

use crate::{
    cloudformation::{CloudFormation, RefactorRequest, TemplateSource},
    deploy::{
        Change, Event, Operator, Problem, Result, Review, Risk,
        back_off::BackOff,
        change_sets::{digest, fitting},
        review::Action,
        survey::{Found, Situation},
        target::Target,
    },
    diff::rewrite::{Location, Rewriter},
};

use super::exports::pretty;

/// CloudFormation refactors at most so many stacks at once.
const MOST: usize = 5;

/// A refactor to be done before anything else.
pub(in crate::deploy) struct RefactorPlan {
    request: RefactorRequest,
    cloud: Rc<dyn CloudFormation>,
    /// Stacks and the templates that they have afterwards.
    pub(in crate::deploy) templates: Vec<(usize, String)>,
    /// What moves, for people.
    pub(in crate::deploy) reviews: Vec<Review>,
}

impl RefactorPlan {
    /// A digest of all that it does.
    pub(in crate::deploy) fn digest(&self) -> String {
        digest(&format!("{:?} {:?}", self.request.moves, self.templates))
    }
}

/// The refactor that the moves of the app ask for; none when everything is where it should be.
pub(super) fn planned(
    assembly: &Assembly,
    targets: &[Target<'_>],
    found: &[Found],
) -> std::result::Result<Option<RefactorPlan>, Vec<Problem>> {
    let deployed: BTreeMap<usize, Value> = found
        .iter()
        .enumerate()
        .filter_map(|(index, it)| {
            let template = it.template.as_deref()?;
            Some((index, serde_json::from_str(template).ok()?))
        })
        .collect();
    let (mut moves, mut problems) = (BTreeMap::new(), Vec::new());
    for it in &assembly.moves {
        match pending(it, targets, found, &deployed) {
            Ok(Some((from, to))) => {
                moves.insert(from, to);
            }
            Ok(None) => {}
            Err(problem) => {
                problems.push(Problem { location: Some(it.location), ..problem });
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if moves.is_empty() {
        return Ok(None);
    }
    plan(targets, found, &deployed, &moves)
        .map(Some)
        .map_err(|problem| vec![problem])
}

/// Moves the resources, before anything else is done.
pub(in crate::deploy) async fn execute(
    plan: &RefactorPlan,
    targets: &[Target<'_>],
    operator: &dyn Operator,
) -> Result<()> {
    let mut request = plan.request.clone();
    for ((index, _), (_, template)) in plan.templates.iter().zip(&mut request.stacks) {
        let target = &targets[*index];
        let bucket = || target.bucket.clone();
        *template = fitting(&*plan.cloud, &bucket, target.id(), template.clone()).await?;
    }
    let failed = |error| Problem::from(error);
    let id = plan.cloud.create_refactor(&request).await.map_err(failed)?;
    let made = settled(plan, &id).await?;
    if made.status != "CREATE_COMPLETE" {
        return Err(refused(made.reason).detail("nothing was changed"));
    }
    plan.cloud.execute_refactor(&id).await.map_err(failed)?;
    let done = settled(plan, &id).await?;
    if done.execution_status != "EXECUTE_COMPLETE" {
        let status = format!("the refactor is {}", done.execution_status);
        return Err(refused(done.reason).detail(status));
    }
    let id = |name: &String| {
        let target = targets.iter().find(|target| target.name() == name);
        target.map_or(name.as_str(), Target::id).to_owned()
    };
    for it in &request.moves {
        let text = format!("`{}` of `{}` is `{}` now", it.from.1, id(&it.from.0), it.to.1);
        operator.tell(&Event::Note { stack: id(&it.to.0), text });
    }
    Ok(())
}

async fn settled(plan: &RefactorPlan, id: &str) -> Result<crate::cloudformation::Refactor> {
    let mut pause = BackOff::new();
    loop {
        let found = plan.cloud.refactor(id).await.map_err(Problem::from)?;
        if !found.is_in_progress() {
            return Ok(found);
        }
        pause.wait().await;
    }
}

fn refused(reason: Option<String>) -> Problem {
    let reason = reason.unwrap_or_else(|| "it gives no reason".to_owned());
    let text = format!("CloudFormation can't move the resources: {}", reason.trim_end_matches('.'));
    Problem::new(text).hint(
        "undo the move, or keep the logical ids with `Scope::moved` where they stay in one stack",
    )
}

/// Where a resource is and where it is to be, unless it is there or was never anywhere.
fn pending(
    it: &ResourceMove,
    targets: &[Target<'_>],
    found: &[Found],
    deployed: &BTreeMap<usize, Value>,
) -> Result<Option<(Location, Location)>> {
    let position = |id: &str| targets.iter().position(|target| target.id() == id);
    let has = |index: usize, id: &str| {
        deployed
            .get(&index)
            .is_some_and(|it| it["Resources"].get(id).is_some())
    };
    let (from, to) = match (position(&it.from.0), position(&it.to.0)) {
        (Some(from), Some(to)) => (from, to),
        (Some(from), None) if has(from, &it.from.1) => return Err(alone(it, &it.from.0)),
        (None, Some(to)) if !has(to, &it.to.1) && deployed.contains_key(&to) => {
            return Err(alone(it, &it.to.0));
        }
        _ => return Ok(None),
    };
    if !has(from, &it.from.1) || has(to, &it.to.1) {
        return Ok(None);
    }
    let what = format!("`{}` of `{}` can't move to `{}`", it.from.1, it.from.0, it.to.0);
    if targets[from].desired.place() != targets[to].desired.place() {
        return Err(Problem::new(format!("{what}: that is in another account or region")));
    }
    let is_shell = found[to].stack.is_some() && !deployed.contains_key(&to);
    if is_shell || found[to].situation == Situation::Leftover {
        return Err(Problem::new(format!(
            "{what}: it was never made, and something is left of it"
        ))
        .hint("clear it away with `recover` first"));
    }
    let old = &deployed[&from]["Resources"][&it.from.1]["Type"];
    let new = &targets[to].desired.template["Resources"][&it.to.1]["Type"];
    if old != new {
        return Err(Problem::new(format!("{what}: it is {old}, and would be {new}")));
    }
    Ok(Some(((from, it.from.1.clone()), (to, it.to.1.clone()))))
}

fn alone(it: &ResourceMove, selected: &str) -> Problem {
    let (from, to) = (&it.from.0, &it.to.0);
    Problem::new(format!(
        "`{}` moves from `{from}` to `{to}`, and only `{selected}` is deployed",
        it.from.1
    ))
    .hint(format!("deploy `{from}` and `{to}` with one command"))
}

fn plan(
    targets: &[Target<'_>],
    found: &[Found],
    deployed: &BTreeMap<usize, Value>,
    moves: &BTreeMap<Location, Location>,
) -> Result<RefactorPlan> {
    let involved: BTreeSet<usize> = moves.iter().flat_map(|(from, to)| [from.0, to.0]).collect();
    if MOST < involved.len() {
        let text = format!(
            "resources of {} stacks move, and CloudFormation takes {MOST} at once",
            involved.len()
        );
        return Err(Problem::new(text).hint("deploy the moves in several versions of the app"));
    }
    let templates = templates(targets, deployed, moves, &involved)?;
    let name = |index: usize| targets[index].name().to_owned();
    let request = RefactorRequest {
        description: format!("{} resources move", moves.len()),
        stacks: templates
            .iter()
            .map(|(index, text)| (name(*index), TemplateSource::Inline(text.clone())))
            .collect(),
        moves: moves
            .iter()
            .map(|(from, to)| crate::cloudformation::ResourceMove {
                from: (name(from.0), from.1.clone()),
                to: (name(to.0), to.1.clone()),
            })
            .collect(),
        creates_stacks: involved.iter().any(|&index| found[index].stack.is_none()),
    };
    let first = *involved.iter().next().expect("every move has two ends");
    let cloud = Rc::clone(&targets[first].cloud);
    let reviews = reviews(targets, deployed, moves);
    Ok(RefactorPlan { request, cloud, templates, reviews })
}

/// The templates of the stacks once the resources have moved, and nothing else has changed.
fn templates(
    targets: &[Target<'_>],
    deployed: &BTreeMap<usize, Value>,
    moves: &BTreeMap<Location, Location>,
    involved: &BTreeSet<usize>,
) -> Result<Vec<(usize, String)>> {
    let mut rewriter = Rewriter {
        names: targets.iter().map(Target::name).collect(),
        deployed,
        desired: targets
            .iter()
            .map(|target| &target.desired.template)
            .collect(),
        moves,
        outputs: BTreeSet::new(),
        name: &|value| format!("Moved{}", digest(&value.to_string())[..12].to_uppercase()),
    };
    let mut templates = BTreeMap::new();
    for &index in involved {
        let empty = json!({"Resources": {}});
        let mut template = deployed.get(&index).unwrap_or(&empty).clone();
        for section in ["Resources", "Outputs"] {
            let entries = template[section].as_object().cloned().unwrap_or_default();
            let mut kept = Map::new();
            for (id, entry) in entries {
                let is_gone = section == "Resources" && moves.contains_key(&(index, id.clone()));
                if !is_gone {
                    let entry = rewriter.rewrite(&entry, index, index);
                    let refused = |reason: String| stays_behind(targets, (index, &id), &reason);
                    kept.insert(id.clone(), entry.map_err(refused)?);
                }
            }
            if !kept.is_empty() || section == "Resources" {
                template[section] = Value::Object(kept);
            }
        }
        templates.insert(index, template);
    }
    for (from, to) in moves {
        let resource = &deployed[&from.0]["Resources"][&from.1];
        let resource = rewriter.rewrite(resource, from.0, to.0);
        let refused = |reason: String| stays_behind(targets, (from.0, &from.1), &reason);
        let resource = resource.map_err(refused)?;
        if let Some(template) = templates.get_mut(&to.0) {
            template["Resources"][&to.1] = resource;
        }
    }
    for (index, name, value) in rewriter.outputs {
        if let Some(template) = templates.get_mut(&index) {
            let value: Value = serde_json::from_str(&value).unwrap_or_default();
            if !template["Outputs"].is_object() {
                template["Outputs"] = Value::Object(Map::new());
            }
            template["Outputs"][name] = json!({"Value": value});
        }
    }
    if let Some((index, _)) = templates
        .iter()
        .find(|(_, it)| it["Resources"].as_object().is_none_or(Map::is_empty))
    {
        let id = targets[*index].id();
        return Err(Problem::new(format!(
            "`{id}` would lose its last resource, and a refactor leaves no stack empty"
        ))
        .hint("keep a resource in it, and delete the stack with `destroy` afterwards"));
    }
    Ok(templates
        .into_iter()
        .map(|(index, template)| (index, pretty(&template)))
        .collect())
}

fn stays_behind(targets: &[Target<'_>], (index, id): (usize, &str), reason: &str) -> Problem {
    let stack = targets[index].id();
    Problem::new(format!("`{id}` of `{stack}` can't move: {reason}"))
        .hint("put the value into the template first, deploy that, and move it then")
}

/// What moves, for each stack that gets something.
fn reviews(
    targets: &[Target<'_>],
    deployed: &BTreeMap<usize, Value>,
    moves: &BTreeMap<Location, Location>,
) -> Vec<Review> {
    let mut reviews: BTreeMap<usize, Review> = BTreeMap::new();
    for (from, to) in moves {
        let desired = &targets[to.0].desired;
        let element = desired.element(&to.1);
        let resource = &deployed[&from.0]["Resources"][&from.1];
        let change = Change {
            action: Action::Move,
            logical_id: to.1.clone(),
            resource_type: resource["Type"].as_str().unwrap_or_default().to_owned(),
            path: element.map(|element| element.path.to_string()),
            location: element.map(|element| element.location),
            causes: vec![format!("was `{}` of `{}`", from.1, targets[from.0].id())],
            is_stateful: false,
            is_kept: true,
            risk: Risk::Change,
        };
        let review = reviews.entry(to.0);
        let review =
            review.or_insert_with(|| Review::empty(desired, "move, before all else, into"));
        review.is_certain = true;
        review.changes.push(change);
    }
    reviews.into_values().collect()
}
