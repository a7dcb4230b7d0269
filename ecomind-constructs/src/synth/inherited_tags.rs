//! Tags that a resource gets from the scopes around it.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::{
    tree::{App, ResourceData, Tagging},
    value::{Expr, Properties},
};

/// The tags that flow down to a node, sorted by key; the nearest scope wins.
pub(super) fn inherited(app: &App, index: u32) -> IndexMap<&str, &str> {
    let mut tags = IndexMap::new();
    let mut at = Some(index);
    while let Some(index) = at {
        let node = app.node(index);
        for (key, value) in &node.tags {
            tags.entry(key.as_str()).or_insert(value.as_str());
        }
        at = node.parent;
    }
    tags.sort_unstable_keys();
    tags
}

/// The property that holds tags, with those that flow down to the resource.
///
/// `None` when the property stays as the author wrote it, or away.
pub(super) fn tags_property(
    app: &App,
    index: u32,
    resource: &ResourceData,
) -> Option<(&'static str, Expr)> {
    let (name, is_map) = match resource.tagging {
        Tagging::None => return None,
        Tagging::List(name) | Tagging::AutoScalingGroup(name) => (name, false),
        Tagging::Map(name) => (name, true),
    };
    let inherited = inherited(app, index);
    if inherited.is_empty() {
        return None;
    }
    let own = resource.properties.get(name);
    let tags = if is_map {
        with_map(own, &inherited)?
    } else {
        let propagates = matches!(resource.tagging, Tagging::AutoScalingGroup(_));
        with_list(own, &inherited, propagates)?
    };
    Some((name, tags))
}

fn with_map(own: Option<&Expr>, inherited: &IndexMap<&str, &str>) -> Option<Expr> {
    let mut tags: Vec<(Cow<'static, str>, Expr)> = match own {
        None => Vec::new(),
        Some(Expr::Map(own)) => own
            .iter()
            .map(|(key, value)| (Cow::Owned(key.to_owned()), value.clone()))
            .collect(),
        // Tags that are known only at deployment can't be merged.
        Some(_) => return None,
    };
    for (key, value) in inherited {
        if tags.iter().all(|(own, _)| own != key) {
            tags.push((Cow::Owned((*key).to_owned()), (*value).to_owned().into()));
        }
    }
    tags.sort_by(|left, right| left.0.cmp(&right.0));
    Some(Expr::Map(tags.into_iter().collect()))
}

fn with_list(
    own: Option<&Expr>,
    inherited: &IndexMap<&str, &str>,
    propagates: bool,
) -> Option<Expr> {
    let mut tags: Vec<Expr> = match own {
        None => Vec::new(),
        Some(Expr::List(own)) => own.clone(),
        Some(_) => return None,
    };
    for (key, value) in inherited {
        if tags.iter().all(|own| key_of(own) != Some(key)) {
            let mut tag = Properties::new().with("Key", *key).with("Value", *value);
            if propagates {
                tag.set("PropagateAtLaunch", true);
            }
            tags.push(tag.into());
        }
    }
    // Keys that are known only at deployment come first, in the author's order.
    tags.sort_by(|left, right| key_of(left).cmp(&key_of(right)));
    Some(Expr::List(tags))
}

fn key_of(tag: &Expr) -> Option<&str> {
    match tag {
        Expr::Map(tag) => tag.get("Key").and_then(Expr::as_str),
        _ => None,
    }
}
