//! Ways out of every state that a stack can be stuck in.

use ecomind_simulator::{ResourceFault, Step};
use serde_json::json;

use crate::{
    apps::shop,
    bench::{Bench, assert_says},
};

fn fault(id: &str, step: Step, reason: &str) -> ResourceFault {
    ResourceFault::new(id, step, reason)
}

/// `Work` can't be updated, and can't be set back.
fn without_way_back(times: u32) -> Bench {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    bench
        .simulator
        .inject(fault("Archive", Step::Create, "no more queues").times(1));
    bench
        .simulator
        .inject(fault("Queue", Step::Rollback, "the queue is locked").times(times));
    assert_says(
        &bench.refused("deploy second --yes"),
        &["`Work` is UPDATE_ROLLBACK_FAILED", "find the way out for `Work` with `recover`"],
    );
    assert_says(
        &bench.refused("deploy second --yes"),
        &["`Work` can't be deployed: it is UPDATE_ROLLBACK_FAILED", "with `recover`"],
    );
    bench
}

#[test]
fn a_way_back_that_failed_is_gone_on_with() {
    let bench = without_way_back(1);
    let said = bench.done("recover first --yes");
    assert_says(
        &said,
        &[
            "`Work` is UPDATE_ROLLBACK_FAILED",
            "an update failed, and so did the way back",
            "`Work/Queue`: the queue is locked",
            "1. go on with the way back",
            "2. if that fails again, go on without `Queue` (https://",
            "first: `Work` was UPDATE_ROLLBACK_FAILED, and is UPDATE_ROLLBACK_COMPLETE",
        ],
    );
    assert_eq!(bench.calls("ContinueUpdateRollback"), 1);
    assert_says(&bench.done("deploy second --yes"), &["1 updated, 1 unchanged"]);
}

#[test]
fn what_can_not_be_set_back_is_left_out_by_name() {
    let bench = without_way_back(9);
    bench.done("recover first --yes");
    assert_eq!(bench.calls("ContinueUpdateRollback"), 2);
    assert_says(&bench.done("status first"), &["Work  UPDATE_ROLLBACK_COMPLETE"]);
    assert_says(&bench.done("recover first"), &["no stack is stuck"]);
}

#[test]
fn what_is_named_is_left_out_at_once() {
    let bench = without_way_back(9);
    let slip = bench.refused("recover first --yes --skip Queue");
    assert_says(&slip, &["`--skip` must name a resource as `Stack.LogicalId`, got `Queue`"]);
    let said = bench.done("recover first --yes --skip Work.Queue");
    assert_says(&said, &["1. go on without `Queue`: this stays as it is"]);
    assert_eq!(bench.calls("ContinueUpdateRollback"), 1);
}

#[test]
fn rejects_to_recover_without_approval_and_changes_nothing() {
    let bench = without_way_back(1);
    let refused = bench.refused("recover first");
    assert_says(&refused, &["1. go on with the way back", "no terminal to ask at", "`--yes`"]);
    assert_eq!(bench.calls("ContinueUpdateRollback"), 0);
    assert_says(&bench.done("status first"), &["Work  UPDATE_ROLLBACK_FAILED"]);
}

#[test]
fn a_creation_without_its_way_back_is_undone_and_made_anew() {
    let bench = Bench::of(shop);
    bench
        .simulator
        .inject(fault("Table", Step::Create, "no more tables").times(1));
    bench.refused("deploy first --yes --no-rollback");
    let said = bench.done("recover first --yes");
    assert_says(
        &said,
        &[
            "`Data` is CREATE_FAILED",
            "one may correct it and deploy again",
            "`Data/Table`: no more tables",
            "1. roll back what failed",
            "2. delete the stack",
            "`Data` was CREATE_FAILED, and is gone",
        ],
    );
    assert_says(&bench.done("status first"), &["Data  not deployed"]);
    bench.done("deploy first --yes");
}

#[test]
fn an_update_without_its_way_back_is_rolled_back() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    let refused = bench.refused("rollback first");
    assert_says(&refused, &["there is nothing to roll back", "`Work` is CREATE_COMPLETE"]);
    bench
        .simulator
        .inject(fault("Archive", Step::Create, "no more queues").times(2));
    bench.refused("deploy second --yes --no-rollback");
    let said = bench.done("rollback second --yes");
    assert_says(&said, &["`Work` was UPDATE_FAILED, and is UPDATE_ROLLBACK_COMPLETE"]);
    bench.refused("deploy second --yes --no-rollback");
    let said = bench.done("recover second Work --yes");
    assert_says(&said, &["`Work` is UPDATE_FAILED", "1. roll back what failed"]);
    assert_eq!(bench.calls("RollbackStack"), 2);
    bench.done("deploy second --yes");
}

#[test]
fn a_deletion_that_failed_goes_on_without_what_is_stuck() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    bench
        .simulator
        .inject(fault("Table", Step::Delete, "somebody reads the table").times(2));
    assert_says(&bench.refused("destroy first --yes"), &["for `Data` with `recover`"]);
    let said = bench.done("recover first --yes");
    assert_says(
        &said,
        &[
            "`Data` is DELETE_FAILED",
            "`Data/Table`: somebody reads the table",
            "DATA AT RISK: `Table`",
            "1. delete the stack",
            "2. if that fails again, delete the stack without `Table`",
            "`Data` was DELETE_FAILED, and is gone",
        ],
    );
    assert_says(&bench.done("status first"), &["Data  not deployed"]);
}

#[test]
fn a_deletion_that_failed_can_be_forced() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    bench
        .simulator
        .inject(fault("Table", Step::Delete, "somebody reads the table").times(9));
    bench.refused("destroy first --yes");
    let said = bench.done("recover first --yes --force");
    assert_says(&said, &["2. if that fails again, delete the stack by force"]);
    assert_says(&bench.done("status first"), &["Data  not deployed"]);
}

#[test]
fn what_a_plan_left_is_deleted() {
    let bench = Bench::of(shop);
    bench.done("plan first --out FOLDER/plan");
    let said = bench.done("recover first --yes");
    assert_says(
        &said,
        &[
            "`Data` is REVIEW_IN_PROGRESS",
            "a file of `plan` may count on it",
            "1. delete what was prepared and never done: `ecomind-",
            "`Work` was REVIEW_IN_PROGRESS, and is gone",
        ],
    );
    assert_says(&bench.done("status first"), &["Data  not deployed", "Work  not deployed"]);
}

#[test]
fn nothing_is_done_about_stacks_that_are_whole() {
    let bench = Bench::of(shop);
    assert_says(&bench.done("recover first"), &["no stack is stuck"]);
    bench.done("deploy first --yes");
    // The change set of a plan is of use, and stays.
    bench.done("plan second --out FOLDER/plan");
    assert_says(&bench.done("recover first"), &["no stack is stuck"]);
    bench.done("deploy second --plan FOLDER/plan");
}

#[test]
fn what_a_failed_creation_left_is_deleted_as_far_as_it_can_be() {
    let bench = Bench::of(shop);
    bench
        .simulator
        .inject(fault("Archive", Step::Create, "no more queues").times(1));
    bench.refused("deploy second --yes --no-rollback");
    bench
        .simulator
        .inject(fault("Queue", Step::Delete, "somebody reads it").times(2));
    let said = bench.refused("rollback second --yes");
    assert_says(&said, &["`Work` is ROLLBACK_FAILED", "with `recover`"]);
    let said = bench.done("recover second --yes");
    assert_says(
        &said,
        &[
            "`Work` is ROLLBACK_FAILED",
            "its creation failed, and what was made could not be deleted",
            "`Work/Queue`: somebody reads it",
            "2. if that fails again, delete the stack without `Queue`",
            "`Work` was ROLLBACK_FAILED, and is gone",
        ],
    );
    bench.done("deploy second --yes");
}

#[test]
fn the_shell_of_a_creation_that_was_undone_is_deleted() {
    let bench = Bench::of(shop);
    bench
        .simulator
        .inject(fault("Archive", Step::Create, "no more queues").times(1));
    bench.refused("deploy second --yes --no-rollback");
    let said = bench.done("rollback second --yes");
    assert_says(&said, &["ROLLBACK_COMPLETE: the next `deploy` deletes it, and makes it anew"]);
    let said = bench.done("recover second --yes");
    assert_says(&said, &["what remains can only be deleted", "1. delete the stack"]);
    assert_says(&bench.done("status second"), &["Work  not deployed"]);
}

#[test]
fn change_sets_that_nobody_can_execute_are_deleted() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    // It changes nothing, so that it fails, and whoever made it has not deleted it.
    bench.call(
        "Action=CreateChangeSet&StackName=shop-Work&ChangeSetName=left&UsePreviousTemplate=true",
    );
    let said = bench.done("recover first --yes");
    assert_says(
        &said,
        &[
            "`Work` is CREATE_COMPLETE",
            "has change sets that can't be executed any more",
            "1. delete what was prepared and never done: `left`",
            "`Work` was CREATE_COMPLETE, and is rid of what nobody could execute",
        ],
    );
    assert_says(&bench.done("recover first"), &["no stack is stuck"]);
}

#[test]
fn what_is_left_of_a_failed_import_is_explained_and_left_alone() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    let place = ("111111111111", "eu-west-1");
    let url = bench.simulator.add_resource(
        place.0,
        place.1,
        "AWS::SQS::Queue",
        json!({"QueueName": "old"}),
    );
    bench.file("map.json", &json!({"Work/Archive": {"QueueUrl": url}}).to_string());
    bench
        .simulator
        .inject(fault("Archive", Step::Import, "it is locked"));
    bench
        .simulator
        .inject(fault("Archive", Step::Rollback, "it can't be let go of"));
    assert_says(
        &bench.refused("import second Work --mapping FOLDER/map.json --yes"),
        &["`Work/Archive` (AWS::SQS::Queue)", "it is locked", "`Work` is IMPORT_ROLLBACK_FAILED"],
    );
    let executed = bench.calls("ExecuteChangeSet");
    assert_says(
        &bench.refused("deploy second --yes"),
        &["`Work` can't be deployed: it is IMPORT_ROLLBACK_FAILED", "with `recover`"],
    );
    assert_says(
        &bench.refused("import second Work --mapping FOLDER/map.json --yes"),
        &["`Work` is IMPORT_ROLLBACK_FAILED, and takes no resources"],
    );
    assert_says(
        &bench.refused("recover second --yes"),
        &[
            "`Work` is IMPORT_ROLLBACK_FAILED, and no call leads out of that",
            "`Work/Archive`: it can't be let go of",
            "AWS's support",
        ],
    );
    assert_eq!(bench.calls("ExecuteChangeSet"), executed);
    for call in ["ContinueUpdateRollback", "RollbackStack", "DeleteStack"] {
        assert_eq!(bench.calls(call), 0, "{call}");
    }
}
