//! The environments that an app is deployed to.

use ecomind_constructs::{Result, tree::App};

/// One environment of an app, such as `prod`: the data in which it differs from the others.
///
/// Accounts and regions are not asked for here: the [`App`] and its stacks say them.
pub trait Environment: Sized + 'static {
    /// Every environment, in the order in which changes go through them.
    const ALL: &'static [Self];

    /// What people type: lower-case letters, digits, hyphens and underscores. It also names the
    /// folder of the environment's templates.
    fn name(&self) -> &str;
}

/// The app of each environment. The type of the environments ends here, so that every command is
/// compiled once and not again in each crate that uses it.
pub(crate) struct Apps<'a> {
    pub(crate) names: Vec<&'a str>,
    build: &'a dyn Fn(usize) -> Result<App>,
}

impl<'a> Apps<'a> {
    /// The apps with these names, of which `build` makes the one at an index.
    pub(crate) fn new(names: Vec<&'a str>, build: &'a dyn Fn(usize) -> Result<App>) -> Self {
        Self { names, build }
    }

    /// Builds the app at an index of `names`.
    pub(crate) fn build(&self, index: usize) -> Result<App> {
        (self.build)(index)
    }

    /// What is wrong with the names, if anything is.
    pub(crate) fn flaw(&self) -> Option<String> {
        if self.names.is_empty() {
            return Some("this app has no environment: `Environment::ALL` is empty".to_owned());
        }
        for (index, name) in self.names.iter().enumerate() {
            if !is_name(name) {
                return Some(format!(
                    "name of an environment must be lower-case letters, digits, hyphens and \
                     underscores, a letter first, got {name:?}"
                ));
            }
            if self.names[..index].contains(name) {
                return Some(format!("two environments are called `{name}`"));
            }
        }
        None
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flaw(names: &[&str]) -> Option<String> {
        Apps::new(names.to_vec(), &|_| Ok(App::new())).flaw()
    }

    #[test]
    fn rejects_names_that_are_no_folders_or_ambiguous() {
        assert_eq!(flaw(&["dev", "prod-eu_2"]), None);
        assert!(flaw(&[]).unwrap().contains("is empty"));
        assert!(flaw(&["../dev"]).unwrap().ends_with(r#"got "../dev""#));
        assert!(flaw(&[""]).is_some() && flaw(&["Prod"]).is_some());
        assert_eq!(flaw(&["a", "b", "a"]).unwrap(), "two environments are called `a`");
    }
}
