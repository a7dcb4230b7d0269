//! Changing what no type covers, by path.

use crate::{
    Error, Result,
    location::SourceLocation,
    value::{Expr, Properties},
};

use super::{Ref, Resource, Scope};

impl Scope<'_> {
    /// Sets a property by path, such as `Rules.0.Status`.
    ///
    /// The last part may be new: a new name in a map, or the length of a list to append to it.
    /// Everything before it must be there.
    #[track_caller]
    pub fn override_property<R: Resource>(
        &mut self,
        resource: Ref<R>,
        path: &str,
        value: impl Into<Expr>,
    ) -> Result<()> {
        let location = SourceLocation::caller();
        let value = value.into();
        self.change(resource, path, location, |properties| {
            let (parent, last) = parent(properties, path)?;
            match parent {
                Place::Map(map) => map.set(last.to_owned(), value),
                Place::List(items) => match last.parse::<usize>() {
                    Ok(index) if index < items.len() => items[index] = value,
                    Ok(index) if index == items.len() => items.push(value),
                    _ => return Err(format!("a list of {} items has no {last:?}", items.len())),
                },
            }
            Ok(())
        })
    }

    /// Takes a property out by path; it must be there.
    #[track_caller]
    pub fn remove_property<R: Resource>(&mut self, resource: Ref<R>, path: &str) -> Result<()> {
        let location = SourceLocation::caller();
        self.change(resource, path, location, |properties| {
            let (parent, last) = parent(properties, path)?;
            match parent {
                Place::Map(map) => match map.remove(last) {
                    Some(_) => Ok(()),
                    None => Err(names(map)),
                },
                Place::List(items) => match last.parse::<usize>() {
                    Ok(index) if index < items.len() => {
                        items.remove(index);
                        Ok(())
                    }
                    _ => Err(format!("a list of {} items has no {last:?}", items.len())),
                },
            }
        })
    }

    fn change<R: Resource>(
        &mut self,
        resource: Ref<R>,
        at: &str,
        location: SourceLocation,
        change: impl FnOnce(&mut Properties) -> Result<(), String>,
    ) -> Result<()> {
        let index = self.index_of(resource.node(), location)?;
        let data = self.resource_data(index);
        change(&mut data.properties).map_err(|reason| Error::NoSuchPath {
            path: self.app.path(index),
            at: at.to_owned(),
            reason,
            location,
        })
    }
}

enum Place<'a> {
    Map(&'a mut Properties),
    List(&'a mut Vec<Expr>),
}

/// What holds the last part of `path`, and that part.
fn parent<'a, 'p>(
    properties: &'a mut Properties,
    path: &'p str,
) -> Result<(Place<'a>, &'p str), String> {
    let (before, last) = path
        .rsplit_once('.')
        .map_or((None, path), |(b, l)| (Some(b), l));
    if path.split('.').any(str::is_empty) {
        return Err("a path is names and numbers with a period between them".to_owned());
    }
    let mut place = Place::Map(properties);
    for part in before.into_iter().flat_map(|before| before.split('.')) {
        let next = match place {
            Place::Map(map) => {
                if map.get(part).is_none() {
                    return Err(format!("{part:?} is not there; {}", names(map)));
                }
                map.get_mut(part)
            }
            Place::List(items) => {
                let length = items.len();
                let item = part
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get_mut(index));
                if item.is_none() {
                    return Err(format!("a list of {length} items has no {part:?}"));
                }
                item
            }
        };
        place = match next {
            Some(Expr::Map(map)) => Place::Map(map),
            Some(Expr::List(items)) => Place::List(items),
            Some(other) => return Err(format!("{part:?} is {}", other.kind())),
            None => return Err(format!("{part:?} is not there")),
        };
    }
    Ok((place, last))
}

fn names(map: &Properties) -> String {
    if map.is_empty() {
        return "nothing is set".to_owned();
    }
    let names: Vec<&str> = map.iter().map(|(name, _)| name).collect();
    format!("set are {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        tree::{App, RawResource},
        value::region,
    };

    fn properties_after(
        change: impl FnOnce(&mut Scope<'_>, Ref<RawResource>) -> Result<()>,
    ) -> Result<String> {
        let mut app = App::new();
        let mut stack = app.stack("Test")?;
        let rule = Properties::from([("Status", "Enabled".into()), ("Region", region().into())]);
        let resource = RawResource::new("AWS::Made::Up")
            .property("Rules", Expr::List(vec![rule.into()]))
            .property("Name", "n")
            .add("Thing", &mut stack)?;
        change(&mut stack, resource)?;
        let index = resource.node().index;
        Ok(format!("{:?}", stack.resource_data(index).properties))
    }

    #[test]
    fn sets_what_is_there_and_what_is_new() {
        let text = properties_after(|stack, thing| {
            stack.override_property(thing, "Rules.0.Status", "Disabled")?;
            stack.override_property(thing, "Rules.0.New", 1)?;
            stack.override_property(thing, "Rules.1", "appended")?;
            stack.remove_property(thing, "Name")
        })
        .unwrap();
        assert!(text.contains("Disabled") && text.contains("New") && text.contains("appended"));
        assert!(!text.contains("\"Name\""));
    }

    #[test]
    fn rejects_paths_that_do_not_exist() {
        let refusal = |path: &str| {
            properties_after(|stack, thing| stack.override_property(thing, path, 1))
                .expect_err("refused")
                .to_string()
        };
        insta::assert_snapshot!(refusal("Rule.0.Status"), @r#"`Test/Thing` has nothing at `Rule.0.Status`: "Rule" is not there; set are Rules, Name"#);
        insta::assert_snapshot!(refusal("Rules.3"), @r#"`Test/Thing` has nothing at `Rules.3`: a list of 1 items has no "3""#);
        insta::assert_snapshot!(refusal("Name.First"), @r#"`Test/Thing` has nothing at `Name.First`: "Name" is a string"#);
        insta::assert_snapshot!(refusal("Rules.0.Region.x"), @r#"`Test/Thing` has nothing at `Rules.0.Region.x`: "Region" is a value known at deployment"#);
        insta::assert_snapshot!(refusal("Rules..x"), @r#"`Test/Thing` has nothing at `Rules..x`: a path is names and numbers with a period between them"#);
    }

    #[test]
    fn rejects_the_removal_of_what_is_not_there() {
        let error = properties_after(|stack, thing| stack.remove_property(thing, "Tags"));
        insta::assert_snapshot!(
            error.expect_err("refused"),
            @"`Test/Thing` has nothing at `Tags`: set are Rules, Name"
        );
    }
}
