//! Every corner that a stack can be stuck in has its way out.

use aws_sdk_cloudformation::types::{ChangeSetType, DeletionMode, OnStackFailure};
use ecomind_simulator::{ResourceFault, Step};
use serde_json::{Value, json};

use crate::support::{Bench, bench, queue, resources, said};

fn two(delay: u32) -> Value {
    resources(json!({
        "First": queue(json!({"DelaySeconds": delay})),
        "Second": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": delay}, "DependsOn": "First"},
    }))
}

/// A stack whose rollback failed.
fn stuck() -> Bench {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Update, "no").times(1));
    bench
        .simulator
        .inject(ResourceFault::new("First", Step::Rollback, "not back either").times(1));
    assert_eq!(bench.deploy("shop", &two(2)).status, "UPDATE_ROLLBACK_FAILED");
    bench
}

#[test]
fn a_rollback_that_failed_can_be_continued() {
    let bench = stuck();
    bench
        .run(
            bench
                .client
                .continue_update_rollback()
                .stack_name("shop")
                .send(),
        )
        .unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(bench.deploy("shop", &two(3)).status, "UPDATE_COMPLETE");
}

#[test]
fn a_rollback_can_skip_what_fails() {
    let bench = stuck();
    bench
        .simulator
        .inject(ResourceFault::new("First", Step::Rollback, "never"));
    let again = bench.client.continue_update_rollback().stack_name("shop");
    bench.run(again.clone().send()).unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_ROLLBACK_FAILED");
    bench.run(again.resources_to_skip("First").send()).unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_ROLLBACK_COMPLETE");
}

#[test]
fn rejects_an_update_of_a_stuck_stack() {
    let bench = stuck();
    let updated = bench
        .client
        .update_stack()
        .stack_name("shop")
        .template_body(two(3).to_string());
    let error = said(&bench.run(updated.send()).unwrap_err());
    assert!(
        error.ends_with("is in UPDATE_ROLLBACK_FAILED state and can not be updated."),
        "{error}"
    );
}

#[test]
fn a_deletion_that_failed_can_retain() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench
        .simulator
        .inject(ResourceFault::new("First", Step::Delete, "in use"));
    let ended = bench.delete("shop");
    assert_eq!(ended.status, "DELETE_FAILED");
    insta::assert_snapshot!(ended.reasons.join("\n"), @"
    First DELETE_FAILED in use
    shop DELETE_FAILED The following resource(s) failed to delete: [First].
    ");
    let retained = bench
        .client
        .delete_stack()
        .stack_name("shop")
        .retain_resources("First");
    bench.run(retained.send()).unwrap();
    assert_eq!(bench.wait("shop").status, "DELETE_COMPLETE");
}

#[test]
fn a_deletion_that_failed_can_be_forced() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench
        .simulator
        .inject(ResourceFault::new("First", Step::Delete, "in use"));
    assert_eq!(bench.delete("shop").status, "DELETE_FAILED");
    let forced = bench.client.delete_stack().stack_name("shop");
    bench
        .run(forced.deletion_mode(DeletionMode::ForceDeleteStack).send())
        .unwrap();
    assert_eq!(bench.wait("shop").status, "DELETE_COMPLETE");
}

#[test]
fn rejects_resources_to_retain_before_a_deletion_failed() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    let retained = bench
        .client
        .delete_stack()
        .stack_name("shop")
        .retain_resources("First");
    assert!(said(&bench.run(retained.send()).unwrap_err()).contains("DELETE_FAILED"));
}

#[test]
fn rejects_an_update_of_a_rolled_back_creation() {
    let bench = bench();
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Create, "no"));
    assert_eq!(bench.deploy("shop", &two(1)).status, "ROLLBACK_COMPLETE");
    let updated = bench
        .client
        .update_stack()
        .stack_name("shop")
        .template_body(two(2).to_string());
    let error = said(&bench.run(updated.send()).unwrap_err());
    assert!(error.ends_with("is in ROLLBACK_COMPLETE state and can not be updated."), "{error}");
    assert_eq!(bench.delete("shop").status, "DELETE_COMPLETE");
}

#[test]
fn a_rollback_of_a_creation_can_fail() {
    let bench = bench();
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Create, "no"));
    bench
        .simulator
        .inject(ResourceFault::new("First", Step::Rollback, "stays").times(1));
    assert_eq!(bench.deploy("shop", &two(1)).status, "ROLLBACK_FAILED");
    assert_eq!(bench.delete("shop").status, "DELETE_COMPLETE");
}

#[test]
fn a_failure_can_be_left_as_it_is() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Update, "no").times(1));
    bench.propose("shop", "second", &two(2));
    let executed = bench
        .client
        .execute_change_set()
        .stack_name("shop")
        .change_set_name("second");
    bench.run(executed.disable_rollback(true).send()).unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_FAILED");
    bench
        .run(bench.client.rollback_stack().stack_name("shop").send())
        .unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_ROLLBACK_COMPLETE");
}

#[test]
fn a_failed_update_can_go_on() {
    let bench = bench();
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Create, "no").times(1));
    let created = bench
        .client
        .create_stack()
        .stack_name("shop")
        .template_body(two(1).to_string());
    bench.run(created.disable_rollback(true).send()).unwrap();
    assert_eq!(bench.wait("shop").status, "CREATE_FAILED");
    assert_eq!(bench.deploy("shop", &two(1)).status, "UPDATE_COMPLETE");
    assert!(bench.physical_id("shop", "Second").is_some());
}

#[test]
fn a_failed_creation_can_delete_itself() {
    let bench = bench();
    bench
        .simulator
        .inject(ResourceFault::new("Second", Step::Create, "no"));
    let created = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("first")
        .change_set_type(ChangeSetType::Create)
        .on_stack_failure(OnStackFailure::Delete)
        .template_body(two(1).to_string());
    bench.run(created.send()).unwrap();
    bench.execute("shop", "first");
    assert_eq!(bench.wait("shop").status, "DELETE_COMPLETE");
}

#[test]
fn an_update_can_be_cancelled() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench.propose("shop", "second", &two(2));
    bench.execute("shop", "second");
    bench
        .run(bench.client.cancel_update_stack().stack_name("shop").send())
        .unwrap();
    assert_eq!(bench.wait("shop").status, "UPDATE_ROLLBACK_COMPLETE");
    let error = bench
        .run(bench.client.cancel_update_stack().stack_name("shop").send())
        .unwrap_err();
    assert_eq!(
        said(&error),
        "ValidationError: CancelUpdateStack cannot be called from current stack status"
    );
}

#[test]
fn rejects_a_second_operation_meanwhile() {
    let bench = bench();
    bench.deploy("shop", &two(1));
    bench.propose("shop", "second", &two(2));
    bench.execute("shop", "second");
    let template = two(3).to_string();
    let change_set = bench
        .client
        .create_change_set()
        .stack_name("shop")
        .change_set_name("third");
    let error = said(
        &bench
            .run(change_set.template_body(&template).send())
            .unwrap_err(),
    );
    assert!(error.ends_with("is in UPDATE_IN_PROGRESS state and can not be updated."), "{error}");
    let deleted = bench.client.delete_stack().stack_name("shop");
    assert!(bench.run(deleted.send()).is_err());
}
