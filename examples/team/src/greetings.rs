//! Greetings: a topic that says hello, and the bucket that remembers.

use ecomind_constructs::{cfn::sns, prelude::*};

use crate::environment::Environment;

/// Every stack of one environment.
pub(crate) fn app(env: &Environment) -> Result<App> {
    let mut app = App::new()
        .name_prefix(format!("greetings-{}", env.name))
        .account(env.account)
        .region("eu-west-1");
    app.scope().tag("Team", "greetings")?;

    define(&mut app.stack("Greetings")?, env)?;
    Ok(app)
}

fn define(stack: &mut Scope<'_>, env: &Environment) -> Result<()> {
    sns::Topic::new()
        .display_name("Hello")
        .add("Hello", stack)?;
    Bucket::builder("Memory")
        .lifecycle_rule(LifecycleRule::new("Forget").expiration(env.greetings_kept))
        .build(stack)?;
    Ok(())
}
