//! Targets in steps.

use ecomind_constructs::synth::{Assembly, StackArtifact};

use crate::{
    cloudformation::ResourceImport,
    deploy::{
        Problem, Settings,
        survey::{Found, Situation},
        target::{Stage, Target},
    },
};

use super::{
    exports::{Held, held},
    imports::adopted,
    refactor::{RefactorPlan, planned},
};

/// What takes more than one step.
#[derive(Default)]
pub(in crate::deploy) struct Stages {
    /// What moves before anything else.
    pub(in crate::deploy) refactor: Option<RefactorPlan>,
    imports: Vec<(usize, StackArtifact, Vec<ResourceImport>)>,
    /// A stack as it is for the time being, and the stacks that it is to be so for.
    kept: Vec<(usize, StackArtifact, Vec<usize>)>,
}

impl Stages {
    /// What takes more than one step. It puts into `found` how stacks will be after a refactor, and
    /// into `targets` who must come first where the order alone is enough.
    pub(in crate::deploy) async fn of(
        assembly: &Assembly,
        targets: &mut [Target<'_>],
        found: &mut [Found],
        settings: &Settings,
    ) -> Result<Self, Vec<Problem>> {
        let mut stages = Self { refactor: planned(assembly, targets, found)?, ..Self::default() };
        if let Some(refactor) = &stages.refactor {
            for (index, template) in &refactor.templates {
                found[*index].foresee(&targets[*index], settings, template.clone());
                targets[*index].follows = true;
            }
        }
        let mut problems = Vec::new();
        for (index, (target, found)) in targets.iter().zip(found.iter()).enumerate() {
            match adopted(target, found) {
                Ok(Some((artifact, imports))) => stages.imports.push((index, artifact, imports)),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        for it in held(targets, found).await? {
            if it.needs_step(targets) {
                let artifact = it.kept(&targets[it.target], &found[it.target]);
                let importers = it.importers.into_iter().collect();
                stages.kept.push((it.target, artifact, importers));
            } else {
                let Held { target, importers, .. } = it;
                let new = importers.into_iter();
                let new: Vec<_> = new
                    .filter(|other| !targets[target].waits_for.contains(other))
                    .collect();
                targets[target].waits_for.extend(new);
            }
        }
        Ok(stages)
    }

    /// The targets in steps. A step before the stack is what the app says, or after, is at the end
    /// of the list.
    pub(in crate::deploy) fn split<'s>(
        &'s self,
        mut targets: Vec<Target<'s>>,
        mut found: Vec<Found>,
        settings: &Settings,
    ) -> (Vec<Target<'s>>, Vec<Found>) {
        for (index, artifact, importers) in &self.kept {
            let now = targets[*index].with(artifact, Vec::new(), Stage::Main);
            let mut last = std::mem::replace(&mut targets[*index], now);
            last.stage = Stage::Last;
            last.follows = true;
            last.waits_for = importers.iter().copied().chain([*index]).collect();
            let mut after = found[*index].clone();
            after.foresee(&last, settings, artifact.template.clone());
            let template = found[*index].template.clone().unwrap_or_default();
            found[*index].foresee(&targets[*index], settings, template);
            targets.push(last);
            found.push(after);
        }
        for (index, artifact, imports) in &self.imports {
            let mut first = targets[*index].with(artifact, imports.clone(), Stage::First);
            first.waits_for.clone_from(&targets[*index].waits_for);
            let before = found[*index].clone();
            targets[*index].follows = true;
            let step = targets.len();
            targets[*index].waits_for.push(step);
            found[*index].foresee(&targets[*index], settings, artifact.template.clone());
            let situation = match before.situation {
                Situation::New | Situation::Leftover => before.situation,
                _ => Situation::Changed,
            };
            targets.push(first);
            found.push(Found { situation, ..before });
        }
        (targets, found)
    }
}
