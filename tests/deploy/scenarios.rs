//! What every endpoint of CloudFormation must be able to go through with us.
#![expect(clippy::unwrap_used, reason = "these are tests: `tests/deploy.rs` has each one twice")]

use std::fs;

use ecomind_cli::Outcome;

use crate::{
    app::{secret, shop, wide},
    endpoint::{Endpoint, Kind},
    outcome::{assert_says, fail, succeed},
};

pub(crate) fn stacks_are_created_left_alone_updated_and_deleted(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    let first = succeed(endpoint.run(shop, "deploy first --yes -O FOLDER/outputs.json"));
    assert_says(&first.stderr, &["(+) Table", "2 created, 0 updated", "TableName = orders"]);
    let outputs = fs::read_to_string(endpoint.file("outputs.json")).unwrap();
    assert_says(&outputs, &[r#""Data": {"#, r#""TableName": "orders""#]);

    let again = succeed(endpoint.run(shop, "deploy first"));
    assert_says(&again.stderr, &["`Data` is unchanged", "0 created, 0 updated, 2 unchanged"]);

    let second = succeed(endpoint.run(shop, "deploy second --yes"));
    assert_says(
        &second.stderr,
        &["(+) Archive", "(|) Queue", "DelaySeconds", "0 created, 1 updated, 1 unchanged"],
    );
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  CREATE_COMPLETE", "Work  UPDATE_COMPLETE"]);
    let outputs = succeed(endpoint.run(shop, "outputs first --json")).stdout;
    assert_says(&outputs, &[r#""TableName": "orders""#]);
    let events = succeed(endpoint.run(shop, "events first Work --json")).stdout;
    assert_says(&events, &[r#""logicalId":"Queue""#, r#""path":"Work/Queue""#]);

    let gone = succeed(endpoint.run(shop, "destroy first --yes"));
    assert_says(&gone.stderr, &["(-) Table", "2 stacks deleted"]);
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  not deployed", "Work  not deployed"]);
    succeed(endpoint.run(shop, "destroy first --yes"));
}

pub(crate) fn a_failed_update_is_rolled_back_and_says_the_first_cause(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    succeed(endpoint.run(shop, "deploy first --yes"));
    endpoint.faults("Archive create this queue is not wanted\n");
    let failed = fail(endpoint.run(shop, "deploy second --yes"));
    // AWS says the one of a resource that is new in an update, MiniStack the other.
    let status = if kind == Kind::Simulator { "CREATE_FAILED" } else { "UPDATE_FAILED" };
    assert_says(
        &failed,
        &[
            &format!(
                "error: `Work/Archive` (AWS::SQS::Queue) failed with {status}: this queue is not \
                 wanted"
            ),
            "tests/deploy/app.rs:",
            "`Work` is UPDATE_ROLLBACK_COMPLETE: everything is as it was before",
        ],
    );
    endpoint.faults("");
    let mended = succeed(endpoint.run(shop, "deploy second --yes"));
    assert_says(&mended.stderr, &["1 updated, 1 unchanged"]);
}

pub(crate) fn a_failed_creation_leaves_nothing(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    endpoint.faults("Queue create no queues today\n");
    let failed = fail(endpoint.run(shop, "deploy first --yes"));
    assert_says(&failed, &["`Work/Queue` (AWS::SQS::Queue) failed with CREATE_FAILED"]);
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Work  not deployed"]);
    endpoint.faults("");
    succeed(endpoint.run(shop, "deploy first --yes"));
}

pub(crate) fn rejects_to_replace_data_until_it_is_allowed_by_name(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    succeed(endpoint.run(shop, "deploy first --yes"));
    let refused = fail(endpoint.run(shop, "deploy renamed --yes"));
    assert_says(
        &refused,
        &[
            "(!) Table  AWS::DynamoDB::Table  Data/Table",
            "will be replaced: `TableName`",
            "`Data/Table` holds data and is replaced: the old one is deleted with all its data",
            "`Data.Table` (Data/Table) would be replaced: TableName",
            "--allow-replace Data.Table",
        ],
    );
    let unchanged = succeed(endpoint.run(shop, "deploy first"));
    assert_says(&unchanged.stderr, &["2 unchanged"]);
    let slip = fail(endpoint.run(shop, "deploy renamed --yes --allow-replace Table"));
    assert_says(&slip, &["`--allow-replace` must name a resource as `Stack.LogicalId`"]);
    let allowed = "deploy renamed --yes --allow-replace Data.Table";
    assert_says(&succeed(endpoint.run(shop, allowed)).stderr, &["TableName = sales"]);
}

pub(crate) fn a_review_asks_and_leaves_nothing_behind(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    let new = succeed(endpoint.run(shop, "diff first --method change-set"));
    assert_says(&new.stdout, &["(+) Table", "2 of 2 stacks differ: 2 added"]);
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  not deployed", "Work  not deployed"]);
    succeed(endpoint.run(shop, "deploy first --yes"));
    assert_says(&succeed(endpoint.run(shop, "diff first")).stdout, &["no difference in 2 stacks"]);
    let renamed = succeed(endpoint.run(shop, "diff renamed --method change-set"));
    assert_says(
        &renamed.stdout,
        &["will be replaced: `TableName` replaces it, as CloudFormation says"],
    );
    assert_says(&succeed(endpoint.run(shop, "deploy first")).stderr, &["2 unchanged"]);
}

pub(crate) fn stacks_are_deployed_side_by_side_and_large_templates_through_a_bucket(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    let outcome = succeed(endpoint.run(wide, "deploy first --yes --json"));
    let events: Vec<serde_json::Value> = outcome
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let first = |name: &str| {
        events
            .iter()
            .position(|event| event["event"] == name)
            .unwrap()
    };
    let started = events
        .iter()
        .filter(|event| event["event"] == "started")
        .count();
    assert_eq!(started, 4);
    let before = events[..first("finished")].iter();
    let before = before.filter(|event| event["event"] == "started").count();
    assert!(1 < before, "only one was under way: {}", outcome.stdout);
    assert_says(&outcome.stderr, &["4 created"]);
    assert_says(&succeed(endpoint.run(wide, "deploy first")).stderr, &["4 unchanged"]);
}

pub(crate) fn rejects_a_change_that_nobody_can_approve(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    let refused = fail(endpoint.run(shop, "deploy first"));
    assert_says(&refused, &["no terminal to ask at", "`--yes`"]);
    // Not even the shell of a stack is left.
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  not deployed", "Work  not deployed"]);
}

pub(crate) fn rejects_a_plan_after_anything_has_moved(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    succeed(endpoint.run(shop, "deploy first --yes"));
    succeed(endpoint.run(shop, "plan second --out FOLDER/plan"));
    let other = fail(endpoint.run(shop, "deploy first --plan FOLDER/plan"));
    assert_says(&other, &["the plan is for `second`, not for `first`"]);
    let planned = succeed(endpoint.run(shop, "deploy second --plan FOLDER/plan"));
    assert_says(&planned.stderr, &["1 updated, 1 unchanged"]);
    let stale = fail(endpoint.run(shop, "deploy second --plan FOLDER/plan"));
    assert_says(&stale, &["the plan is out of date", "the stack of `Work` was"]);
}

pub(crate) fn a_deployment_that_was_killed_is_gone_on_with(kind: Kind) {
    let endpoint = Endpoint::start_with_delay(kind, 2500);
    let mut killed = endpoint.start_process("deploy first --yes");
    endpoint.wait_for("Work", "CREATE_IN_PROGRESS");
    killed.kill().unwrap();
    killed.wait().unwrap();
    let again = succeed(endpoint.run(shop, "deploy first --yes"));
    assert_says(&again.stderr, &["is CREATE_IN_PROGRESS: waiting for that"]);
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  CREATE_COMPLETE", "Work  CREATE_COMPLETE"]);
    let events = succeed(endpoint.run(shop, "events first Work --history --json")).stdout;
    let created = events.matches(r#""path":"Work/Queue","status":"CREATE_COMPLETE""#);
    assert_eq!(created.count(), 1, "{events}");
    assert_says(&succeed(endpoint.run(shop, "deploy first")).stderr, &["2 unchanged"]);
}

pub(crate) fn a_change_set_that_was_made_before_is_executed_and_not_made_twice(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    succeed(endpoint.run(shop, "plan first --out FOLDER/plan"));
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["REVIEW_IN_PROGRESS"]);
    let deployed = succeed(endpoint.run(shop, "deploy first --yes"));
    assert_says(&deployed.stderr, &["2 created"]);
    if kind == Kind::Simulator {
        let calls = endpoint.simulator().calls().into_iter();
        let made = calls.filter(|call| call.action == "CreateChangeSet");
        let names: std::collections::BTreeSet<_> = made
            .map(|call| call.parameters["ChangeSetName"].to_string())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}

#[cfg(unix)]
pub(crate) fn an_interrupt_lets_what_was_begun_go_on(kind: Kind) {
    let endpoint = Endpoint::start_with_delay(kind, 1500);
    let mut interrupted = endpoint.start_process("deploy first --yes");
    endpoint.wait_for("Work", "CREATE_IN_PROGRESS");
    let pid = interrupted.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    assert_eq!(interrupted.wait().unwrap().code(), Some(130));
    let talk = fs::read_to_string(endpoint.file("talk")).unwrap();
    assert_says(&talk, &["stopped watching", "`attach first`", "`cancel first`"]);
    succeed(endpoint.run(shop, "attach first"));
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Work  CREATE_COMPLETE"]);
}

#[cfg(unix)]
pub(crate) fn an_interrupt_deletes_what_was_not_executed_and_says_so(kind: Kind) {
    let endpoint = Endpoint::start_with_delay(kind, 1500);
    let mut interrupted = endpoint.start_process("deploy first --yes --concurrency 1");
    endpoint.wait_for("Data", "CREATE_IN_PROGRESS");
    let pid = interrupted.id().to_string();
    std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status()
        .unwrap();
    assert_eq!(interrupted.wait().unwrap().code(), Some(130));
    let talk = fs::read_to_string(endpoint.file("talk")).unwrap();
    assert_says(
        &talk,
        &[
            "stopped watching",
            "CloudFormation goes on with what it has begun",
            "change sets that were not executed are deleted again: `Work`",
        ],
    );
    succeed(endpoint.run(shop, "attach first"));
    let status = succeed(endpoint.run(shop, "status first"));
    assert_says(&status.stdout, &["Data  CREATE_COMPLETE", "Work  not deployed"]);
    // `Data` is there, and nobody was there any more to give it its policy.
    let rest = succeed(endpoint.run(shop, "deploy first --yes"));
    assert_says(&rest.stderr, &["(|) stack policy", "1 created, 1 updated, 0 unchanged"]);
}

pub(crate) fn an_update_that_is_cancelled_is_rolled_back(kind: Kind) {
    let endpoint = Endpoint::start_with_delay(kind, 700);
    succeed(endpoint.run(shop, "deploy first --yes"));
    let mut running = endpoint.start_process("deploy second --yes");
    endpoint.wait_for("Work", "UPDATE_IN_PROGRESS");
    let cancelled = succeed(endpoint.run(shop, "cancel first"));
    assert_says(&cancelled.stderr, &["`Work` is being rolled back"]);
    assert_eq!(running.wait().unwrap().code(), Some(1));
    let talk = fs::read_to_string(endpoint.file("talk")).unwrap();
    assert_says(&talk, &["`Work` is UPDATE_ROLLBACK_COMPLETE"]);
}

pub(crate) fn a_secret_is_in_nothing_that_is_written(kind: Kind) {
    let endpoint = Endpoint::start(kind);
    let password = "correct-horse-battery";
    let with = |command: &str| format!("{command} --parameters Password={password}");
    endpoint.faults(&format!("Hidden create {password} is too weak\n"));
    let mut texts = Vec::new();
    let mut keep = |outcome: Outcome| texts.extend([outcome.stdout, outcome.stderr]);
    keep(succeed(endpoint.run(secret, &with("diff first --method change-set"))));
    let failed = endpoint.run(secret, &with("deploy first --yes --json -v"));
    assert_says(&failed.stderr, &["**** is too weak"]);
    assert_says(&failed.stdout, &["**** is too weak"]);
    keep(failed);
    endpoint.faults("");
    let planned = with("plan first --json -v --out FOLDER/plan");
    keep(succeed(endpoint.run(secret, &planned)));
    let outputs = with("deploy first --yes --json -v --outputs-file FOLDER/outputs.json");
    keep(succeed(endpoint.run(secret, &outputs)));
    let review = with("diff second --method change-set --json");
    keep(succeed(endpoint.run(secret, &review)));
    endpoint.faults(&format!("Hidden update {password} is still too weak\n"));
    let failed = endpoint.run(secret, &with("deploy second --yes -v --progress events"));
    assert_says(&failed.stderr, &["**** is still too weak", "UPDATE_ROLLBACK_COMPLETE"]);
    keep(failed);
    endpoint.faults("");
    keep(succeed(endpoint.run(secret, &with("deploy second --yes --json -v"))));
    // Nobody has to know the secret for it to be masked where the template says that it is one.
    let told = succeed(endpoint.run(secret, "deploy second --yes --outputs-file FOLDER/again"));
    assert_says(&told.stderr, &["1 unchanged"]);
    keep(told);
    let told = succeed(endpoint.run(secret, "outputs first --json"));
    assert_says(&told.stdout, &[r#""Told": "****""#]);
    keep(told);
    for command in ["outputs first", "status first", "diff first --json", "drift first"] {
        keep(endpoint.run(secret, command));
    }
    for file in ["plan", "outputs.json", "again"] {
        texts.push(fs::read_to_string(endpoint.file(file)).unwrap());
    }
    for text in texts {
        assert!(!text.contains(password), "{text}");
    }
}
