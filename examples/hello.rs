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
    Bucket::builder("Reports").build(&mut stack)?;

    print!("{}", testing::template_of(&app, "Hello").yaml());
    Ok(())
}
