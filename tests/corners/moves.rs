//! Resources that move between stacks, or get other logical ids, without being touched.

use crate::{
    apps::{moving, shop},
    bench::{Bench, assert_says},
};

#[test]
fn resources_move_before_anything_else_and_the_rest_follows() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    let before = bench.done("outputs first --json");
    let said = bench.done("deploy second --yes");
    assert_says(
        &said,
        &[
            "Work: move, before all else, into `move-Work`",
            "(>) Orders  AWS::SQS::Queue  Work/Orders",
            "was `QueuesOrders",
            "`Work`: `QueuesOrders",
            "of `Data` is `Orders` now",
            "1 added, 0 changed, 0 replaced, 1 removed, 1 moved",
        ],
    );
    assert_eq!(bench.calls("ExecuteStackRefactor"), 1);
    // The same queue, with the address that it had.
    let after = bench.done("outputs second --json");
    let url = |text: &str| {
        let rest = text.split(r#""Url": ""#).nth(1)?;
        rest.split('"').next().map(str::to_owned)
    };
    assert!(url(&before).is_some(), "{before}");
    assert_eq!(url(&before), url(&after));
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
    assert_eq!(bench.calls("ExecuteStackRefactor"), 1);
    assert_says(&bench.done("drift second --fail"), &["0 resources drifted"]);
}

#[test]
fn a_refactor_can_make_the_stack_that_resources_move_to() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    let said = bench.done("deploy third --yes");
    assert_says(&said, &["New: move, before all else, into `move-New`", "(>) Orders"]);
    assert_says(&bench.done("status third"), &["New   UPDATE_COMPLETE"]);
    assert_says(&bench.done("deploy third --yes"), &["3 unchanged"]);
}

#[test]
fn a_plan_says_what_moves_and_is_kept_to() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    let said = bench.done("plan second --out FOLDER/plan");
    assert_says(&said, &["(>) Orders"]);
    assert_eq!(bench.calls("CreateStackRefactor"), 0);
    bench.done("deploy second --plan FOLDER/plan");
    assert_eq!(bench.calls("ExecuteStackRefactor"), 1);
    assert_says(&bench.done("deploy second --yes"), &["2 unchanged"]);
}

#[test]
fn nothing_moves_where_nothing_was() {
    let bench = Bench::of(moving);
    assert_says(&bench.done("deploy second --yes"), &["2 created"]);
    assert_eq!(bench.calls("CreateStackRefactor"), 0);
}

#[test]
fn rejects_to_move_a_resource_with_one_of_its_stacks_alone() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    let refused = bench.refused("deploy second Work --yes -e");
    assert_says(
        &refused,
        &[
            "moves from `Data` to `Work`, and only `Work` is deployed",
            "apps.rs:",
            "with one command",
        ],
    );
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}

#[test]
fn rejects_a_move_that_nobody_approves() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    assert_says(&bench.refused("deploy second"), &["(>) Orders", "no terminal to ask at"]);
    assert_eq!(bench.calls("CreateStackRefactor"), 0);
    assert_says(&bench.done("deploy first --yes"), &["2 unchanged"]);
}

#[test]
fn an_app_without_moves_asks_for_nothing() {
    let bench = Bench::of(shop);
    bench.done("deploy first --yes");
    bench.done("deploy second --yes");
    assert_eq!(bench.calls("CreateStackRefactor") + bench.calls("ListImports"), 0);
}

#[test]
fn a_comparison_with_what_is_deployed_tells_what_moves_and_nothing_twice() {
    let bench = Bench::of(moving);
    bench.done("deploy first --yes");
    let said = bench.done("diff second");
    let work = said.split("\nWork ").nth(1).unwrap_or_default();
    assert_says(
        work,
        &["(>) Orders  AWS::SQS::Queue  Work/Orders", "moved from Data.QueuesOrders"],
    );
    assert!(!said.contains("(-) QueuesOrders"), "{said}");
    assert!(!said.contains("(+) Orders"), "{said}");
    assert!(!said.contains("looks the same"), "{said}");
    assert_says(&said, &["1 moved"]);
    let asked = bench.done("diff second --method change-set");
    assert_says(
        &asked,
        &["`Data`: no change set: resources move first, before all else", "(>) Orders", "1 moved"],
    );
    assert_eq!(bench.calls("CreateChangeSet"), 2, "those of the deployment");
    // The third version makes the stack that it moves to.
    assert_says(&bench.done("diff third"), &["(+) New", "(>) Orders", "1 moved"]);
    bench.done("deploy second --yes");
    assert_says(&bench.done("diff second"), &["no difference in 2 stacks"]);
}

#[test]
fn a_comparison_with_what_is_committed_tells_from_which_construct() {
    let bench = Bench::of(moving);
    bench.done("synth first --output FOLDER/before");
    let said = bench.done("diff second --against FOLDER/before/first");
    assert_says(
        &said,
        &["(>) Orders  AWS::SQS::Queue  Work/Orders", "moved from Data/Queues/Orders", "1 moved"],
    );
    let json = bench.done("diff second --against FOLDER/before/first --json");
    assert_says(&json, &[r#""action": "move""#, r#""movedFrom": "Data/Queues/Orders""#]);
    let comment = bench.done("diff second --against FOLDER/before/first --format github");
    assert_says(&comment, &["moved from `Data/Queues/Orders`"]);
}
