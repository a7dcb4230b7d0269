//! Two stacks, of which one uses what is in the other.
//!
//! Look for `Fn::GetStackOutput` and `Fn::ImportValue` in what this prints: nobody wrote the
//! outputs, and the order of deployment follows from the references.
//!
//! `cargo run --example two_stacks -p ecomind`
#![expect(clippy::print_stdout, reason = "the templates are what this prints")]

use ecomind_constructs::{prelude::*, testing};

/// What other stacks may use of the storage. Handles are `Copy` and borrow nothing.
struct Storage {
    key: Key,
    reports: Bucket,
}

fn storage(stack: &mut Scope<'_>) -> Result<Storage> {
    let key = Key::builder("Key").build(stack)?;
    let reports = Bucket::builder("Reports")
        .encryption_key(&key)
        .build(stack)?;
    let reason = "one role reads it, and its calls are on record";
    stack.suppress(reports.resource(), "s3-access-logs", reason)?;
    Ok(Storage { key, reports })
}

/// A stack receives those that it depends on as arguments, so that a circle can't be written.
fn reader(stack: &mut Scope<'_>, storage: &Storage) -> Result<()> {
    // Weak, which is the default: read whenever this stack is deployed, so that the storage is
    // never kept from changing by who reads it.
    let reports = storage.reports.arn_for_objects("*");
    // Strong: CloudFormation refuses to delete the key while this stack imports it. That is worth
    // it where the consumer is lost without the producer.
    let key = storage.key.arn().with_strength(Strength::Strong);

    Role::builder("Reader", Principal::service("lambda.amazonaws.com"))
        .statement(
            PolicyStatement::allow()
                .actions(["s3:GetObject"])
                .resources([reports]),
        )
        .statement(
            PolicyStatement::allow()
                .actions(["kms:Decrypt"])
                .resources([key]),
        )
        .build(stack)?;
    Ok(())
}

fn main() -> Result<()> {
    let mut app = App::new();
    let storage = storage(&mut app.stack("Storage")?)?;
    reader(&mut app.stack("Reader")?, &storage)?;

    for stack in ["Storage", "Reader"] {
        println!("# {stack}\n{}", testing::template_of(&app, stack).yaml());
    }
    Ok(())
}
