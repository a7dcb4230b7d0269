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

/// A shop that anyone may reach, with its orders in another stack.
pub(crate) fn connected(_: &Environment) -> Result<App> {
    let mut app = App::new().name_prefix("shop").region("us-east-1");
    let mut network = app.stack("Network")?;
    let vpc = Vpc::builder("Vpc").build(&mut network)?;
    let mut data = app.stack("Data")?;
    let orders = SecurityGroup::builder("Orders", &vpc)
        .port(Port::tcp(5432))
        .build(&mut data)?;
    let mut web = app.stack("Web")?;
    let shop = SecurityGroup::builder("Shop", &vpc)
        .port(Port::HTTPS)
        .build(&mut web)?;
    shop.allow_from_block(CidrBlock::ANYWHERE, &mut web)?;
    orders.allow_from(&shop, &mut web)?;
    orders.allow_from_on(&shop, Port::tcp(9100), &mut web)?;
    shop.allow_to_block("192.0.2.0/24".parse().expect("a block"), Port::HTTPS, &mut web)?;
    Ok(app)
}
