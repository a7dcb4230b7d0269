//! Stacks that are deployed, and that the app has no more.

use std::collections::BTreeMap;

use crate::{
    assembly::StackSnapshot,
    cloudformation::{CloudFormation, Error, ErrorKind, Place, Stack},
};

use super::{Deployment, Event, Problem, Problems, bootstrap, change_sets::PREFIX, target::Target};

/// Finds stacks that were the app's once: in a place where it has stacks, with a name that begins as
/// theirs do, and changed last by a change set of ours. CloudFormation keeps no list of them, and
/// neither do we, so that whatever else is deployed with the same words before its name looks like
/// one.
pub(super) async fn gone(
    deployment: &Deployment<'_>,
    targets: &[Target<'_>],
) -> std::result::Result<Vec<StackSnapshot>, Problems> {
    let mut places: BTreeMap<Place, Vec<&Target<'_>>> = BTreeMap::new();
    for target in targets {
        places
            .entry(target.desired.place())
            .or_default()
            .push(target);
    }
    let mut gone = Vec::new();
    for (place, targets) in &places {
        let prefixes: Vec<&str> = targets.iter().filter_map(|it| prefix(it)).collect();
        let Some(first) = targets.first().filter(|_| !prefixes.is_empty()) else { continue };
        let cloud = &*first.cloud;
        let names = match cloud.stack_names().await {
            // A role that may read the stacks of the app and no others.
            Err(error) if error.kind == ErrorKind::Denied => {
                let text = "stacks that the app has no more are not looked for: the credentials \
                            do not allow to list stacks";
                note(deployment, text.to_owned());
                continue;
            }
            names => names.map_err(|error| vec![Problem::from(error)])?,
        };
        for name in &names {
            let is_known = deployment.assembly.stacks.iter().any(|it| it.name == *name);
            let Some(id) = prefixes.iter().find_map(|it| id_of(name, it)) else { continue };
            if is_known || gone.iter().any(|it: &StackSnapshot| it.name == *name) {
                continue;
            }
            match snapshot(cloud, name, id, place).await {
                Err(Unread::Denied) => note(
                    deployment,
                    format!(
                        "`{name}` looks like a stack that the app has no more, and the credentials \
                         do not allow to read it"
                    ),
                ),
                Err(Unread::Failed(problem)) => return Err(vec![problem]),
                Ok(found) => gone.extend(found),
            }
        }
    }
    gone.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(gone)
}

/// What stands before the id in the name of a stack; none where a name is another one.
fn prefix<'t>(target: &'t Target<'_>) -> Option<&'t str> {
    target
        .name()
        .strip_suffix(target.id())
        .filter(|prefix| !prefix.is_empty())
}

/// The id of a stack that has such a name. With a hyphen in it, it would rather be a stack of another
/// app, or of an environment with a longer name.
fn id_of<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let id = name.strip_prefix(prefix)?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_id && name != bootstrap::STACK).then_some(id)
}

/// Whether a stack is there, and we deployed it last.
fn is_ours(stack: &Stack) -> bool {
    let is_there = !stack.status.is_deleted()
        && !stack.status.is_review()
        && !stack.status.is_failed_creation();
    let named_by_us = |name: &str| name.starts_with(PREFIX);
    is_there && stack.change_set_name().is_some_and(named_by_us)
}

/// Why a stack is not read.
enum Unread {
    Denied,
    Failed(Problem),
}

async fn snapshot(
    cloud: &dyn CloudFormation,
    name: &str,
    id: &str,
    place: &Place,
) -> std::result::Result<Option<StackSnapshot>, Unread> {
    let failed = |error: Error| match error.kind {
        ErrorKind::Denied => Unread::Denied,
        _ => Unread::Failed(Problem::of(id, &error)),
    };
    let stack = cloud.stack(name).await.map_err(failed)?;
    let Some(stack) = stack.filter(is_ours) else { return Ok(None) };
    let template = cloud.template(&stack.id).await.map_err(failed)?;
    let snapshot = StackSnapshot::of_gone(id, name, &template);
    let unreadable = |error| Unread::Failed(Problem::new(format!("{error:#}")));
    let mut snapshot = snapshot.map_err(unreadable)?;
    snapshot.account.clone_from(&place.account);
    snapshot.region = Some(cloud.region().to_owned());
    snapshot.tags = stack.tags.into_iter().collect();
    snapshot.termination_protection = Some(stack.termination_protection);
    Ok(Some(snapshot))
}

fn note(deployment: &Deployment<'_>, text: String) {
    deployment
        .operator
        .tell(&Event::Note { stack: String::new(), text });
}

#[cfg(test)]
mod tests {
    use crate::cloudformation::StackStatus;

    use super::*;

    fn stack(status: &str, change_set: &str) -> Stack {
        Stack {
            status: StackStatus::new(status),
            change_set: Some(format!("arn:aws:cloudformation:x:1:changeSet/{change_set}/2")),
            ..Stack::default()
        }
    }

    #[test]
    fn a_stack_was_ours_by_its_name_and_its_change_set() {
        assert_eq!(id_of("shop-Old", "shop-"), Some("Old"));
        assert!(is_ours(&stack("UPDATE_COMPLETE", "ecomind-12")));
    }

    #[test]
    fn rejects_what_only_looks_like_one() {
        for name in ["shops-Old", "shop-two-Old", "shop-"] {
            assert_eq!(id_of(name, "shop-"), None, "{name}");
        }
        assert_eq!(id_of(bootstrap::STACK, "ecomind-"), None);
        for (status, change_set) in [
            ("UPDATE_COMPLETE", "by-hand"),
            ("REVIEW_IN_PROGRESS", "ecomind-12"),
            ("ROLLBACK_COMPLETE", "ecomind-12"),
        ] {
            assert!(!is_ours(&stack(status, change_set)), "{status} {change_set}");
        }
        assert!(!is_ours(&Stack::default()));
    }
}
