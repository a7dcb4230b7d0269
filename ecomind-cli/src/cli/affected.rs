//! Which stacks a change affects.

use anyhow::Result;

use crate::{
    assembly::{Baseline, StackSnapshot},
    diff,
};

use super::synthesized::Synthesized;

/// Of the stacks that are meant, keeps those that differ from the baseline, and those that wait
/// for one that does, directly or through others: they read its outputs.
pub(super) fn keep(synthesized: &mut Synthesized<'_>, baseline: &Baseline) -> Result<()> {
    let stacks = &synthesized.assembly.stacks;
    let after = stacks
        .iter()
        .map(StackSnapshot::of_artifact)
        .collect::<Result<Vec<_>>>()?;
    let difference = diff::compare(&baseline.stacks(synthesized.environment)?, &after);
    let mut is_affected = Vec::new();
    // Stacks come after those they wait for, so that one pass finds them all.
    for stack in stacks {
        let differs = difference.stack(&stack.id).is_some_and(|it| !it.is_empty());
        let waits = stacks
            .iter()
            .zip(&is_affected)
            .any(|(earlier, is_affected)| *is_affected && stack.depends_on.contains(&earlier.id));
        is_affected.push(differs || waits);
    }
    for (is_selected, is_affected) in synthesized.is_selected.iter_mut().zip(is_affected) {
        *is_selected &= is_affected;
    }
    Ok(())
}
