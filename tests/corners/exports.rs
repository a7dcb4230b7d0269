//! Exports that go away, and references that change between strong and weak.

use crate::{
    apps::{letting_go, parametrized, renaming, switching},
    bench::{Bench, assert_says},
};

#[test]
fn an_export_goes_after_whoever_imported_it() {
    let bench = Bench::of(letting_go);
    bench.done("deploy first --yes");
    // `Work` knows nothing of `Data` any more, so that `Data` can simply wait for it.
    assert_says(&bench.done("deploy second --yes"), &["0 created, 2 updated"]);
    assert_eq!(bench.calls("ExecuteChangeSet"), 4);
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn an_export_stays_until_whoever_waits_for_its_stack_has_let_go() {
    let bench = Bench::of(letting_go);
    bench.done("deploy first --yes");
    // `Work` reads something new of `Data`, so that `Data` comes first, and the export goes last.
    let said = bench.done("deploy third --yes");
    assert_says(&said, &["0 created, 2 updated"]);
    assert_eq!(bench.calls("ExecuteChangeSet"), 5);
    assert_says(&bench.done("deploy third --yes"), &["2 unchanged"]);
    let outputs = bench.done("outputs third Data --json");
    assert!(!outputs.contains("ExportsOutput"), "{outputs}");
}

#[test]
fn strong_becomes_weak_in_one_command_and_weak_becomes_strong() {
    let bench = Bench::of(switching);
    bench.done("deploy first --yes");
    assert_says(&bench.done("outputs first Data"), &["ExportsOutput"]);
    bench.done("deploy second --yes");
    let weak = bench.done("outputs second Data");
    assert!(!weak.contains("ExportsOutput") && weak.contains("PublishOutput"), "{weak}");
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
    bench.done("deploy first --yes");
    let strong = bench.done("outputs first Data");
    assert!(strong.contains("ExportsOutput") && !strong.contains("PublishOutput"), "{strong}");
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}

#[test]
fn a_resource_that_is_exported_stays_as_long_as_its_export() {
    let bench = Bench::of(switching);
    bench.done("deploy first --yes");
    // The topic that `Work` imported is gone from the app, and another one is read weakly.
    let said = bench.done("deploy third --yes");
    assert_says(&said, &["(-) Topic", "0 created, 2 updated"]);
    assert_says(&bench.done("deploy third --yes"), &["2 unchanged"]);
}

#[test]
fn a_plan_holds_every_step() {
    let bench = Bench::of(switching);
    bench.done("deploy first --yes");
    bench.done("plan second --out FOLDER/plan");
    bench.done("deploy second --plan FOLDER/plan");
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn what_was_interrupted_between_two_steps_is_gone_on_with() {
    let bench = Bench::of(switching);
    bench.done("deploy first --yes");
    bench.simulator.inject(
        ecomind_simulator::ResourceFault::new(
            "Queue",
            ecomind_simulator::Step::Update,
            "the queue is locked",
        )
        .times(1),
    );
    assert_says(&bench.refused("deploy second --yes"), &["`Work/Queue`", "not begun: `Data`"]);
    bench.done("deploy second --yes");
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn rejects_to_delete_an_export_that_is_imported_elsewhere() {
    let bench = Bench::of(letting_go);
    bench.done("deploy first --yes");
    let refused = bench.refused("deploy second Data --yes");
    assert_says(
        &refused,
        &[
            "`Data` would lose the export `let-Data:ExportsOutputRefTopic",
            "which `let-Work` imports",
        ],
    );
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}

#[test]
fn rejects_another_value_of_an_export_that_is_imported() {
    let bench = Bench::of(renaming);
    bench.done("deploy first --yes");
    assert_says(
        &bench.refused("deploy second --yes"),
        &[
            "the export `rename-Data:ExportsOutputRefTopic",
            "changes, as what it reads is replaced, and Work imports it",
            "error: `Data` would change the export `rename-Data:ExportsOutputRefTopic",
            "which `rename-Work` imports",
            "`Topic` is replaced",
            "Strength::Weak",
        ],
    );
    assert_says(&bench.refused("plan second --out FOLDER/plan"), &["would change the export"]);
    assert_eq!(bench.calls("ExecuteChangeSet"), 2, "nothing was changed");
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
    // The way that the hint says: weak first, then the change, which makes it strong again.
    bench.done("deploy third --yes");
    bench.done("deploy second --yes");
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn what_nobody_could_foresee_of_an_export_is_rolled_back_and_explained() {
    let bench = Bench::of(parametrized);
    bench.done("deploy first --yes");
    assert_says(
        &bench.refused("deploy first --yes --parameters Data:Key=b"),
        &[
            "cannot be updated as it is in use by parameter-Work",
            "make the reference weak first",
            "`Data` ended as UPDATE_ROLLBACK_COMPLETE",
        ],
    );
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}
