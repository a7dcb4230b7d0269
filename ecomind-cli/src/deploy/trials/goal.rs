//! How a disturbed deployment has to end.

use std::collections::{BTreeMap, BTreeSet};

use ecomind_constructs::synth::{Assembly, StackArtifact};
use ecomind_simulator::Call;

use crate::cloudformation::{CloudFormation, Stack, StackEvent};

use super::{
    bench::{Bench, Command, End},
    scenario::{Outcome, Stage},
};

/// More trouble than any script has.
const MOST_RUNS: usize = 40;

impl Stage {
    /// Runs the command again and again, as people do, until it ends as it should; how each run
    /// ended. Then looks whether everything is in its place.
    pub(super) fn finish(&self, what: &str) -> Vec<End> {
        let mut ends = Vec::new();
        loop {
            let end = self.bench.run(self.command, &self.app, &self.settings);
            let is_end = self.is_end(&end);
            ends.push(end);
            if is_end {
                break;
            }
            assert!(ends.len() < MOST_RUNS, "{what}: it never ends: {:#?}", ends.last());
        }
        self.bench.simulator.clear_faults();
        self.check(what);
        ends
    }

    /// Whether it ended as it would have undisturbed.
    fn is_end(&self, end: &End) -> bool {
        match (end, self.outcome) {
            (End::Done, Outcome::Refused(words)) => panic!("it must be refused: {words}"),
            (End::Done, _) => true,
            (End::Failed(problems), Outcome::Refused(words)) => {
                let is_left = |line: &String| line.contains("is left");
                problems.iter().any(|problem| problem.text.contains(words))
                    && !problems.iter().flat_map(|it| &it.details).any(is_left)
            }
            _ => false,
        }
    }

    fn check(&self, what: &str) {
        let calls = self.bench.simulator.calls();
        let executed = effective(&calls, "ExecuteChangeSet", "ChangeSetName");
        assert_eq!(executed.len(), self.executions, "{what}: executed: {executed:#?}");
        check_bucket(&calls, what);
        match (self.outcome, &self.before) {
            (Outcome::Deployed, _) => self.bench.check_deployed(&self.app, what),
            (Outcome::Refused(_), Some(before)) => self.bench.check_deployed(before, what),
            (Outcome::Nothing, _) => {
                let deleted = effective(&calls, "DeleteStack", "StackName");
                assert_eq!(deleted.len(), self.app.stacks.len(), "{what}: {deleted:#?}");
                self.bench.check_gone(&self.app, what);
            }
            (Outcome::Refused(_), None) => self.bench.check_gone(&self.app, what),
        }
    }
}

impl Bench {
    /// The stacks are what `app` says, they came about once, and nothing is left over.
    fn check_deployed(&self, app: &Assembly, what: &str) {
        self.ask(async |cloud| {
            for artifact in &app.stacks {
                check_stack(cloud, artifact, what).await;
            }
        });
        self.simulator.clear_calls();
        let settings = crate::deploy::Settings::default();
        let end = self.run(Command::Deploy, app, &settings);
        assert_eq!(end, End::Done, "{what}: a second deployment has nothing to do");
        let calls = self.simulator.calls();
        let executed = effective(&calls, "ExecuteChangeSet", "ChangeSetName");
        assert!(executed.is_empty(), "{what}: a second deployment executes {executed:?}");
    }

    /// Not even the shell of a stack is there.
    fn check_gone(&self, app: &Assembly, what: &str) {
        self.ask(async |cloud| {
            for artifact in &app.stacks {
                let stack = cloud.stack(&artifact.name).await;
                let stack = stack.expect("nothing goes wrong any more");
                assert!(stack.is_none(), "{what}: {stack:#?}");
            }
        });
    }
}

async fn check_stack(cloud: &dyn CloudFormation, artifact: &StackArtifact, what: &str) {
    let name = &artifact.name;
    let stack = cloud
        .stack(name)
        .await
        .expect("nothing goes wrong any more");
    let stack: Stack = stack.unwrap_or_else(|| panic!("{what}: `{name}` is not there"));
    assert!(stack.status.is_success(), "{what}: `{name}` is {}", stack.status);
    let template = cloud.template(name).await.expect("it has a template");
    assert!(template == artifact.template, "{what}: `{name}` has another template");
    let is_protected = artifact.termination_protection;
    assert_eq!(stack.termination_protection, is_protected, "{what}: `{name}`");
    let policy = cloud.stack_policy(name).await.expect("it is asked for");
    let denies = policy.is_some_and(|it| it.contains("LogicalResourceId/Table"));
    assert_eq!(denies, artifact.id == "Data", "{what}: the policy of `{name}`");
    let left = cloud.change_sets(name).await.expect("they are listed");
    assert!(left.is_empty(), "{what}: `{name}` has {left:?}");
    let events = cloud.events(&stack.id, &|_| true).await;
    check_once(&events.expect("they are listed"), what);
}

/// No resource was made twice: a replacement comes from an update.
fn check_once(events: &[StackEvent], what: &str) {
    let mut made: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in events.iter().filter(|it| it.status == "CREATE_COMPLETE") {
        let ids = made.entry(&event.logical_id).or_default();
        ids.insert(&event.physical_id);
        assert_eq!(ids.len(), 1, "{what}: `{}` was made twice: {ids:?}", event.logical_id);
    }
}

/// A bucket that was made has all of its settings.
fn check_bucket(calls: &[Call], what: &str) {
    let is_done = |action: &str| calls.iter().any(|call| had_effect(call, action));
    if is_done("CreateBucket") {
        for setting in ["PutPublicAccessBlock", "PutBucketLifecycleConfiguration"] {
            assert!(is_done(setting), "{what}: the bucket lacks {setting}");
        }
    }
}

/// What calls that had an effect named.
fn effective(calls: &[Call], action: &str, parameter: &str) -> BTreeSet<String> {
    let calls = calls.iter().filter(|call| had_effect(call, action));
    let named = |call: &Call| call.parameters[parameter].as_str().map(str::to_owned);
    calls.filter_map(named).collect()
}

/// Whether a call of this name had an effect: the answer may have been lost.
fn had_effect(call: &Call, action: &str) -> bool {
    call.action == action && matches!(call.error.as_deref(), None | Some("DropAfter"))
}

#[cfg(test)]
mod tests {
    use crate::{
        cloudformation::{ChangeSetRequest, TemplateSource},
        deploy::Settings,
    };

    use super::{
        super::scenario::{Scenario, Stages},
        *,
    };

    /// A scenario after its command, and what a faulty engine would leave behind then.
    fn after(scenario: Scenario, creates: bool) -> Stage {
        let stage = Stages::default().get(scenario);
        stage.bench.run(stage.command, &stage.app, &stage.settings);
        let template = r#"{"Resources":{"Topic":{"Type":"AWS::SNS::Topic"}}}"#;
        let request = ChangeSetRequest {
            stack: "shop-Work".to_owned(),
            name: "left".to_owned(),
            creates,
            template: TemplateSource::Inline(template.to_owned()),
            ..ChangeSetRequest::default()
        };
        let made = stage
            .bench
            .ask(async |cloud| cloud.create_change_set(&request).await);
        made.unwrap();
        stage
    }

    #[test]
    #[should_panic(expected = "`shop-Work` has [")]
    fn rejects_a_change_set_that_is_left_over() {
        after(Scenario::Update, false).check("left over");
    }

    #[test]
    #[should_panic(expected = "REVIEW_IN_PROGRESS")]
    fn rejects_the_shell_of_a_stack() {
        after(Scenario::Unapproved, true).check("left over");
    }

    #[test]
    #[should_panic(expected = "executed:")]
    fn rejects_what_is_executed_more_often_than_needed() {
        let stage = Stages::default().get(Scenario::Update);
        let before = stage.before.clone().unwrap();
        let allowed =
            Settings { allow_replace: vec!["Work.Archive".to_owned()], ..stage.settings.clone() };
        let there = (&stage.app, &stage.settings);
        for (app, settings) in [there, (&before, &allowed), there] {
            let end = stage.bench.run(Command::Deploy, app, settings);
            assert_eq!(end, End::Done);
        }
        stage.check("there and back");
    }
}
