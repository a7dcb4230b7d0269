//! Apps that differ from the fixture, in a file of their own so that their lines stay.

use ecomind_cli::Environment as _;
use ecomind_constructs::prelude::*;

use crate::fixture::Environment;

/// The app of a later day: one stack is gone, and another one is different.
pub(crate) fn later(_: &Environment) -> Result<App> {
    let mut app = App::new();
    let mut topics = app.stack("Topics")?;
    RawResource::new("AWS::SNS::Topic").add("Delivered", &mut topics)?;
    let mut status = app.stack("Status")?;
    RawResource::new("AWS::S3::Bucket").add("Page2", &mut status)?;
    Ok(app)
}

/// Two mistakes, one of them in one environment alone.
pub(crate) fn mistaken(environment: &Environment) -> Result<App> {
    let mut app = App::new();
    let mut data = app.stack("Data")?;
    data.child("Queue")?;
    if environment.name() == "prod" {
        data.child("a/b")?
    } else {
        data.child("Queue")?
    };
    Ok(app)
}

/// More than one mistake that only synthesis sees.
pub(crate) fn too_many(_: &Environment) -> Result<App> {
    let mut app = App::new();
    for id in ["Many", "More"] {
        let mut stack = app.stack(id)?;
        for number in 0..501 {
            RawResource::new("AWS::SNS::Topic").add(format!("Topic{number}"), &mut stack)?;
        }
    }
    Ok(app)
}

/// Nearly more than CloudFormation takes.
pub(crate) fn large(_: &Environment) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Large")?;
    for number in 0..400 {
        RawResource::new("AWS::SNS::Topic").add(format!("Topic{number}"), &mut stack)?;
    }
    Ok(app)
}

/// A property that does not exist, and in prod a value that is too large.
pub(crate) fn invalid(environment: &Environment) -> Result<App> {
    let mut app = App::new().region("eu-west-1");
    let mut stack = app.stack("Data")?;
    RawResource::new("AWS::SQS::Queue")
        .property("DelaySecond", 5)
        .add("Jobs", &mut stack)?;
    if environment.name() == "prod" {
        RawResource::new("AWS::SQS::Queue")
            .property("DelaySeconds", 901)
            .add("Mails", &mut stack)?;
    }
    Ok(app)
}

/// A parameter that nothing uses.
pub(crate) fn with_a_warning(_: &Environment) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    RawResource::new("AWS::SQS::Queue").add("Jobs", &mut stack)?;
    Parameter::<String>::new().add("Size", &mut stack)?;
    Ok(app)
}
