//! The smallest app: one stack with one bucket, printed as a template.
//!
//! `cargo run --example hello -p ecomind`
#![expect(clippy::print_stdout, reason = "the template is what this prints")]

use ecomind_constructs::{prelude::*, testing};

fn main() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Hello")?;
    // Nothing else is said, and still the bucket is encrypted, versioned and closed to the public:
    // constructs begin with what is safe.
    let reports = Bucket::builder("Reports").build(&mut stack)?;
    // What `validate --pack strict` finds beyond that is accepted with a reason, or mended.
    let reason = "a second bucket for them would be larger than the app";
    stack.suppress(reports.resource(), "s3-access-logs", reason)?;

    print!("{}", testing::template_of(&app, "Hello").yaml());
    Ok(())
}
