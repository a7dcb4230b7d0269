//! A deployment, from the app to its report.

use std::cell::RefCell;

use ecomind_constructs::synth::Assembly;
use indexmap::IndexSet;

use crate::cloudformation::Clouds;

use super::{
    Operator, Plan, Problem, ProblemKind, Report, Result, Review, Risk, Secrets, Settings,
    StackReport,
    approval::approve,
    change_sets, changed_exports,
    execute::Executor,
    guard::guard,
    masked::Masked,
    plan::recall,
    prepare::{Prepared, discard_all, discard_begun, prepare, survey_all},
    runtime::{Stopped, unless_stopped},
    schedule::in_order,
    stages::{RefactorPlan, Stages, execute_refactor},
    survey::Found,
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
        self.masked(async |it, targets, secrets| it.deploy_targets(targets, secrets).await)
            .await
    }

    /// Makes what a plan says, if everything is still as it was.
    pub(crate) async fn deploy_plan(&self, plan: &Plan) -> std::result::Result<Report, Problems> {
        self.masked(async |it, targets, secrets| it.deploy_planned(plan, targets, secrets).await)
            .await
    }

    /// Makes the change sets and shows what they will do, without executing any.
    pub(crate) async fn plan(&self) -> std::result::Result<Plan, Problems> {
        self.masked(async |it, targets, _| it.plan_targets(targets).await)
            .await
    }

    /// Does `work` so that no secret is in anything that it tells, or that is wrong.
    pub(super) async fn masked<T>(
        &self,
        work: impl AsyncFnOnce(
            &Deployment<'_>,
            Vec<Target<'_>>,
            &Secrets,
        ) -> std::result::Result<T, Problems>,
    ) -> std::result::Result<T, Problems> {
        let mut secrets = Secrets::default();
        let targets = self.targets(&mut secrets).await?;
        let masked = Masked { operator: self.operator, secrets: &secrets };
        let told = Deployment { operator: &masked, ..*self };
        let done = work(&told, targets, &secrets).await;
        done.map_err(|problems| secrets.mask_problems(problems))
    }

    async fn deploy_targets(
        &self,
        mut targets: Vec<Target<'_>>,
        secrets: &Secrets,
    ) -> std::result::Result<Report, Problems> {
        let (found, stages) = self.look(&mut targets).await?;
        let (targets, found) = stages.split(targets, found, self.settings);
        let prepared = self.prepare(&targets, found).await?;
        let refactor = stages.refactor.as_ref();
        let risk = self.ask(&targets, &prepared, refactor).await?;
        self.move_first(&targets, &prepared, refactor).await?;
        self.execute(&targets, &prepared, risk, secrets).await
    }

    async fn deploy_planned(
        &self,
        plan: &Plan,
        mut targets: Vec<Target<'_>>,
        secrets: &Secrets,
    ) -> std::result::Result<Report, Problems> {
        let (found, stages) = self.look(&mut targets).await?;
        let (targets, found) = stages.split(targets, found, self.settings);
        let refactor = stages.refactor.as_ref();
        let prepared = recall(plan, &targets, found, refactor, self.settings).await?;
        self.check(&targets, &prepared).await?;
        let risk = risk_of(&prepared);
        self.move_first(&targets, &prepared, refactor).await?;
        self.execute(&targets, &prepared, risk, secrets).await
    }

    async fn plan_targets(
        &self,
        mut targets: Vec<Target<'_>>,
    ) -> std::result::Result<Plan, Problems> {
        let (found, stages) = self.look(&mut targets).await?;
        let (targets, found) = stages.split(targets, found, self.settings);
        let prepared = self.prepare(&targets, found).await?;
        let refactor = stages.refactor.as_ref();
        self.show(&prepared, refactor);
        if let Err(problems) = self.check(&targets, &prepared).await {
            return Err(Self::undone(problems, &targets, &prepared).await);
        }
        Ok(Plan::new(&targets, &prepared, refactor, self.settings))
    }

    pub(super) async fn targets(
        &self,
        secrets: &mut Secrets,
    ) -> std::result::Result<Vec<Target<'_>>, Problems> {
        targets(self.assembly, self.is_selected, self.settings, self.clouds, secrets).await
    }

    /// Looks at every stack, and finds out what takes more than one step.
    async fn look(
        &self,
        targets: &mut [Target<'_>],
    ) -> std::result::Result<(Vec<Found>, Stages), Problems> {
        let work = async {
            let mut found = survey_all(targets, self.settings, self.operator).await?;
            let stages = Stages::of(self.assembly, targets, &mut found, self.settings).await?;
            Ok((found, stages))
        };
        let done = unless_stopped(self.settings.timeout, work).await;
        done.unwrap_or_else(|stopped| Err(vec![before_execution(stopped)]))
    }

    async fn prepare(
        &self,
        targets: &[Target<'_>],
        found: Vec<Found>,
    ) -> std::result::Result<Vec<Prepared>, Problems> {
        let begun = RefCell::default();
        let work = prepare(targets, found, self.settings, self.operator, &begun);
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
        refactor: Option<&RefactorPlan>,
    ) -> std::result::Result<Risk, Problems> {
        self.show(prepared, refactor);
        let moves = refactor.map_or(Risk::None, |_| Risk::Change);
        let risk = risk_of(prepared).max(moves);
        let answer = match self.check(targets, prepared).await {
            Ok(()) => self.approve(prepared, risk).await.map_err(|it| vec![it]),
            Err(problems) => Err(problems),
        };
        match answer {
            Ok(()) => Ok(risk),
            Err(problems) => Err(Self::undone(problems, targets, prepared).await),
        }
    }

    /// What must not be done, whoever approves it.
    async fn check(
        &self,
        targets: &[Target<'_>],
        prepared: &[Prepared],
    ) -> std::result::Result<(), Problems> {
        let reviews = prepared.iter().filter_map(|it| it.review.as_ref());
        guard(reviews, &self.settings.allow_replace).map_err(|it| vec![it])?;
        changed_exports::check(targets, prepared).await
    }

    /// Deletes what was prepared, and adds to the problems what is left of it.
    async fn undone(
        mut problems: Problems,
        targets: &[Target<'_>],
        prepared: &[Prepared],
    ) -> Problems {
        let left = discard_all(targets, prepared).await;
        if let Some(last) = problems.last_mut() {
            last.details.extend(left);
        }
        problems
    }

    async fn approve(&self, prepared: &[Prepared], risk: Risk) -> Result<()> {
        let changed = prepared.iter().filter(|it| it.review.is_some()).count();
        let stacks = if changed == 1 { "this stack" } else { "these stacks" };
        let question = format!("Deploy {stacks} to `{}`?", self.settings.environment);
        let answer = approve(self.settings, self.operator, risk, &question).await;
        answer.map_err(|problem| match problem.kind {
            ProblemKind::Failure => problem.hint(
                "approve it with `--yes`, or make a plan with `plan --out FILE` and deploy that \
                 with `deploy --plan FILE`",
            ),
            _ => problem,
        })
    }

    /// Moves what moves before anything else. When that fails, nothing else is begun.
    async fn move_first(
        &self,
        targets: &[Target<'_>],
        prepared: &[Prepared],
        refactor: Option<&RefactorPlan>,
    ) -> std::result::Result<(), Problems> {
        let Some(refactor) = refactor else { return Ok(()) };
        let work = execute_refactor(refactor, targets, self.operator);
        let done = unless_stopped(self.settings.timeout, work).await;
        let problem = match done {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(problem)) => problem,
            Err(stopped) => self.during_execution(stopped),
        };
        let not_begun = vec![false; targets.len()];
        let details = discard_others(targets, prepared, &not_begun).await;
        let problem = details.into_iter().fold(problem, Problem::detail);
        Err(vec![problem])
    }

    fn show(&self, prepared: &[Prepared], refactor: Option<&RefactorPlan>) {
        let moves = refactor.into_iter().flat_map(|it| &it.reviews).cloned();
        let reviews = prepared.iter().filter_map(|it| it.review.clone());
        let reviews: Vec<_> = moves.chain(reviews).collect();
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
        let mut results = match unless_stopped(self.settings.timeout, work).await {
            Ok(results) => results,
            Err(stopped) => {
                let begun = is_begun.take();
                let details = discard_others(targets, prepared, &begun).await;
                let problem = self.during_execution(stopped);
                return Err(vec![details.into_iter().fold(problem, Problem::detail)]);
            }
        };
        let begun = is_begun.into_inner();
        let mut stacks: Vec<StackReport> = Vec::new();
        let mut problems = Vec::new();
        for index in by_step(targets) {
            let Some(result) = results[index].take() else { continue };
            match result {
                Ok(mut report) => {
                    let desired = &targets[index].desired;
                    for (key, value) in &mut report.outputs {
                        *value = secrets.mask_output(desired, key, value);
                    }
                    match stacks.iter_mut().find(|it| it.stack == report.stack) {
                        Some(earlier) => earlier.go_on(report),
                        None => stacks.push(report),
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() {
            return Ok(Report { stacks });
        }
        let left =
            (0..targets.len()).filter(|&index| !begun[index] && prepared[index].review.is_some());
        let left: IndexSet<_> = left
            .map(|index| format!("`{}`", targets[index].id()))
            .collect();
        let left: Vec<_> = left.into_iter().collect();
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
            Stopped::Interrupted => Problem::interrupted("stopped watching"),
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

/// Deletes the change sets of stacks that were not begun. What was deleted, and what is left all the
/// same, in sentences.
async fn discard_others(
    targets: &[Target<'_>],
    prepared: &[Prepared],
    begun: &[bool],
) -> Vec<String> {
    let (mut deleted, mut left) = (IndexSet::new(), Vec::new());
    for ((target, prepared), is_begun) in targets.iter().zip(prepared).zip(begun) {
        if let (false, Some((request, _))) = (is_begun, &prepared.change_set) {
            match change_sets::discard(&*target.cloud, request).await {
                None => _ = deleted.insert(format!("`{}`", target.id())),
                Some(sentence) => left.push(sentence),
            }
        }
    }
    if !deleted.is_empty() {
        let names: Vec<_> = deleted.into_iter().collect();
        let names = names.join(", ");
        left.insert(0, format!("change sets that were not executed are deleted again: {names}"));
    }
    left
}

fn risk_of(prepared: &[Prepared]) -> Risk {
    let reviews = prepared.iter().filter_map(|it| it.review.as_ref());
    reviews.map(Review::risk).max().unwrap_or(Risk::None)
}

/// The targets in the order of the app, each stack's steps as they are taken.
fn by_step(targets: &[Target<'_>]) -> Vec<usize> {
    let first = |index: &usize| {
        targets
            .iter()
            .position(|it| it.id() == targets[*index].id())
    };
    let mut order: Vec<usize> = (0..targets.len()).collect();
    order.sort_by_key(|index| (first(index), targets[*index].stage));
    order
}

fn before_execution(stopped: Stopped) -> Problem {
    match stopped {
        Stopped::Interrupted => Problem::interrupted("interrupted: nothing was changed"),
        Stopped::TimedOut => Problem::new("it takes longer than `--timeout` allows"),
    }
}
