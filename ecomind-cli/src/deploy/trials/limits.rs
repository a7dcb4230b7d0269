//! Deployments that take longer than they may, at any moment.

use std::time::Duration;

use ecomind_simulator::CallFault;

use super::{
    bench::{Command, End},
    scenario::{
        Scenario::{self, Destroy, First, Replace, Update},
        Stages,
    },
};

/// Moments from before the first call to after the last, in milliseconds of virtual time.
const LIMITS: &[u64] = &[0, 1, 50, 150, 400, 700, 1_200, 2_000, 4_000, 26_000];

/// How often a deployment was let go of.
fn check(scenario: Scenario) -> usize {
    let stages = Stages::default();
    let mut late = 0;
    for limit in LIMITS {
        let mut stage = stages.get(scenario);
        let what = format!("{scenario:?} within {limit} ms");
        stage.settings.timeout = Some(Duration::from_millis(*limit));
        let end = stage.bench.run(stage.command, &stage.app, &stage.settings);
        if let End::Failed(problems) = &end {
            late += 1;
            let [problem] = problems.as_slice() else { panic!("{what}: {problems:#?}") };
            assert!(problem.text.contains("`--timeout`"), "{what}: {problem:#?}");
            let is_left = |line: &String| line.contains("is left");
            assert!(!problem.details.iter().any(is_left), "{what}: {problem:#?}");
        }
        stage.settings.timeout = None;
        // What was begun goes on, and the same command does the rest.
        stage.finish(&what);
    }
    late
}

#[test]
fn a_deployment_that_takes_too_long_is_let_go_of_and_gone_on_with() {
    for scenario in [First, Update, Replace] {
        let late = check(scenario);
        assert!(0 < late && late < LIMITS.len(), "{scenario:?}: {late}");
    }
}

#[test]
fn a_deletion_that_takes_too_long_is_let_go_of_and_gone_on_with() {
    let late = check(Destroy);
    assert!(0 < late && late < LIMITS.len(), "{late}");
}

#[test]
fn what_was_not_begun_is_deleted_again_and_said() {
    let mut stage = Stages::default().get(First);
    let slow = CallFault::stall(30_000).on("DescribeStackEvents").times(1);
    stage.bench.simulator.inject(slow);
    stage.settings.timeout = Some(Duration::from_secs(20));
    stage.settings.concurrency = 1;
    let end = stage
        .bench
        .run(Command::Deploy, &stage.app, &stage.settings);
    let End::Failed(problems) = end else { panic!("{end:#?}") };
    let said = "change sets that were not executed are deleted again: `Side`".to_owned();
    assert!(problems[0].details.contains(&said), "{problems:#?}");
    stage.settings.timeout = None;
    stage.finish("within 20 s");
}
