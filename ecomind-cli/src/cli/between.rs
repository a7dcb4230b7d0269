//! `diff A B`: two environments beside each other.

use anyhow::Result;
use ecomind_constructs::synth::{self, Assembly, StackArtifact};

use crate::{
    assembly::StackSnapshot,
    diff::between::{Between, Trials, Variance, explain, plain, variances},
    environment::Apps,
};

use super::{
    printer::Printer,
    selection::{Dependencies, Selected},
    synthesized::synthesize,
};

/// Compares the two environments that are selected, and tries which of their data makes the
/// differences.
pub(super) fn between(
    apps: &Apps<'_>,
    selected: &Selected<'_>,
    printer: &mut Printer<'_>,
) -> Result<Between> {
    let all = synthesize(apps, selected, Dependencies::LeftOut, printer)?;
    let ([one, other], [first, second]) = (all.as_slice(), selected.environments.as_slice()) else {
        unreachable!("two environments are selected")
    };
    let names = [one.environment, other.environment];
    let sides = [one, other].map(|it| {
        let stacks: Result<Vec<_>> = it.stacks().map(StackSnapshot::of_artifact).collect();
        stacks.map(|stacks| plain(&stacks, it.environment))
    });
    let [before, after] = sides;
    let (before, after) = (before?, after?);
    let is_meant = |id: &str| one.is_selected(id) || other.is_selected(id);
    let trial = |fields: &[usize]| trial(apps, (*first, *second), fields);
    let mut trials = Trials::default();
    for (index, name) in apps.fields().iter().enumerate() {
        // Data that doesn't go together explains nothing alone.
        let Some(tried) = trial(&[index]) else { continue };
        // Most fields touch few stacks.
        let is_same = |id: &str| {
            let pair = (one.assembly.stack(id), tried.stack(id));
            matches!(pair, (Some(own), Some(tried)) if is_same(own, tried))
        };
        let with = snapshots(&tried, names[0], &|id| is_meant(id) && !is_same(id))?;
        let own: Vec<_> = before
            .iter()
            .filter(|stack| !is_same(&stack.id))
            .cloned()
            .collect();
        trials
            .fields
            .push((name, variances(&own, &with, [names[0]; 2])));
    }
    let every: Vec<usize> = (0..apps.fields().len()).collect();
    if let Some(tried) = trial(&every).filter(|_| !every.is_empty()) {
        let with = snapshots(&tried, names[0], &is_meant)?;
        trials.rest = Some(variances(&with, &after, names));
    }
    let explained = |variance: Variance| {
        let explanation = explain(&variance, &trials);
        (variance, explanation)
    };
    let variances = variances(&before, &after, names);
    let variances = variances.into_iter().map(explained).collect();
    Ok(Between { names: names.map(str::to_owned), variances })
}

/// The stacks of the first environment with some data of the second; none when the app can't be
/// built of that.
fn trial(apps: &Apps<'_>, (first, second): (usize, usize), fields: &[usize]) -> Option<Assembly> {
    let app = apps.mixed(first, second, fields)?.ok()?;
    synth::synthesize(&app).ok()
}

fn snapshots(
    assembly: &Assembly,
    environment: &str,
    is_meant: &dyn Fn(&str) -> bool,
) -> Result<Vec<StackSnapshot>> {
    let stacks = assembly.stacks.iter().filter(|it| is_meant(&it.id));
    let stacks: Result<Vec<_>> = stacks.map(StackSnapshot::of_artifact).collect();
    Ok(plain(&stacks?, environment))
}

fn is_same(own: &StackArtifact, tried: &StackArtifact) -> bool {
    own.template == tried.template
        && own.tags == tried.tags
        && (&own.account, &own.region) == (&tried.account, &tried.region)
        && own.termination_protection == tried.termination_protection
}
