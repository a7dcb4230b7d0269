//! What several tests of processes need.

use std::{env, path::PathBuf};

/// The example `fixture`, beside the folder of the test's own program.
pub(crate) fn fixture() -> PathBuf {
    let own = env::current_exe().expect("a process knows its program");
    let profile = own
        .ancestors()
        .nth(2)
        .expect("target/<profile>/deps/<test>");
    let fixture = profile.join("examples/fixture");
    assert!(fixture.exists(), "`cargo test --package ecomind-cli` builds the example");
    fixture
}
