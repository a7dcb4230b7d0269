//! A deployment, from the app to its report.

use std::cell::RefCell;

use ecomind_constructs::synth::Assembly;

use crate::cloudformation::Clouds;

use super::{
    Operator, Plan, Problem, Report, Result, Review, Risk, Secrets, Settings,
    approval::approve,
    change_sets,
    execute::Executor,
    guard::guard,
    plan::recall,
    prepare::{Prepared, discard_all, discard_begun, prepare, survey_all},
    runtime::{Stopped, unless_stopped},
    schedule::in_order,
    target::{Target, targets},
};

/// What to deploy, how, and who watches.
pub(crate) struct Deployment<'a> {
    pub(crate) assembly: &'a Assembly,
    pub(crate) is_selected: &'a dyn Fn(&str) -> bool,
    pub(crate) settings: &'a Settings,
    pub(crate) clouds: &'a dyn Clouds,
    pub(crate) operator: &'a dyn Operator,
}

/// Everything that is wrong.
pub(crate) type Problems = Vec<Problem>;

impl Deployment<'_> {
    /// Makes the stacks what the app says.
    pub(crate) async fn deploy(&self) -> std::result::Result<Report, Problems> {
        let mut secrets = Secrets::default();
        let targets = self.targets(&mut secrets).await?;
        let prepared = self.prepare(&targets).await?;
        let risk = self.ask(&targets, &prepared).await?;
        self.execute(&targets, &prepared, risk, &secrets).await
    }

    /// Makes what a plan says, if everything is still as it was.
    pub(crate) async fn deploy_plan(&self, plan: &Plan) -> std::result::Result<Report, Problems> {
        let mut secrets = Secrets::default();
        let targets = self.targets(&mut secrets).await?;
        let found = survey_all(&targets, self.settings, self.operator).await?;
        let prepared = recall(plan, &targets, found, self.settings).await?;
        let reviews: Vec<&Review> = prepared
            .iter()
            .filter_map(|it| it.review.as_ref())
            .collect();
        guard(reviews.iter().copied(), &self.settings.allow_replace).map_err(|it| vec![it])?;
        let risk = risk_of(&prepared);
        self.execute(&targets, &prepared, risk, &secrets).await
    }

    /// Makes the change sets and shows what they will do, without executing any.
    pub(crate) async fn plan(&self) -> std::result::Result<Plan, Problems> {
        let mut secrets = Secrets::default();
        let targets = self.targets(&mut secrets).await?;
        let prepared = self.prepare(&targets).await?;
        self.show(&prepared);
        let reviews = prepared.iter().filter_map(|it| it.review.as_ref());
        if let Err(mut problem) = guard(reviews, &self.settings.allow_replace) {
            problem
                .details
                .extend(discard_all(&targets, &prepared).await);
            return Err(vec![problem]);
        }
        Ok(Plan::new(&targets, &prepared, self.settings))
    }

    pub(super) async fn targets(
        &self,
        secrets: &mut Secrets,
    ) -> std::result::Result<Vec<Target<'_>>, Problems> {
        targets(self.assembly, self.is_selected, self.settings, self.clouds, secrets).await
    }

    async fn prepare(
        &self,
        targets: &[Target<'_>],
    ) -> std::result::Result<Vec<Prepared>, Problems> {
        let begun = RefCell::default();
        let work = async {
            let found = survey_all(targets, self.settings, self.operator).await?;
            prepare(targets, found, self.settings, self.operator, &begun).await
        };
        match unless_stopped(self.settings.timeout, work).await {
            Ok(done) => done,
            Err(stopped) => {
                let mut problem = before_execution(stopped);
                problem.details = discard_begun(targets, &begun).await;
                Err(vec![problem])
            }
        }
    }

    /// Shows what will happen, and asks. After a no, nothing is left over.
    async fn ask(
        &self,
        targets: &[Target<'_>],
        prepared: &[Prepared],
    ) -> std::result::Result<Risk, Problems> {
        self.show(prepared);
        let reviews = prepared.iter().filter_map(|it| it.review.as_ref());
        let risk = risk_of(prepared);
        let checked = guard(reviews, &self.settings.allow_replace);
        let answer = match checked {
            Ok(()) => self.approve(prepared, risk).await,
            Err(problem) => Err(problem),
        };
        match answer {
            Ok(()) => Ok(risk),
            Err(mut problem) => {
                problem.details.extend(discard_all(targets, prepared).await);
                Err(vec![problem])
            }
        }
    }

    async fn approve(&self, prepared: &[Prepared], risk: Risk) -> Result<()> {
        let changed = prepared.iter().filter(|it| it.review.is_some()).count();
        let stacks = if changed == 1 { "this stack" } else { "these stacks" };
        let question = format!("Deploy {stacks} to `{}`?", self.settings.environment);
        approve(self.settings, self.operator, risk, &question).await
    }

    fn show(&self, prepared: &[Prepared]) {
        let reviews: Vec<_> = prepared.iter().filter_map(|it| it.review.clone()).collect();
        if !reviews.is_empty() {
            self.operator.show(&reviews);
        }
    }

    async fn execute(
        &self,
        targets: &[Target<'_>],
        prepared: &[Prepared],
        approved: Risk,
        secrets: &Secrets,
    ) -> std::result::Result<Report, Problems> {
        let has_new_outputs = RefCell::new(vec![false; targets.len()]);
        let executor = Executor {
            targets,
            prepared,
            settings: self.settings,
            operator: self.operator,
            secrets,
            approved,
            has_new_outputs: &has_new_outputs,
        };
        let waits_for: Vec<_> = targets.iter().map(|it| it.waits_for.clone()).collect();
        let is_begun = RefCell::new(vec![false; targets.len()]);
        let work = in_order(&waits_for, self.settings.concurrency, |index| {
            is_begun.borrow_mut()[index] = true;
            executor.execute(index)
        });
        let results = match unless_stopped(self.settings.timeout, work).await {
            Ok(results) => results,
            Err(stopped) => {
                let begun = is_begun.take();
                let left = discard_others(targets, prepared, &begun).await;
                let mut problem = self.during_execution(stopped);
                problem.details.extend(left);
                return Err(vec![problem]);
            }
        };
        let begun = is_begun.into_inner();
        let mut stacks = Vec::new();
        let mut problems = Vec::new();
        for result in results.into_iter().flatten() {
            match result {
                Ok(mut report) => {
                    for value in report.outputs.values_mut() {
                        *value = secrets.mask(value);
                    }
                    stacks.push(report);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            return Ok(Report { stacks });
        }
        let left =
            (0..targets.len()).filter(|&index| !begun[index] && prepared[index].review.is_some());
        let left: Vec<_> = left
            .map(|index| format!("`{}`", targets[index].id()))
            .collect();
        let kept = discard_others(targets, prepared, &begun).await;
        if let Some(last) = problems.last_mut() {
            if !left.is_empty() {
                last.details.push(format!("not begun: {}", left.join(", ")));
            }
            last.details.extend(kept);
        }
        Err(problems)
    }

    fn during_execution(&self, stopped: Stopped) -> Problem {
        let environment = &self.settings.environment;
        let problem = match stopped {
            Stopped::Interrupted => Problem::interrupted("stopped watching, and nothing else"),
            Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
        };
        problem
            .detail("CloudFormation goes on with what it has begun")
            .hint(format!(
                "watch it with `attach {environment}`, stop it with `cancel {environment}`, or go \
                 on with `deploy {environment}`"
            ))
    }
}

/// Deletes the change sets of stacks that were not begun. What is left all the same.
async fn discard_others(
    targets: &[Target<'_>],
    prepared: &[Prepared],
    begun: &[bool],
) -> Vec<String> {
    let mut left = Vec::new();
    for ((target, prepared), is_begun) in targets.iter().zip(prepared).zip(begun) {
        if let (false, Some((request, _))) = (is_begun, &prepared.change_set) {
            left.extend(change_sets::discard(&*target.cloud, request).await);
        }
    }
    left
}

fn risk_of(prepared: &[Prepared]) -> Risk {
    let reviews = prepared.iter().filter_map(|it| it.review.as_ref());
    reviews.map(Review::risk).max().unwrap_or(Risk::None)
}

fn before_execution(stopped: Stopped) -> Problem {
    match stopped {
        Stopped::Interrupted => Problem::interrupted("interrupted: nothing was changed"),
        Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
    }
}
