//! Apps with one mistake each, in a file of their own so that their lines stay.

use ecomind_constructs::{aws::ec2::Subnets, prelude::*};

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

/// The blocks of private subnets in two zones, as texts that somebody typed.
fn private_subnets(blocks: [&str; 2]) -> Result<App> {
    let mut app = App::new().region("us-east-1");
    let mut stack = app.stack("Network")?;
    let mut parsed = Vec::new();
    for block in blocks {
        let block: CidrBlock = block
            .parse()
            .map_err(|flaw: CidrError| stack.invalid("private_subnets", flaw.to_string()))?;
        parsed.push(block);
    }
    Vpc::builder("Vpc")
        .max_azs(2)
        .private_subnets(Subnets::Blocks(parsed))
        .build(&mut stack)?;
    Ok(app)
}

pub(crate) fn overlapping_blocks(_: &Prod) -> Result<App> {
    private_subnets(["10.0.64.0/20", "10.0.72.0/21"])
}

pub(crate) fn unaligned_block(_: &Prod) -> Result<App> {
    private_subnets(["10.0.64.0/20", "10.0.81.0/20"])
}

pub(crate) fn too_many_zones(_: &Prod) -> Result<App> {
    let mut app = App::new().region("us-east-1");
    Vpc::builder("Vpc")
        .max_azs(7)
        .build(&mut app.stack("Network")?)?;
    Ok(app)
}
