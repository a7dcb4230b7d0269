//! Two assemblies, stack by stack.

use std::collections::BTreeMap;

use ecomind_constructs::template::{Resource, canonical};
use serde_json::{Map, Value};

use crate::assembly::StackSnapshot;

use super::{
    Action, ChangeSetView, Difference, Presence, ResourceDifference, SectionDifference,
    StackDifference, Verdict, change_set_view, exposure, findings,
    relocate::{Relocated, relocate},
    replacement,
    resolved::resolved,
    resource,
    risk::Risk,
};

/// What differs between two assemblies. Stacks are the same when their ids are.
///
/// ```
/// use ecomind_cli::{assembly::StackSnapshot, diff};
/// use ecomind_constructs::template::Template;
///
/// let stack = |text| StackSnapshot::of_template("Data", Template::from_text(text).unwrap());
/// let before = stack("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: a}}}");
/// let after = stack("Resources: {Q: {Type: AWS::SQS::Queue, Properties: {QueueName: b}}}");
///
/// let difference = diff::compare(&[before], &[after]);
/// let queue = difference.stack("Data").unwrap().resource("Q").unwrap();
/// assert_eq!(queue.replacement, diff::Verdict::Will);
/// assert_eq!(queue.reasons[0].property.as_deref(), Some("QueueName"));
/// ```
pub fn compare(before: &[StackSnapshot], after: &[StackSnapshot]) -> Difference {
    compare_with_change_sets(before, after, &[])
}

/// The same, with what CloudFormation says in change sets of some of the stacks: where it says
/// something, it decides.
pub fn compare_with_change_sets(
    before: &[StackSnapshot],
    after: &[StackSnapshot],
    views: &[ChangeSetView],
) -> Difference {
    compare_relocated(&relocate(before, &[], &[]), after, views)
}

/// The same, with what the app moves where it moves to.
pub(crate) fn compare_relocated(
    before: &Relocated<'_>,
    after: &[StackSnapshot],
    views: &[ChangeSetView],
) -> Difference {
    let (new, before) = (&before.new, &*before.stacks);
    let old = |id: &str| before.iter().find(|stack| stack.id == id);
    let gone = before
        .iter()
        .filter(|stack| !after.iter().any(|other| other.id == stack.id));
    let mut pairs: Vec<(Option<&StackSnapshot>, Option<&StackSnapshot>)> = after
        .iter()
        .map(|stack| (old(&stack.id), Some(stack)))
        .collect();
    pairs.extend(gone.map(|stack| (Some(stack), None)));
    compare_pairs(&pairs, views, &|id| new.contains(id))
}

/// What differs between stacks that belong together, whatever they are called.
fn compare_pairs(
    pairs: &[(Option<&StackSnapshot>, Option<&StackSnapshot>)],
    views: &[ChangeSetView],
    is_new: &dyn Fn(&str) -> bool,
) -> Difference {
    let mut stacks: Vec<StackDifference> = pairs
        .iter()
        .map(|(before, after)| stack(*before, *after))
        .collect();
    // Until something moves into it, there is none.
    for stack in stacks.iter_mut().filter(|stack| is_new(&stack.id)) {
        stack.presence = Presence::Added;
        stack.sections.clear();
    }
    let (before, after): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
    for (stack, after) in stacks.iter_mut().zip(&after) {
        if let Some(view) = views.iter().find(|it| it.stack == stack.id) {
            change_set_view::merge(stack, view, *after);
        }
    }
    replacement::spread(&mut stacks, &before, &after);
    for (index, stack) in stacks.iter_mut().enumerate() {
        in_order(stack, after[index]);
        stack.exposure = exposure::exposure(stack, before[index], after[index]);
        judge(stack, before[index], after[index]);
        findings::exports_in_use(index, stack, &before, &after);
        stack.risk = Risk::of(stack);
    }
    Difference::of(stacks)
}

/// Resources and sections that differ in one stack, each on its own.
fn stack(before: Option<&StackSnapshot>, after: Option<&StackSnapshot>) -> StackDifference {
    let presence = match (before, after) {
        (None, _) => Presence::Added,
        (_, None) => Presence::Removed,
        _ => Presence::Kept,
    };
    let named = after.or(before);
    let text = |value: fn(&StackSnapshot) -> &str| named.map(value).unwrap_or_default().to_owned();
    let mut difference = StackDifference {
        id: text(|stack| &stack.id),
        name: text(|stack| &stack.name),
        region: named.and_then(|stack| stack.region.clone()),
        presence,
        resources: Vec::new(),
        sections: Vec::new(),
        exposure: Vec::new(),
        findings: Vec::new(),
        risk: Risk::default(),
    };
    let old = resources(before);
    for (id, new) in resources(after) {
        let found = match (old.get(id), before, after) {
            (Some(old), Some(before), Some(after)) => resource::changed(*old, new, before, after),
            (_, _, Some(after)) => Some(resource::of(new, after, Action::Add)),
            _ => None,
        };
        difference.resources.extend(found);
    }
    if let Some(before) = before {
        let new = resources(after);
        let gone = before
            .template
            .resources()
            .filter(|it| !new.contains_key(it.logical_id));
        difference
            .resources
            .extend(gone.map(|it| resource::of(it, before, Action::Remove)));
    }
    difference.sections = sections(before, after);
    difference
}

fn resources(stack: Option<&StackSnapshot>) -> BTreeMap<&str, Resource<'_>> {
    let resources = stack
        .into_iter()
        .flat_map(|stack| stack.template.resources());
    resources
        .map(|resource| (resource.logical_id, resource))
        .collect()
}

/// In the order of the template; what is gone comes last.
fn in_order(stack: &mut StackDifference, after: Option<&StackSnapshot>) {
    let resources = after
        .into_iter()
        .flat_map(|stack| stack.template.resources());
    let places: BTreeMap<&str, usize> = resources
        .enumerate()
        .map(|(place, it)| (it.logical_id, place))
        .collect();
    let place = |it: &ResourceDifference| places.get(it.logical_id.as_str()).copied();
    stack
        .resources
        .sort_by_key(|it| place(it).unwrap_or(usize::MAX));
}

/// What differs outside of resources.
fn sections(
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> Vec<SectionDifference> {
    let mut found = Vec::new();
    let (Some(before), Some(after)) = (before, after) else { return found };
    let empty = Map::new();
    let names = |stack: &'_ StackSnapshot| -> Vec<String> {
        stack
            .template
            .root()
            .keys()
            .filter(|name| *name != "Resources")
            .cloned()
            .collect()
    };
    let mut all = names(before);
    all.extend(
        names(after)
            .into_iter()
            .filter(|name| before.template.section(name).is_none()),
    );
    for section in all {
        let (old, new) = (before.template.section(&section), after.template.section(&section));
        if old == new {
            continue;
        }
        let as_map = |value: Option<&Value>| match value {
            Some(Value::Object(map)) => Some(map.clone()),
            None => Some(empty.clone()),
            Some(_) => None,
        };
        match (as_map(old), as_map(new)) {
            (Some(old), Some(new)) => entries(&section, &old, &new, (before, after), &mut found),
            _ => found.push(SectionDifference {
                section: section.clone(),
                name: String::new(),
                before: old.cloned(),
                after: new.cloned(),
            }),
        }
    }
    around(before, after, &mut found);
    found
}

fn entries(
    section: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    (before, after): (&StackSnapshot, &StackSnapshot),
    found: &mut Vec<SectionDifference>,
) {
    let added = new.keys().filter(|name| !old.contains_key(*name));
    for name in old.keys().chain(added) {
        let (one, other) = (old.get(name), new.get(name));
        let is_same = match (one, other) {
            (Some(one), Some(other)) => {
                canonical(one) == canonical(other)
                    || resolved(one, before) == resolved(other, after)
            }
            (one, other) => one == other,
        };
        if !is_same {
            found.push(SectionDifference {
                section: section.to_owned(),
                name: name.clone(),
                before: one.map(canonical),
                after: other.map(canonical),
            });
        }
    }
}

/// What differs in the stack itself, as far as both sides know it.
fn around(before: &StackSnapshot, after: &StackSnapshot, found: &mut Vec<SectionDifference>) {
    let mut add = |name: &str, before: Option<Value>, after: Option<Value>| {
        if before != after {
            let (section, name) = ("Stack".to_owned(), name.to_owned());
            found.push(SectionDifference { section, name, before, after });
        }
    };
    // A file knows nothing but a template.
    if before.termination_protection.is_none() || after.termination_protection.is_none() {
        return;
    }
    let text = |text: &Option<String>| text.clone().map(Value::from);
    add("name", Some(before.name.as_str().into()), Some(after.name.as_str().into()));
    add("account", text(&before.account), text(&after.account));
    add("region", text(&before.region), text(&after.region));
    let flag = |stack: &StackSnapshot| stack.termination_protection.map(Value::from);
    add("termination protection", flag(before), flag(after));
    let added = after
        .tags
        .keys()
        .filter(|name| !before.tags.contains_key(*name));
    for name in before.tags.keys().chain(added) {
        let tag = |stack: &StackSnapshot| stack.tags.get(name).map(|it| it.as_str().into());
        add(&format!("tag {name}"), tag(before), tag(after));
    }
}

/// What wants a decision in one stack.
fn judge(
    stack: &mut StackDifference,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) {
    let mut found: Vec<_> = findings::another_stack(&stack.sections)
        .into_iter()
        .collect();
    let (old, new) = (resources(before), resources(after));
    let is_gone = stack.presence == Presence::Removed;
    for difference in &stack.resources {
        let id = difference.logical_id.as_str();
        let (old, new) = (old.get(id).copied(), new.get(id).copied());
        if let (Some(old), Some(new)) = (old, new) {
            found.extend(findings::type_change(difference, old, new));
        }
        found.extend(findings::data_loss(difference, old, new, is_gone));
        found.extend(findings::named_replacement(difference, old, new));
        if let Some(after) = after {
            found.extend(findings::listener_rules(difference, &after.template));
        }
        let asks = difference.action == Action::Add || difference.replacement != Verdict::Wont;
        if asks {
            found.extend(findings::unknown_type(difference));
        }
    }
    if is_gone {
        found.insert(0, findings::removed_stack());
    }
    if let (Some(before), Some(after)) = (before, after) {
        found.extend(findings::renames(stack, before, after));
    }
    // A template that is as it was is deployed already.
    if let Some(after) = after.filter(|after| before.is_none_or(|it| it.template != after.template))
    {
        found.extend(findings::unknown_functions(&after.template));
    }
    found.append(&mut stack.findings);
    stack.findings = found;
}
