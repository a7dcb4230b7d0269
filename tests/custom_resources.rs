//! The functions behind custom resources really run, with stand-ins for AWS.

mod support;

use std::process::Command;

#[test]
fn the_functions_do_what_they_should() {
    let python = if cfg!(windows) { "python" } else { "python3" };
    let output = Command::new(python)
        .args(["-B", "-W", "error", "-m", "unittest", "discover", "--start-directory"])
        .arg("tests/custom_resources")
        .current_dir(support::root())
        .output()
        .expect("python3 must be installed: it runs the code of custom resources");
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    // Python before 3.12 counts no tests as a success.
    assert!(!log.contains("Ran 0 tests"), "{log}");
}
