//! Tags that a resource gets from the scopes around it.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::{
    tree::{App, ResourceData, Tagging},
    value::{Expr, Properties},
};

/// The tags that flow down to each node.
///
/// Few scopes have tags of their own, so most nodes share those of their parent.
#[derive(Debug)]
pub(super) struct InheritedTags<'a> {
    sets: Vec<Set<'a>>,
    /// Which set each node has.
    of_nodes: Vec<usize>,
}

/// Tags that many resources have in common.
#[derive(Debug)]
struct Set<'a> {
    /// Sorted by key.
    tags: IndexMap<&'a str, &'a str>,
    /// The property of a resource that has no tags of its own: most have none, so that it is made
    /// once.
    list: Option<Expr>,
}

impl<'a> InheritedTags<'a> {
    pub(super) fn of(app: &'a App) -> Self {
        let mut tags = Self { sets: Vec::new(), of_nodes: Vec::new() };
        // A parent comes before its children, since nodes are only ever added below others.
        for node in app.nodes() {
            let inherited = node.parent.map(|parent| tags.of_nodes[parent as usize]);
            let set = match inherited {
                Some(set) if node.tags.is_empty() => set,
                _ => {
                    let mut set = inherited
                        .map(|set| tags.sets[set].tags.clone())
                        .unwrap_or_default();
                    // The nearest scope wins.
                    set.extend(
                        node.tags
                            .iter()
                            .map(|(key, value)| (key.as_str(), value.as_str())),
                    );
                    set.sort_unstable_keys();
                    let list = with_list(None, &set, false);
                    tags.sets.push(Set { tags: set, list });
                    tags.sets.len() - 1
                }
            };
            tags.of_nodes.push(set);
        }
        tags
    }

    /// The tags of a node and of everything around it, sorted by key.
    pub(super) fn at(&self, index: u32) -> &IndexMap<&'a str, &'a str> {
        &self.set(index).tags
    }

    /// The property of a resource that holds tags, with those that flow down to it.
    ///
    /// `None` when the property stays as the author wrote it, or away.
    pub(super) fn property(
        &self,
        index: u32,
        resource: &ResourceData,
    ) -> Option<(&'static str, Cow<'_, Expr>)> {
        let set = self.set(index);
        match resource.tagging {
            Tagging::List(name) if resource.properties.get(name).is_none() => {
                let list = set.list.as_ref().filter(|_| !set.tags.is_empty())?;
                Some((name, Cow::Borrowed(list)))
            }
            _ => merged(&set.tags, resource).map(|(name, tags)| (name, Cow::Owned(tags))),
        }
    }

    fn set(&self, index: u32) -> &Set<'a> {
        &self.sets[self.of_nodes[index as usize]]
    }
}

fn merged(
    inherited: &IndexMap<&str, &str>,
    resource: &ResourceData,
) -> Option<(&'static str, Expr)> {
    let (name, is_map) = match resource.tagging {
        Tagging::None => return None,
        Tagging::List(name) | Tagging::AutoScalingGroup(name) => (name, false),
        Tagging::Map(name) => (name, true),
    };
    if inherited.is_empty() {
        return None;
    }
    let own = resource.properties.get(name);
    let tags = if is_map {
        with_map(own, inherited)?
    } else {
        let propagates = matches!(resource.tagging, Tagging::AutoScalingGroup(_));
        with_list(own, inherited, propagates)?
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
