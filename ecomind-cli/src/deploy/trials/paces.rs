//! A CloudFormation that is faster or slower than usual.

use ecomind_simulator::{CallFault, Pace};

use crate::deploy::Event;

use super::{
    bench::{Bench, End},
    scenario::{
        Scenario::{First, Replace, Update},
        Stages,
    },
};

#[test]
fn an_answer_that_is_lost_until_all_is_over_is_no_failure() {
    // Whatever is begun is done when the next call comes, so that the second try of the SDK meets
    // a change set that is executed.
    let stages = Stages::at(Pace::RealTime(1e12));
    for scenario in [First, Update, Replace] {
        let stage = stages.get(scenario);
        let lost = CallFault::drop_after().on("ExecuteChangeSet").times(1);
        stage.bench.simulator.inject(lost);
        let ends = stage.finish(&format!("{scenario:?}: lost"));
        assert_eq!(ends, [End::Done], "{scenario:?}");
    }
}

#[test]
fn a_stack_is_done_when_what_was_replaced_is_gone() {
    // One step at each look, so that cleaning up takes several.
    let stage = Stages::at(Pace::Looks(100)).get(Replace);
    let end = stage.bench.run(stage.command, &stage.app, &stage.settings);
    assert_eq!(end, End::Done);
    let data = of_data(&stage.bench);
    let cleans = data
        .iter()
        .position(|it| it == "Resource UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    let gone = data.iter().position(|it| it == "Resource DELETE_COMPLETE");
    assert!(cleans.is_some() && cleans < gone, "{data:#?}");
    let [.., last, end] = data.as_slice() else { panic!("{data:#?}") };
    assert_eq!(
        (last.as_str(), end.as_str()),
        ("Resource UPDATE_COMPLETE", "Finished UPDATE_COMPLETE")
    );
}

/// What was told of the stack with the table.
fn of_data(bench: &Bench) -> Vec<String> {
    let events = bench.events.borrow();
    let told = events.iter().filter_map(|event| match event {
        Event::Resource(it) if it.stack == "Data" => Some(format!("Resource {}", it.status)),
        Event::Finished { stack, status, .. } if stack == "Data" => {
            Some(format!("Finished {status}"))
        }
        _ => None,
    });
    told.collect()
}
