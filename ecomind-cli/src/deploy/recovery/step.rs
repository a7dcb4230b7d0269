//! The steps out of a corner.

use super::stuck::Stuck;

/// One step out of a corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Change sets that nobody can execute, or wants to, are deleted: their ids.
    Discard(Vec<String>),
    /// The stack may be deleted from now on.
    Unprotect,
    /// The stack is deleted.
    Delete,
    /// If it could not be: the stack is deleted without these.
    Retain(Vec<Stuck>),
    /// If it could not be: the stack is deleted, and whatever can't be deleted stays.
    Force,
    /// What failed is rolled back.
    RollBack,
    /// The way back is gone on with.
    Continue,
    /// If it could not be: the same without these, which stay as they are.
    Skip(Vec<Stuck>),
}

impl Step {
    /// Whether it is for the case that the one before fails.
    pub(super) fn is_second_try(&self) -> bool {
        matches!(self, Self::Retain(_) | Self::Force | Self::Skip(_))
    }

    /// What it does, for people.
    pub(super) fn sentence(&self, is_first: bool) -> String {
        let again = if is_first || !self.is_second_try() { "" } else { "if that fails again, " };
        match self {
            Self::Discard(ids) => {
                let names: Vec<_> = ids
                    .iter()
                    .map(|id| format!("`{}`", change_set(id)))
                    .collect();
                format!("delete what was prepared and never done: {}", names.join(", "))
            }
            Self::Unprotect => "switch its protection from deletion off".to_owned(),
            Self::Delete => "delete the stack".to_owned(),
            Self::Retain(stuck) => format!(
                "{again}delete the stack without {}: this stays, and belongs to no stack",
                names(stuck)
            ),
            Self::Force => {
                format!("{again}delete the stack by force: what can't be deleted stays")
            }
            Self::RollBack => "roll back what failed".to_owned(),
            Self::Continue => "go on with the way back".to_owned(),
            Self::Skip(stuck) => format!(
                "{again}go on without {}: this stays as it is, and `drift` shows what differs",
                names(stuck)
            ),
        }
    }
}

fn names(stuck: &[Stuck]) -> String {
    let names: Vec<_> = stuck.iter().map(Stuck::name).collect();
    names.join(", ")
}

/// The name in an id such as `arn:…:changeSet/NAME/…`.
fn change_set(id: &str) -> &str {
    id.split('/').nth(1).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_try_says_so() {
        let skip = Step::Skip(vec![Stuck::named("Queue")]);
        assert!(skip.sentence(true).starts_with("go on without `Queue`"));
        assert!(
            skip.sentence(false)
                .starts_with("if that fails again, go on without")
        );
        let id = "arn:aws:cloudformation:eu-west-1:1:changeSet/ecomind-1/x".to_owned();
        let text = Step::Discard(vec![id]).sentence(true);
        assert_eq!(text, "delete what was prepared and never done: `ecomind-1`");
    }
}
