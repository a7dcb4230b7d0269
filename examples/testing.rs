//! How to test a stack.
//!
//! In a crate of your own the functions of `mod tests` carry `#[test]`, and the module
//! `#[cfg(test)]`; here `main` calls them, so that the example shows that they pass.
//!
//! `cargo run --example testing -p ecomind`
#![expect(clippy::print_stdout, reason = "the results are what this prints")]

use ecomind_constructs::prelude::*;

/// The stack under test: where exports are kept, and for how long.
fn exports(stack: &mut Scope<'_>, kept: Duration) -> Result<Bucket> {
    let key = Key::builder("Key").build(stack)?;
    let exports = Bucket::builder("Exports")
        .encryption_key(&key)
        .lifecycle_rule(LifecycleRule::new("Expire").expiration(kept))
        .build(stack)?;
    let reason = "exports are made for whoever has the link";
    stack.suppress(exports.resource(), "s3-access-logs", reason)?;
    Ok(exports)
}

fn main() {
    tests::exports_expire();
    println!("# exports_expire: ok");
    tests::rejects_exports_that_expire_at_once();
    println!("# rejects_exports_that_expire_at_once: ok");
    print!("{}", tests::snapshot());
}

mod tests {
    use ecomind_constructs::{prelude::*, testing};

    use super::exports;

    /// Few assertions, each about something that would hurt if it changed.
    pub(super) fn exports_expire() {
        let template = testing::synth(|stack| exports(stack, Duration::days(30)));
        template.assert_count("AWS::S3::Bucket", 1);
        // Maps match when they hold what is given, so the properties that don't matter are left
        // out. Lists must be equal: the other rule clears away uploads that never completed.
        let rules = r#"{"LifecycleConfiguration": {"Rules": [
            {"Id": "AbortIncompleteUploads", "Status": "Enabled",
             "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
            {"Id": "Expire", "Status": "Enabled", "ExpirationInDays": 30}
        ]}}"#;
        template.assert_has("AWS::S3::Bucket", rules);
    }

    /// The error that people see is part of what you test: its text, and the line it points to.
    pub(super) fn rejects_exports_that_expire_at_once() {
        let error = testing::reject(|stack| exports(stack, Duration::days(0)));
        assert_eq!(
            error.to_string(),
            "`lifecycle_rule` of `Test/Exports` must count in whole days, at least one, \
             got 0 seconds in \"Expire\""
        );
        let location = error.location().expect("a mistake has a line");
        assert!(location.file().ends_with("testing.rs"));
    }

    /// For the whole template a snapshot says more than assertions. With the crate insta:
    /// `insta::assert_snapshot!(template.yaml())`.
    pub(super) fn snapshot() -> String {
        testing::synth(|stack| exports(stack, Duration::days(30))).yaml()
    }
}
