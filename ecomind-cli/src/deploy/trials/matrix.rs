//! Every step of a deployment × everything that goes wrong with a call.

use ecomind_simulator::CallFault;

use super::{
    bench::End,
    scenario::Scenario::{
        self, Destroy, First, Free, Invalid, Leftover, Refuse, Replace, Unapproved, Update,
    },
    scenario::Stages,
};

/// A step: the call with this name, after so many others of this name.
type Step = (&'static str, Scenario, &'static str, u32);

const STEPS: &[Step] = &[
    ("learn the account", First, "GetCallerIdentity", 0),
    ("look for the stack", First, "DescribeStacks", 0),
    ("look for the bucket", First, "GetBucketLifecycleConfiguration", 0),
    ("make the bucket", First, "CreateBucket", 0),
    ("close the bucket", First, "PutPublicAccessBlock", 0),
    ("let templates expire", First, "PutBucketLifecycleConfiguration", 0),
    ("upload a template", First, "PutObject", 0),
    ("make a change set", First, "CreateChangeSet", 0),
    ("make another one", First, "CreateChangeSet", 1),
    ("wait for a change set", First, "DescribeChangeSet", 0),
    ("review a change set", First, "DescribeChangeSet", 2),
    ("execute", First, "ExecuteChangeSet", 0),
    ("execute beside another one", First, "ExecuteChangeSet", 1),
    ("follow from the first event", First, "DescribeStackEvents", 0),
    ("follow on", First, "DescribeStackEvents", 3),
    ("set a policy", First, "SetStackPolicy", 0),
    ("protect", First, "UpdateTerminationProtection", 0),
    ("protect the last", First, "UpdateTerminationProtection", 2),
    ("read outputs", First, "DescribeStacks", 3),
    ("make a change set that had to wait", First, "CreateChangeSet", 2),
    ("execute what had to wait", First, "ExecuteChangeSet", 2),
    ("read a template", Update, "GetTemplate", 0),
    ("read a policy", Update, "GetStackPolicy", 0),
    ("make the change set of an update", Update, "CreateChangeSet", 0),
    ("execute an update", Update, "ExecuteChangeSet", 0),
    ("follow an update", Update, "DescribeStackEvents", 1),
    ("relax a policy", Replace, "SetStackPolicy", 0),
    ("execute a replacement", Replace, "ExecuteChangeSet", 0),
    ("follow a replacement", Replace, "DescribeStackEvents", 0),
    ("set the policy again", Replace, "SetStackPolicy", 1),
    ("look whether outputs are new", Replace, "DescribeStacks", 3),
    ("change who reads them", Replace, "CreateChangeSet", 1),
    ("execute that", Replace, "ExecuteChangeSet", 1),
    ("make what will be refused", Refuse, "CreateChangeSet", 0),
    ("wait for what will be refused", Refuse, "DescribeChangeSet", 0),
    ("clean up after a refusal", Refuse, "DeleteChangeSet", 0),
    ("clean up after a no", Unapproved, "DeleteChangeSet", 0),
    ("look for shells", Unapproved, "ListChangeSets", 0),
    ("delete a shell", Unapproved, "DeleteStack", 0),
    ("ask what is wrong", Invalid, "DescribeEvents", 0),
    ("clean up after a failed change set", Invalid, "DeleteChangeSet", 0),
    ("delete a leftover", Leftover, "DeleteStack", 0),
    ("follow that", Leftover, "DescribeStackEvents", 0),
    ("create it anew", Leftover, "ExecuteChangeSet", 0),
    ("take protection away", Free, "UpdateTerminationProtection", 1),
    ("look for a stack to delete", Destroy, "DescribeStacks", 1),
    ("read what is deleted", Destroy, "GetTemplate", 0),
    ("delete a stack", Destroy, "DeleteStack", 0),
    ("delete the last", Destroy, "DeleteStack", 2),
    ("follow a deletion", Destroy, "DescribeStackEvents", 0),
];

/// What goes wrong: so often, and how the first run has to end.
struct Trouble {
    name: &'static str,
    fault: fn() -> CallFault,
    times: u32,
    first: Ends,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// As if nothing had gone wrong.
    Well,
    /// With this in a problem.
    Saying(&'static str),
    /// Not at all.
    Killed,
    /// In any way.
    Somehow,
}

const ONE: u64 = 90_000;

/// More than the SDK tries in one run, and less than in three.
const TOO_OFTEN: u32 = 20;

const TROUBLES: &[Trouble] = &[
    Trouble { name: "throttled", fault: CallFault::throttle, times: 3, first: Ends::Well },
    Trouble {
        name: "throttled on",
        fault: CallFault::throttle,
        times: TOO_OFTEN,
        first: Ends::Somehow,
    },
    Trouble { name: "500", fault: CallFault::internal_error, times: 3, first: Ends::Well },
    Trouble {
        name: "503 on",
        fault: CallFault::unavailable,
        times: TOO_OFTEN,
        first: Ends::Somehow,
    },
    Trouble {
        name: "reset before the effect",
        fault: CallFault::drop_before,
        times: 2,
        first: Ends::Well,
    },
    Trouble {
        name: "reset after the effect",
        fault: CallFault::drop_after,
        times: 2,
        first: Ends::Well,
    },
    Trouble {
        name: "reset on",
        fault: CallFault::drop_after,
        times: TOO_OFTEN,
        first: Ends::Somehow,
    },
    Trouble {
        name: "no answer in time, without an effect",
        fault: || CallFault::hang(ONE),
        times: 1,
        first: Ends::Well,
    },
    Trouble {
        name: "no answer in time, but an effect",
        fault: || CallFault::stall(ONE),
        times: 1,
        first: Ends::Well,
    },
    Trouble {
        name: "a slow answer",
        fault: || CallFault::stall(20_000),
        times: 3,
        first: Ends::Well,
    },
    Trouble {
        name: "expired",
        fault: CallFault::expired_token,
        times: 1,
        first: Ends::Saying("expired"),
    },
    Trouble { name: "killed", fault: CallFault::exit, times: 1, first: Ends::Killed },
];

/// How many of the first steps come before anything is executed.
const BEFORE_EXECUTION: usize = 11;

fn check(steps: &[Step], troubles: &[Trouble]) {
    let stages = Stages::default();
    for &(step, scenario, action, after) in steps {
        for trouble in troubles {
            let what = format!("{scenario:?}: {step}: {action} {after}: {}", trouble.name);
            let stage = stages.get(scenario);
            let fault = (trouble.fault)()
                .on(action)
                .after(after)
                .times(trouble.times);
            stage.bench.simulator.inject(fault);
            let ends = stage.finish(&what);
            let is_as_expected = match trouble.first {
                Ends::Well => ends.len() == 1,
                Ends::Killed => ends[0] == End::Killed,
                // What fails while it is tidied up is told beside the reason for that.
                Ends::Saying(words) => says(&ends[0], words) || is_of_no_need(action),
                Ends::Somehow => ends.len() <= 4,
            };
            assert!(is_as_expected, "{what}: {ends:#?}");
        }
    }
}

fn says(end: &End, words: &str) -> bool {
    let End::Failed(problems) = end else { return false };
    let mut lines = problems
        .iter()
        .flat_map(|it| it.details.iter().chain([&it.text]));
    lines.any(|line| line.contains(words))
}

/// Without it, less is said of what is wrong anyway.
fn is_of_no_need(action: &str) -> bool {
    action == "DescribeEvents"
}

fn steps_of(wanted: &[Scenario]) -> Vec<Step> {
    let steps = STEPS.iter().filter(|step| wanted.contains(&step.1));
    steps.copied().collect()
}

#[test]
fn each_step_before_a_first_execution_outlives_each_trouble() {
    check(&steps_of(&[First])[..BEFORE_EXECUTION], TROUBLES);
}

#[test]
fn each_step_from_a_first_execution_on_outlives_each_trouble() {
    check(&steps_of(&[First])[BEFORE_EXECUTION..], TROUBLES);
}

#[test]
fn each_step_of_an_update_outlives_each_trouble() {
    check(&steps_of(&[Update, Replace, Free]), TROUBLES);
}

#[test]
fn each_step_of_tidying_up_outlives_each_trouble() {
    check(&steps_of(&[Refuse, Unapproved, Invalid, Leftover]), TROUBLES);
}

#[test]
fn each_step_of_a_deletion_outlives_each_trouble() {
    check(&steps_of(&[Destroy]), TROUBLES);
}

#[test]
fn each_step_is_met() {
    let scenarios = super::scenario::ALL;
    assert!(scenarios.iter().all(|it| !steps_of(&[*it]).is_empty()));
    let stages = Stages::default();
    for scenario in scenarios {
        stages.get(*scenario).finish("undisturbed");
        let stage = stages.get(*scenario);
        stage.bench.run(stage.command, &stage.app, &stage.settings);
        let calls = stage.bench.simulator.calls();
        for (step, _, action, after) in steps_of(&[*scenario]) {
            let count = calls.iter().filter(|call| call.action == action).count();
            let is_met = usize::try_from(after).is_ok_and(|after| after < count);
            assert!(is_met, "{scenario:?}: {step}: {action} is called {count} times");
        }
    }
}
