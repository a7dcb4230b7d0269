//! What the role that deploys may do is what the command line calls, no less and no more.

mod support;

use std::{collections::BTreeSet, fs};

use ecomind_constructs::permissions::CALLS;

/// Where all calls of AWS are, as `tests/architecture.rs` sees to.
const CLIENTS: &str = "ecomind-cli/src/cloudformation/sdk";

#[test]
fn every_call_has_its_permissions_and_every_permission_a_call() -> std::io::Result<()> {
    let mut called = BTreeSet::new();
    for entry in fs::read_dir(support::root().join(CLIENTS))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let names: Vec<_> = text
            .split("failed(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        // Each names itself for its errors, so that none is missed here.
        let sent = text.matches(".send()").count();
        assert_eq!(sent, names.len(), "{}: calls without `failed(\"NAME\")`", path.display());
        called.extend(names);
        // What the SDK does not call names itself for the service, too.
        let asked = text.split(".ask(\"").skip(1);
        let asked: Vec<_> = asked.filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(text.matches(".ask(").count(), asked.len(), "{}", path.display());
        called.extend(asked.into_iter().map(str::to_owned));
    }
    let listed: BTreeSet<_> = CALLS.iter().map(|call| call.name.to_owned()).collect();
    let lacking: Vec<_> = called.difference(&listed).collect();
    let idle: Vec<_> = listed.difference(&called).collect();
    let place = "`CALLS` in ecomind-constructs/src/permissions/calls.rs";
    assert!(lacking.is_empty(), "{place} lacks {lacking:?}");
    assert!(idle.is_empty(), "{place} has {idle:?}, which nobody calls");
    Ok(())
}
