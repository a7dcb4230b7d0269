//! Stacks as they would be if everything that the app moves had moved already.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use ecomind_constructs::{
    synth::ResourceMove,
    template::{Template, canonical},
};
use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use crate::assembly::{Origin, StackSnapshot};

use super::rewrite::{Location, Rewriter};

/// Stacks before a change, with what moves where it moves to.
#[derive(Debug, Clone)]
pub(crate) struct Relocated<'a> {
    /// The stacks; one that only comes about by a move is among them.
    pub(crate) stacks: Cow<'a, [StackSnapshot]>,
    /// The ids of the stacks that come about by a move.
    pub(super) new: BTreeSet<String>,
    /// The ids of the stacks that something moves out of or into.
    pub(crate) involved: BTreeSet<String>,
}

/// `before` after the moves that are still to be made: of resources that are where they were and not
/// yet where they will be. References follow, as they do in the refactor that a deployment makes.
pub(crate) fn relocate<'a>(
    before: &'a [StackSnapshot],
    after: &[StackSnapshot],
    moves: &[ResourceMove],
) -> Relocated<'a> {
    if moves.is_empty() {
        return as_it_is(before);
    }
    let ids = before.iter().chain(after).map(|stack| stack.id.as_str());
    let ids: IndexSet<&str> = ids.collect();
    let indexed = |stacks: &[StackSnapshot]| -> BTreeMap<usize, Value> {
        let roots = stacks.iter().filter_map(|stack| {
            let root = Value::Object(stack.template.root().clone());
            Some((ids.get_index_of(stack.id.as_str())?, root))
        });
        roots.collect()
    };
    let (deployed, desired) = (indexed(before), indexed(after));
    let pending = moves
        .iter()
        .filter_map(|it| pending(it, &ids, &deployed, &desired));
    let pending: BTreeMap<Location, Location> = pending.collect();
    if pending.is_empty() {
        return as_it_is(before);
    }
    let involved: BTreeSet<usize> = pending
        .iter()
        .flat_map(|(from, to)| [from.0, to.0])
        .collect();
    let templates =
        moved_templates(&ids, before, after, (&deployed, &desired), &pending, &involved);

    let mut relocated = as_it_is(before);
    let stacks = relocated.stacks.to_mut();
    for (index, template) in templates {
        let id = ids[index];
        // What a map of resources was made of is one again.
        let Ok(template) = Template::from_json(&template.to_string()) else { continue };
        relocated.involved.insert(id.to_owned());
        if let Some(stack) = stacks.iter_mut().find(|stack| stack.id == id) {
            stack.template = template;
        } else if let Some(stack) = after.iter().find(|stack| stack.id == id) {
            let origins = indexmap::IndexMap::new();
            relocated.new.insert(id.to_owned());
            stacks.push(StackSnapshot { template, origins, ..stack.clone() });
        }
    }
    for ((from, old), (to, new)) in &pending {
        let was = before.iter().find(|stack| stack.id == ids[*from]);
        let origin = was.and_then(|stack| stack.origins.get(old)).cloned();
        // Of a deployed template, nobody knows the constructs.
        let origin = origin.unwrap_or_else(|| Origin::new(format!("{}.{old}", ids[*from])));
        if let Some(stack) = stacks.iter_mut().find(|stack| stack.id == ids[*to]) {
            stack.origins.insert(new.clone(), origin);
        }
    }
    relocated
}

/// Stacks in which nothing moves.
fn as_it_is(stacks: &[StackSnapshot]) -> Relocated<'_> {
    let stacks = Cow::Borrowed(stacks);
    Relocated { stacks, new: BTreeSet::new(), involved: BTreeSet::new() }
}

/// A move that is still to be made.
fn pending(
    it: &ResourceMove,
    ids: &IndexSet<&str>,
    deployed: &BTreeMap<usize, Value>,
    desired: &BTreeMap<usize, Value>,
) -> Option<(Location, Location)> {
    let index = |id: &str| ids.get_index_of(id);
    let (from, to) = (index(&it.from.0)?, index(&it.to.0)?);
    let of = |templates: &BTreeMap<usize, Value>, index: usize, id: &str| -> Option<Value> {
        templates.get(&index)?["Resources"].get(id).cloned()
    };
    let old = of(deployed, from, &it.from.1)?;
    let new = of(desired, to, &it.to.1)?;
    let is_there = of(deployed, to, &it.to.1).is_some();
    (!is_there && old["Type"] == new["Type"])
        .then(|| ((from, it.from.1.clone()), (to, it.to.1.clone())))
}

/// The templates of the stacks that are involved, once everything has moved.
fn moved_templates(
    ids: &IndexSet<&str>,
    before: &[StackSnapshot],
    after: &[StackSnapshot],
    (deployed, desired): (&BTreeMap<usize, Value>, &BTreeMap<usize, Value>),
    moves: &BTreeMap<Location, Location>,
    involved: &BTreeSet<usize>,
) -> BTreeMap<usize, Value> {
    let nothing = Value::Null;
    let mut rewriter = Rewriter {
        names: ids.iter().map(|id| name(id, before, after)).collect(),
        deployed,
        desired: (0..ids.len())
            .map(|index| desired.get(&index).unwrap_or(&nothing))
            .collect(),
        moves,
        outputs: BTreeSet::new(),
        // None that the app doesn't want is shown, so that its name is nobody's concern.
        name: &|_| "Moved".to_owned(),
    };
    let mut templates = BTreeMap::new();
    for &index in involved {
        let empty = json!({"Resources": {}});
        let mut template = deployed.get(&index).unwrap_or(&empty).clone();
        for section in ["Resources", "Outputs"] {
            let entries = template[section].as_object().cloned().unwrap_or_default();
            let stays = entries.into_iter().filter(|(id, _)| {
                section != "Resources" || !moves.contains_key(&(index, id.clone()))
            });
            let kept: Map<String, Value> = stays
                .map(|(id, entry)| {
                    // What can't be rewritten stays as it is: the deployment says why.
                    let rewritten = rewriter.rewrite(&entry, index, index);
                    (id, rewritten.unwrap_or(entry))
                })
                .collect();
            if !kept.is_empty() || section == "Resources" {
                template[section] = Value::Object(kept);
            }
        }
        templates.insert(index, template);
    }
    for (from, to) in moves {
        let resource = deployed[&from.0]["Resources"][&from.1].clone();
        let rewritten = rewriter.rewrite(&resource, from.0, to.0);
        if let Some(template) = templates.get_mut(&to.0) {
            template["Resources"][&to.1] = rewritten.unwrap_or(resource);
        }
    }
    for (index, name, value) in rewriter.outputs {
        let value: Value = serde_json::from_str(&value).unwrap_or_default();
        let wanted = desired.get(&index).map(|it| &it["Outputs"][&name]);
        let is_wanted = |it: &&Value| canonical(&it["Value"]) == canonical(&value);
        if let (Some(wanted), Some(template)) =
            (wanted.filter(is_wanted), templates.get_mut(&index))
        {
            if !template["Outputs"].is_object() {
                template["Outputs"] = Value::Object(Map::new());
            }
            template["Outputs"][&name] = wanted.clone();
        }
    }
    templates
}

/// What CloudFormation calls a stack.
fn name<'a>(id: &'a str, before: &'a [StackSnapshot], after: &'a [StackSnapshot]) -> &'a str {
    let mut stacks = after.iter().chain(before);
    let found = stacks.find(|stack| stack.id == id);
    found.map_or(id, |stack| stack.name.as_str())
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::{prelude::*, synth::synthesize};

    use crate::{
        assembly::Origin,
        diff::{Action, Presence, StackDifference, compare_relocated},
    };

    use super::*;

    fn stack(id: &str, text: &str) -> StackSnapshot {
        StackSnapshot::of_template(id, Template::from_text(text).unwrap())
    }

    /// The same as the app makes it: with the constructs of its resources.
    fn made(id: &str, text: &str) -> StackSnapshot {
        let mut made = stack(id, text);
        let resources = made.template.resources();
        let ids: Vec<String> = resources.map(|it| it.logical_id.to_owned()).collect();
        for resource in ids {
            made.origins
                .insert(resource.clone(), Origin::new(format!("{id}/{resource}")));
        }
        made
    }

    /// What an app says that has moved a topic.
    fn moves(old: &str, new: &str) -> Vec<ResourceMove> {
        let mut app = App::new();
        let (stack, id) = new.split_once('/').unwrap();
        for name in ["Data", "Work"] {
            let mut scope = app.stack(name).unwrap();
            if name == stack {
                RawResource::new("AWS::SNS::Topic")
                    .add(id, &mut scope)
                    .unwrap();
            }
        }
        app.moved(old, new).unwrap();
        synthesize(&app).unwrap().moves
    }

    fn differences(
        before: &[StackSnapshot],
        after: &[StackSnapshot],
        moves: &[ResourceMove],
    ) -> Vec<StackDifference> {
        compare_relocated(&relocate(before, after, moves), after, &[]).stacks
    }

    const WITH: &str = "Resources: {Stays: {Type: AWS::SQS::Queue}, Old: {Type: AWS::SNS::Topic}}";
    const WITHOUT: &str = "Resources: {Stays: {Type: AWS::SQS::Queue}}";
    const THERE: &str = "Resources: {New: {Type: AWS::SNS::Topic}, Jobs: {Type: AWS::SQS::Queue}}";
    const NOT_YET: &str = "Resources: {Jobs: {Type: AWS::SQS::Queue}}";

    #[test]
    fn a_resource_that_moves_to_another_stack_is_neither_removed_nor_added() {
        let before = [stack("Data", WITH), stack("Work", NOT_YET)];
        let after = [made("Data", WITHOUT), made("Work", THERE)];
        let [data, work] = &differences(&before, &after, &moves("Data/Old", "Work/New"))[..] else {
            panic!("two stacks")
        };
        assert!(data.is_empty(), "{data:#?}");
        let [topic] = &work.resources[..] else { panic!("{work:#?}") };
        assert_eq!((topic.action, topic.moved_from.as_deref()), (Action::Move, Some("Data.Old")));
        assert!(work.findings.is_empty(), "{work:#?}");
    }

    #[test]
    fn once_it_has_moved_nothing_is_told_of_it() {
        let after = [made("Data", WITHOUT), made("Work", THERE)];
        let found = differences(&after, &after, &moves("Data/Old", "Work/New"));
        assert!(found.iter().all(StackDifference::is_empty), "{found:#?}");
    }

    #[test]
    fn a_stack_that_comes_about_by_a_move_is_new() {
        let before = [stack("Data", WITH)];
        let after = [made("Data", WITHOUT), made("Work", THERE)];
        let found = differences(&before, &after, &moves("Data/Old", "Work/New"));
        let work = &found[1];
        assert_eq!(work.presence, Presence::Added);
        let actions: Vec<_> = work
            .resources
            .iter()
            .map(|it| (&*it.logical_id, it.action))
            .collect();
        assert_eq!(actions, [("New", Action::Move), ("Jobs", Action::Add)]);
    }

    #[test]
    fn references_within_a_stack_follow() {
        let before = "Resources: {Old: {Type: AWS::SNS::Topic}, Sub: {Type: AWS::SNS::Subscription, \
                      Properties: {TopicArn: !Ref Old}}}";
        let after = "Resources: {New: {Type: AWS::SNS::Topic}, Sub: {Type: AWS::SNS::Subscription, \
                     Properties: {TopicArn: !Ref New}}}";
        let (before, after) = ([stack("Data", before)], [made("Data", after)]);
        let found = differences(&before, &after, &moves("Data/Old", "Data/New"));
        let [only] = &found[0].resources[..] else { panic!("{found:#?}") };
        assert_eq!((&*only.logical_id, only.action), ("New", Action::Move));
    }

    #[test]
    fn rejects_a_move_to_another_type() {
        let other = "Resources: {New: {Type: AWS::SQS::Queue}, Jobs: {Type: AWS::SQS::Queue}}";
        let before = [stack("Data", WITH), stack("Work", NOT_YET)];
        let after = [made("Data", WITHOUT), made("Work", other)];
        let found = differences(&before, &after, &moves("Data/Old", "Work/New"));
        assert_eq!(found[0].resources[0].action, Action::Remove);
        assert_eq!(found[1].resources[0].action, Action::Add);
    }
}
