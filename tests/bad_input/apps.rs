//! Apps with one mistake each, in a file of their own so that their lines stay.

use ecomind_constructs::prelude::*;

/// The only environment.
pub(crate) struct Prod;

impl ecomind_cli::Environment for Prod {
    const ALL: &'static [Self] = &[Self];

    fn name(&self) -> &'static str {
        "prod"
    }
}

pub(crate) fn without_a_mistake(_: &Prod) -> Result<App> {
    let mut app = App::new();
    Bucket::builder("Reports").build(&mut app.stack("Data")?)?;
    Ok(app)
}

pub(crate) fn empty_id(_: &Prod) -> Result<App> {
    let mut app = App::new();
    Bucket::builder("").build(&mut app.stack("Data")?)?;
    Ok(app)
}

pub(crate) fn long_stack_name(_: &Prod) -> Result<App> {
    let mut app = App::new().name_prefix("x".repeat(124));
    app.stack("Data")?;
    Ok(app)
}

pub(crate) fn long_logical_id(_: &Prod) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    let topic = RawResource::new("AWS::SNS::Topic").add("Topic", &mut stack)?;
    stack.options(topic)?.logical_id("x".repeat(256));
    Ok(app)
}

pub(crate) fn handle_of_another_app(_: &Prod) -> Result<App> {
    let mut other = App::new();
    let key = Key::builder("Key").build(&mut other.stack("Keys")?)?;
    let mut app = App::new();
    Bucket::builder("Reports")
        .encryption_key(&key)
        .build(&mut app.stack("Data")?)?;
    Ok(app)
}

pub(crate) fn too_many_outputs(_: &Prod) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    for number in 0..201 {
        Output::new("x").add(format!("Output{number}"), &mut stack)?;
    }
    Ok(app)
}

pub(crate) fn too_many_bytes(_: &Prod) -> Result<App> {
    let mut app = App::new();
    RawResource::new("AWS::SNS::Topic")
        .property("DisplayName", "x".repeat(1_000_000))
        .add("Topic", &mut app.stack("Data")?)?;
    Ok(app)
}

pub(crate) fn circle_of_stacks(_: &Prod) -> Result<App> {
    let mut app = App::new();
    let first = RawResource::new("AWS::SNS::Topic").add("Topic", &mut app.stack("First")?)?;
    let second = RawResource::new("AWS::SNS::Topic")
        .property("DisplayName", first.attribute::<String>("TopicName"))
        .add("Topic", &mut app.stack("Second")?)?;
    app.scope().modify(first, |topic| {
        topic.property("DisplayName", second.attribute::<String>("TopicName"))
    })?;
    Ok(app)
}

pub(crate) fn override_of_nothing(_: &Prod) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    let reports = Bucket::builder("Reports").build(&mut stack)?;
    stack.override_property(reports.resource(), "VersioningConfig.Status", "Suspended")?;
    Ok(app)
}

pub(crate) fn secret_in_an_output(_: &Prod) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    let password = value::SecretsManagerReference::new("orders").value();
    Output::new(password).add("Password", &mut stack)?;
    Ok(app)
}
