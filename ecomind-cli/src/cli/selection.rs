//! Which environments and stacks a command is about.

use clap::Args;

use crate::environment::Apps;

use super::{
    message::{Failure, Message},
    pattern::Pattern,
    suggestion::{did_you_mean, listed},
    synthesized::Synthesized,
};

/// The arguments that choose environments and stacks.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Environment; needs no name when there is only one
    #[arg(value_name = "ENV")]
    environment: Option<String>,
    /// Stacks by id; `*` and `?` stand for any text, `!` leaves out. Default: every stack
    #[arg(value_name = "STACK")]
    stacks: Vec<String>,
    /// Every environment; all names are stacks then
    #[arg(long, conflicts_with = "environments")]
    all: bool,
    /// This environment, and more of them when repeated; all other names are stacks then
    #[arg(long = "env", value_name = "NAME")]
    environments: Vec<String>,
}

/// Environments and stacks as they were asked for.
#[derive(Debug)]
pub(super) struct Selected<'a> {
    /// Indices of environments, each once.
    pub(super) environments: Vec<usize>,
    patterns: Vec<Pattern<'a>>,
}

/// Whether what a chosen stack waits for is chosen with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dependencies {
    Included,
    LeftOut,
}

impl Selection {
    /// All stacks of one environment, which needs no name when there is only one.
    #[cfg(feature = "deploy")]
    pub(super) fn of_environment(environment: Option<String>) -> Self {
        Self { environment, stacks: Vec::new(), all: false, environments: Vec::new() }
    }

    /// The names as they were given, environment or not.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.environment
            .iter()
            .chain(&self.stacks)
            .map(String::as_str)
    }

    /// Two environments, when the first two names are theirs; all other names are stacks.
    pub(super) fn pair(&self, apps: &Apps<'_>) -> Option<Selected<'_>> {
        if self.all || !self.environments.is_empty() {
            return None;
        }
        let index = |name: &str| apps.names.iter().position(|known| *known == name);
        let (first, second) = (self.environment.as_deref()?, self.stacks.first()?);
        let environments = vec![index(first)?, index(second)?];
        let stacks = self.stacks.iter().skip(1).map(String::as_str);
        Some(Selected { environments, patterns: stacks.map(Pattern::new).collect() })
    }

    /// The environments that are meant, and the patterns of stacks.
    pub(super) fn resolve(&self, apps: &Apps<'_>) -> Result<Selected<'_>, Failure> {
        let index = |name: &str| apps.names.iter().position(|known| *known == name);
        let unknown = |name: &str| {
            let hint = did_you_mean(name, &apps.names);
            Failure::from(Message::new(format!("there is no environment `{name}`")).hint(hint))
        };
        let is_only = apps.names.len() == 1;
        let mut first_stack = self.environment.as_deref();
        let environments = if self.all {
            (0..apps.names.len()).collect()
        } else if !self.environments.is_empty() {
            let mut indices = Vec::new();
            for name in &self.environments {
                let index = index(name).ok_or_else(|| unknown(name))?;
                if !indices.contains(&index) {
                    indices.push(index);
                }
            }
            indices
        } else {
            match self.environment.as_deref() {
                Some(name) => match index(name) {
                    Some(index) => {
                        first_stack = None;
                        vec![index]
                    }
                    None if is_only => vec![0],
                    None => return Err(unknown(name)),
                },
                None if is_only => vec![0],
                None => {
                    let known = listed(&apps.names);
                    let message =
                        Message::new("an environment must be named, as there are several")
                            .hint(format!("name one of {known}, or take them all with `--all`"));
                    return Err(message.into());
                }
            }
        };
        let stacks = first_stack
            .into_iter()
            .chain(self.stacks.iter().map(String::as_str));
        Ok(Selected { environments, patterns: stacks.map(Pattern::new).collect() })
    }
}

impl Selected<'_> {
    /// Every stack of every environment.
    pub(super) fn all(apps: &Apps<'_>) -> Self {
        Self { environments: (0..apps.names.len()).collect(), patterns: Vec::new() }
    }

    /// Marks the stacks that are meant. What is to be left out is so in any case.
    pub(super) fn mark(
        &self,
        all: &mut [Synthesized<'_>],
        dependencies: Dependencies,
    ) -> Result<(), Failure> {
        for pattern in &self.patterns {
            check_pattern(*pattern, all)?;
        }
        let takes_all = self.patterns.iter().all(|pattern| pattern.excludes);
        let speaks_of = |excludes: bool, id: &str| {
            let mut patterns = self.patterns.iter();
            patterns.any(|pattern| pattern.excludes == excludes && pattern.matches(id))
        };
        for Synthesized { assembly, is_selected, .. } in all {
            let stacks = &assembly.stacks;
            *is_selected = stacks
                .iter()
                .map(|stack| takes_all || speaks_of(false, &stack.id))
                .collect();
            if dependencies == Dependencies::Included {
                // Stacks come after those they wait for, so that one pass finds them all.
                for (index, stack) in stacks.iter().enumerate().rev() {
                    for (earlier, other) in stacks[..index].iter().enumerate() {
                        is_selected[earlier] |=
                            is_selected[index] && stack.depends_on.contains(&other.id);
                    }
                }
            }
            for (stack, is_selected) in stacks.iter().zip(is_selected) {
                *is_selected &= !speaks_of(true, &stack.id);
            }
        }
        Ok(())
    }
}

/// A pattern that speaks of no stack is a slip.
fn check_pattern(pattern: Pattern<'_>, all: &[Synthesized<'_>]) -> Result<(), Failure> {
    let mut ids: Vec<&str> = Vec::new();
    for stack in all
        .iter()
        .flat_map(|synthesized| &synthesized.assembly.stacks)
    {
        if pattern.matches(&stack.id) {
            return Ok(());
        }
        if !ids.contains(&stack.id.as_str()) {
            ids.push(&stack.id);
        }
    }
    let place = match all {
        [only] => format!("`{}`", only.environment),
        _ => "these environments".to_owned(),
    };
    let text = format!("there is no stack `{}` in {place}", pattern.glob);
    Err(Message::new(text)
        .hint(did_you_mean(pattern.glob, &ids))
        .into())
}
