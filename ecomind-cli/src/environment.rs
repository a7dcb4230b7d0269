//! The environments that an app is deployed to.

use ecomind_constructs::{Result, tree::App};

use crate::{assumptions::Assumptions, field::Field, money::Money};

/// One environment of an app, such as `prod`: the data in which it differs from the others.
///
/// Accounts and regions are not asked for here: the [`App`] and its stacks say them.
pub trait Environment: Sized + 'static {
    /// Every environment, in the order in which changes go through them.
    const ALL: &'static [Self];

    /// What people type: lower-case letters, digits, hyphens and underscores. It also names the
    /// folder of the environment's templates.
    fn name(&self) -> &str;

    /// What is used in a month that no template says, for estimates of the cost. Default: what
    /// [`Usage`](crate::Usage) says.
    fn assumptions(&self) -> Assumptions {
        Assumptions::new()
    }

    /// Whether people depend on it. A deployment to it asks before more may be done or reached, or
    /// something is deleted; elsewhere it asks before any change. Default: whether its name begins
    /// with `prod`.
    fn is_production(&self) -> bool {
        self.name().starts_with("prod")
    }

    /// Whether `deploy --express` may be done with resources that are configured and not stable
    /// yet. Default: false.
    fn allows_express(&self) -> bool {
        false
    }

    /// Its fields but the name, by which `diff A B` finds out what differences come from:
    /// [`fields!`](crate::fields) lists them. Default: none, so that nothing is explained.
    fn fields() -> Vec<Field<Self>> {
        Vec::new()
    }

    /// What all stacks together may cost in a month, by the estimate. Default: any amount.
    fn budget(&self) -> Option<Money> {
        None
    }
}

/// The app of each environment. The type of the environments ends here, so that every command is
/// compiled once and not again in each crate that uses it.
pub(crate) struct Apps<'a> {
    pub(crate) names: Vec<&'a str>,
    build: &'a dyn Fn(usize) -> Result<App>,
    costs: Vec<(Assumptions, Option<Money>)>,
    #[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "deployments read it"))]
    rules: Vec<Rules>,
    fields: Vec<&'static str>,
    mix: Option<&'a Mix<'a>>,
}

/// Builds the app of the environment at the first index, with fields of the one at the second.
pub(crate) type Mix<'a> = dyn Fn(usize, usize, &[usize]) -> Result<App> + 'a;

/// How the deployments to an environment are.
#[derive(Debug, Clone, Copy, Default)]
#[cfg_attr(not(feature = "deploy"), expect(dead_code, reason = "deployments read it"))]
pub(crate) struct Rules {
    pub(crate) is_production: bool,
    pub(crate) allows_express: bool,
}

impl<'a> Apps<'a> {
    /// The apps with these names, of which `build` makes the one at an index.
    pub(crate) fn new(names: Vec<&'a str>, build: &'a dyn Fn(usize) -> Result<App>) -> Self {
        Self { names, build, costs: Vec::new(), rules: Vec::new(), fields: Vec::new(), mix: None }
    }

    /// The same apps with what is assumed of each, and its budget.
    pub(crate) fn with_costs(self, costs: Vec<(Assumptions, Option<Money>)>) -> Self {
        Self { costs, ..self }
    }

    /// The same apps with the rules of their deployments.
    pub(crate) fn with_rules(self, rules: Vec<Rules>) -> Self {
        Self { rules, ..self }
    }

    /// The same apps with the names of the fields of their environments.
    pub(crate) fn with_fields(self, fields: Vec<&'static str>, mix: &'a Mix<'a>) -> Self {
        Self { fields, mix: Some(mix), ..self }
    }

    /// The names of the fields of environments, as far as the app says them.
    pub(crate) fn fields(&self) -> &[&'static str] {
        &self.fields
    }

    /// Builds the app of the environment at the first index, with these fields of the one at the
    /// second; none when the app doesn't say what environments consist of.
    pub(crate) fn mixed(&self, own: usize, other: usize, fields: &[usize]) -> Option<Result<App>> {
        self.mix.map(|mix| mix(own, other, fields))
    }

    /// How the deployments to the environment of this name are.
    #[cfg(feature = "deploy")]
    pub(crate) fn rules(&self, name: &str) -> Rules {
        let index = self.names.iter().position(|known| *known == name);
        let rules = index.and_then(|index| self.rules.get(index).copied());
        rules.unwrap_or_default()
    }

    /// What is assumed of the environment at an index of `names`.
    pub(crate) fn assumptions(&self, index: usize) -> Assumptions {
        self.costs
            .get(index)
            .map(|(assumptions, _)| assumptions.clone())
            .unwrap_or_default()
    }

    /// What is assumed of the environment of this name.
    #[cfg(feature = "deploy")]
    pub(crate) fn assumptions_of(&self, name: &str) -> Assumptions {
        let index = self.names.iter().position(|known| *known == name);
        index
            .map(|index| self.assumptions(index))
            .unwrap_or_default()
    }

    /// The budget of the environment at an index of `names`, if it has one.
    pub(crate) fn budget(&self, index: usize) -> Option<Money> {
        self.costs.get(index).and_then(|(_, budget)| *budget)
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
