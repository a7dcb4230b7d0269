//! What is wrong with a stack, and the way out.

use crate::deploy::Event;

use super::{step::Step, stuck::Stuck};

/// What whoever asks for a recovery wants to be done differently.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wishes {
    /// Resources that the way back leaves alone, without a first try: `Stack.LogicalId`.
    pub(crate) skip: Vec<String>,
    /// Resources that stay when their stack is deleted, without a first try: `Stack.LogicalId`.
    pub(crate) retain: Vec<String>,
    /// Whether what can't be deleted is left behind, whatever it turns out to be.
    pub(crate) forces: bool,
}

/// What became of one stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recovery {
    /// The id of the stack in the app.
    pub(crate) stack: String,
    pub(crate) before: String,
    /// None when it is gone.
    pub(crate) after: Option<String>,
}

/// What is wrong with one stack, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remedy {
    pub(super) stack: String,
    pub(super) status: String,
    /// Sentences: what it means, what failed, what is lost.
    pub(super) why: Vec<String>,
    pub(super) steps: Vec<Step>,
}

impl Remedy {
    /// What it comes to, for whoever approves it.
    pub(super) fn event(&self) -> Event {
        let steps = self.steps.iter().enumerate();
        Event::Remedy {
            stack: self.stack.clone(),
            status: self.status.clone(),
            why: self.why.clone(),
            steps: steps
                .map(|(index, step)| step.sentence(index == 0))
                .collect(),
        }
    }
}

impl Wishes {
    /// The resources of `stack` that are to be left out of the way back.
    pub(super) fn skipped(&self, stack: &str) -> Vec<Stuck> {
        of_stack(&self.skip, stack)
    }

    /// The resources of `stack` that are to stay.
    pub(super) fn retained(&self, stack: &str) -> Vec<Stuck> {
        of_stack(&self.retain, stack)
    }

    /// Names that can't be those of resources.
    pub(super) fn flaws(&self, is_stack: &dyn Fn(&str) -> bool) -> Vec<String> {
        let named = [("--skip", &self.skip), ("--retain", &self.retain)];
        let named = named
            .into_iter()
            .flat_map(|(flag, names)| names.iter().map(move |name| (flag, name)));
        let wrong = named.filter(|(_, name)| {
            !name
                .split_once('.')
                .is_some_and(|(stack, id)| is_stack(stack) && !id.is_empty())
        });
        let sentence = |(flag, name)| {
            format!("`{flag}` must name a resource as `Stack.LogicalId`, got `{name}`")
        };
        wrong.map(sentence).collect()
    }
}

fn of_stack(names: &[String], stack: &str) -> Vec<Stuck> {
    let names = names.iter().filter_map(|name| name.split_once('.'));
    let own = names.filter(|(other, _)| *other == stack);
    own.map(|(_, id)| Stuck::named(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_names_that_are_no_resources() {
        let wishes = Wishes { skip: vec!["Queue".to_owned()], ..Wishes::default() };
        assert_eq!(
            wishes.flaws(&|_| true),
            ["`--skip` must name a resource as `Stack.LogicalId`, got `Queue`"]
        );
        let wishes = Wishes { retain: vec!["Work.Queue".to_owned()], ..Wishes::default() };
        assert!(wishes.flaws(&|stack| stack == "Work").is_empty());
        assert_eq!(wishes.retained("Work"), [Stuck::named("Queue")]);
        assert!(wishes.retained("Other").is_empty());
    }
}
