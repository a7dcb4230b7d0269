//! What to do when a construct has no method for what you need, from the safest way to the widest.
//!
//! `cargo run --example escape_hatch -p ecomind`
#![expect(clippy::print_stdout, reason = "the template is what this prints")]

use ecomind_constructs::{cfn::s3 as cfn, prelude::*, testing};

fn main() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Archive")?;
    let archive = Bucket::builder("Archive").build(&mut stack)?;

    // 1. `modify`: every property that CloudFormation knows, with its type. An enum that lacks what
    //    AWS added since takes `Other("…".to_owned())`.
    stack.modify(archive.resource(), |bucket| {
        bucket.accelerate_configuration(cfn::BucketAccelerateConfiguration::new(
            cfn::BucketAccelerationStatus::Enabled,
        ))
    })?;

    // 2. `options`: what stands beside the properties, for resources of every type.
    stack
        .options(archive.resource())?
        .deletion_policy(DeletionPolicy::Retain)
        .metadata("Owner", "the archive team");

    // 3. `override_property` and `remove_property`: by path, without types. A path that is not
    //    there is an error, so that an override can't silently miss.
    stack.override_property(
        archive.resource(),
        "LifecycleConfiguration.Rules.0.AbortIncompleteMultipartUpload.DaysAfterInitiation",
        1,
    )?;
    stack.remove_property(archive.resource(), "LifecycleConfiguration.Rules.0.Id")?;

    // 4. `RawResource`: a type that nobody here knows. It takes the values of others, and gives
    //    its own: `attribute` is taken at its word.
    let seed = RawResource::new("Custom::Seed")
        .property("ServiceToken", "arn:aws:lambda:us-east-1:111122223333:function:seed")
        .property("Bucket", archive.name())
        .add("Seed", &mut stack)?;
    Output::new(seed.attribute::<String>("Checksum")).add("Checksum", &mut stack)?;

    // 5. `suppress`: a finding of `validate` that is accepted, with the reason.
    let reason = "who reads the archive is on record in its application";
    stack.suppress(archive.resource(), "s3-access-logs", reason)?;

    print!("{}", testing::template_of(&app, "Archive").yaml());
    Ok(())
}
