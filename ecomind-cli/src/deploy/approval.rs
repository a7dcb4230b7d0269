//! Whether somebody must say yes, and does.

use super::{
    Approval, Operator, Problem, ProblemKind, Result, Risk, Settings,
    runtime::{Stopped, unless_stopped},
};

impl Approval {
    /// Whether to ask before something of this risk.
    pub(crate) fn asks(self, risk: Risk) -> bool {
        let least = match self {
            Self::Never => return false,
            Self::Destructive => Risk::Destructive,
            Self::Broadening => Risk::Broadening,
            Self::AnyChange => Risk::Change,
        };
        least <= risk
    }
}

/// Asks `question` if something of this risk must be approved. A no is a problem.
pub(super) async fn approve(
    settings: &Settings,
    operator: &dyn Operator,
    risk: Risk,
    question: &str,
) -> Result<()> {
    if settings.is_approved || !settings.approval.asks(risk) {
        return Ok(());
    }
    let Some(ask) = operator.question(question) else {
        let text = "somebody must approve this, and there is no terminal to ask at";
        return Err(Problem::new(text).hint("approve it with `--yes`"));
    };
    match unless_stopped(None, tokio::task::spawn_blocking(ask)).await {
        Ok(Ok(true)) => Ok(()),
        Ok(_) => {
            Err(Problem { kind: ProblemKind::Declined, ..Problem::new("nothing was changed") })
        }
        Err(Stopped::Interrupted | Stopped::TimedOut) => {
            Err(Problem::interrupted("interrupted: nothing was changed"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_asks_for_what_the_one_before_asks_for() {
        let asked = |approval: Approval| {
            [Risk::None, Risk::Change, Risk::Broadening, Risk::Destructive]
                .map(|risk| approval.asks(risk))
        };
        assert_eq!(asked(Approval::Never), [false; 4]);
        assert_eq!(asked(Approval::Destructive), [false, false, false, true]);
        assert_eq!(asked(Approval::Broadening), [false, false, true, true]);
        assert_eq!(asked(Approval::AnyChange), [false, true, true, true]);
    }
}
