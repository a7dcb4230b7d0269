//! Apps whose templates are wrong.

use ecomind_cli::Environment as _;
use ecomind_constructs::prelude::*;

use crate::fixture::Environment;

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
