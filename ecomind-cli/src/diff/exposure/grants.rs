//! Permissions that were gained and lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::{assembly::StackSnapshot, diff::risk::RiskLevel};

use super::{
    Direction, Exposed, ExposureChange, ExposureKind, Grant,
    statements::{Stated, stated},
};

/// The managed policies that hold nearly everything.
const POWERFUL: [&str; 4] =
    ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "AWSOrganizationsFullAccess"];

/// What one side states: permissions, each with the resource that says it.
#[derive(Default)]
struct Side {
    grants: BTreeMap<String, (Grant, String)>,
    managed: BTreeMap<(String, String), String>,
    boundaries: BTreeMap<String, (String, String)>,
}

/// Permissions gained and lost through the resources that differ. What another permission covers
/// is neither.
pub(super) fn changes(
    changed: &BTreeSet<&str>,
    added: &BTreeSet<&str>,
    before: Option<&StackSnapshot>,
    after: Option<&StackSnapshot>,
) -> Vec<ExposureChange> {
    let (old, new) =
        (Side::of(before, |id| changed.contains(id)), Side::of(after, |id| changed.contains(id)));
    let is_same = |key: &String, other: &Side| other.grants.contains_key(key);
    let mut gained: Vec<_> = new
        .grants
        .iter()
        .filter(|(key, _)| !is_same(key, &old))
        .collect();
    let mut lost: Vec<_> = old
        .grants
        .iter()
        .filter(|(key, _)| !is_same(key, &new))
        .collect();
    if !gained.is_empty() || !lost.is_empty() {
        let rest = Side::of(after, |id| !changed.contains(id));
        let covered = |grant: &Grant, side: &Side| {
            let mut all = side.grants.values().chain(rest.grants.values());
            all.any(|(other, _)| other.covers(grant))
        };
        gained.retain(|(_, (grant, _))| !covered(grant, &old));
        lost.retain(|(_, (grant, _))| !covered(grant, &new));
    }
    let change = |(grant, owner): &(Grant, String), is_gained: bool| {
        // To lose a denial is to be allowed more.
        let broadens = is_gained == grant.allow;
        let direction = if broadens { Direction::Broadening } else { Direction::Narrowing };
        ExposureChange {
            kind: ExposureKind::Permission,
            direction,
            level: level(grant, owner, added, direction),
            logical_id: owner.clone(),
            what: Exposed::Grant(grant.clone()),
        }
    };
    let gained = gained.into_iter().map(|(_, it)| change(it, true));
    let lost = lost.into_iter().map(|(_, it)| change(it, false));
    let mut found: Vec<_> = gained.chain(lost).collect();
    found.extend(managed(&old, &new));
    found.extend(boundaries(&old, &new, added));
    found
}

fn level(grant: &Grant, owner: &str, added: &BTreeSet<&str>, direction: Direction) -> RiskLevel {
    if direction == Direction::Narrowing {
        return RiskLevel::Low;
    }
    let principal = grant
        .principal
        .text
        .strip_prefix("${")
        .and_then(|it| it.strip_suffix('}'));
    let is_new = principal.is_some_and(|id| added.contains(id))
        || grant.scope.is_some() && added.contains(owner);
    if grant.is_public() || grant.is_powerful() && !is_own_key(grant) {
        RiskLevel::High
    } else if is_new {
        // What comes along with its holder changes nothing for those who are there.
        RiskLevel::Low
    } else {
        RiskLevel::Medium
    }
}

/// The account that owns a key or a bucket may do everything with it in most policies.
fn is_own_key(grant: &Grant) -> bool {
    grant.scope.is_some() && grant.principal.text.contains("${AWS::AccountId}")
}

fn managed(old: &Side, new: &Side) -> Vec<ExposureChange> {
    let change = |(principal, policy): &(String, String), owner: &String, direction| {
        let is_powerful = POWERFUL
            .iter()
            .any(|name| policy.ends_with(&format!("/{name}")));
        let level = match direction {
            Direction::Narrowing => RiskLevel::Low,
            Direction::Broadening if is_powerful => RiskLevel::High,
            Direction::Broadening => RiskLevel::Medium,
        };
        let what = Exposed::ManagedPolicy { principal: principal.clone(), policy: policy.clone() };
        let kind = ExposureKind::Permission;
        ExposureChange { kind, direction, level, logical_id: owner.clone(), what }
    };
    let gained = new
        .managed
        .iter()
        .filter(|(key, _)| !old.managed.contains_key(*key));
    let lost = old
        .managed
        .iter()
        .filter(|(key, _)| !new.managed.contains_key(*key));
    gained
        .map(|(key, owner)| change(key, owner, Direction::Broadening))
        .chain(lost.map(|(key, owner)| change(key, owner, Direction::Narrowing)))
        .collect()
}

/// A boundary limits: without one, or with another one, more is possible as far as anybody knows.
fn boundaries(old: &Side, new: &Side, added: &BTreeSet<&str>) -> Vec<ExposureChange> {
    let mut changes = Vec::new();
    let holders: BTreeSet<_> = old.boundaries.keys().chain(new.boundaries.keys()).collect();
    for holder in holders {
        let (before, after) = (old.boundaries.get(holder), new.boundaries.get(holder));
        let (direction, says) = match (before, after) {
            (Some((before, _)), Some((after, _))) if before == after => continue,
            (Some(_), Some((after, _))) => {
                (Direction::Broadening, format!("the permissions boundary is another one: {after}"))
            }
            (Some(_), None) => {
                (Direction::Broadening, "no permissions boundary any more".to_owned())
            }
            (None, Some((_, owner))) if added.contains(owner.as_str()) => continue,
            (None, _) => (Direction::Narrowing, "a permissions boundary limits it now".to_owned()),
        };
        let Some((_, owner)) = after.or(before) else { continue };
        changes.push(ExposureChange {
            kind: ExposureKind::Permission,
            direction,
            level: if direction == Direction::Broadening {
                RiskLevel::High
            } else {
                RiskLevel::Low
            },
            logical_id: owner.clone(),
            what: Exposed::Setting { property: "PermissionsBoundary".to_owned(), says },
        });
    }
    changes
}

impl Side {
    fn of(stack: Option<&StackSnapshot>, is_meant: impl Fn(&str) -> bool) -> Self {
        let mut side = Self::default();
        let resources = stack
            .into_iter()
            .flat_map(|stack| stack.template.resources());
        for resource in resources.filter(|it| is_meant(it.logical_id)) {
            let owner = resource.logical_id.to_owned();
            let Stated { grants, managed, boundaries } = stated(resource);
            for grant in grants {
                // A structure with the same content has the same text.
                side.grants
                    .insert(format!("{grant:?}"), (grant, owner.clone()));
            }
            side.managed
                .extend(managed.into_iter().map(|it| (it, owner.clone())));
            let boundaries = boundaries.into_iter();
            side.boundaries
                .extend(boundaries.map(|(who, arn)| (who, (arn, owner.clone()))));
        }
        side
    }
}
