//! What is decided at deployment: parameters, conditions, mappings and rules.
//!
//! What an environment decides is better said in Rust, where a reviewer sees it and a test can
//! check it. This is for what only the deployer knows, and for templates that others deploy.
//!
//! `cargo run --example parameters -p ecomind`
#![expect(clippy::print_stdout, reason = "the template is what this prints")]

use ecomind_constructs::{
    cfn::{sns, sqs},
    prelude::*,
    testing,
};

fn main() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Jobs")?;

    // CloudFormation checks a parameter before it touches anything.
    let stage = Parameter::<String>::new()
        .description("what the jobs are run for")
        .allowed_values(["test", "live"])
        .default("test")
        .add("Stage", &mut stack)?;
    let alert_email = Parameter::<String>::new()
        .description("who hears of failed jobs; empty for nobody")
        .allowed_pattern("|[^@ ]+@[^@ ]+")
        .constraint_description("must be an address, or empty")
        .default("")
        .add("AlertEmail", &mut stack)?;

    // A rule speaks of several parameters at once.
    Rule::new()
        .when(value::equals(stage, "live"))
        .assert(
            value::not(value::equals(alert_email, "")),
            "somebody must hear of failed jobs that are live",
        )
        .add("LiveIsWatched", &mut stack)?;

    let is_watched =
        Condition::new(value::not(value::equals(alert_email, ""))).add("IsWatched", &mut stack)?;
    let is_live_and_watched =
        Condition::new(value::all_of([value::equals(stage, "live"), is_watched.into_value()]))
            .add("IsLiveAndWatched", &mut stack)?;

    // A table for what depends on a parameter; a `match` in Rust is better for all else.
    let seconds = Mapping::new()
        .entry("test", "Kept", 3_600)
        .entry("live", "Kept", 1_209_600)
        .add("Seconds", &mut stack)?;

    // Numbers take tokens as texts do: `find` gives a `Value<i64>` here.
    let jobs = sqs::Queue::new()
        .message_retention_period(seconds.find::<i64>(stage, "Kept"))
        .visibility_timeout(is_live_and_watched.choose::<i64>(300, value::NoValue))
        .add("Jobs", &mut stack)?;
    stack.suppress(jobs, "sqs-tls-only", "SDKs of AWS, which use TLS, are all that asks")?;
    Output::new(jobs.arn()).add("JobsArn", &mut stack)?;

    let alerts = sns::Topic::new().add("Alerts", &mut stack)?;
    stack.options(alerts)?.condition(is_watched);
    stack.suppress(alerts, "sns-encrypted", "says which job failed and nothing that is secret")?;
    stack.suppress(alerts, "sns-tls-only", "nobody but services of AWS publishes, over TLS")?;
    let subscription = sns::Subscription::new("email", alerts)
        .endpoint(alert_email)
        .add("Subscription", &mut stack)?;
    stack.options(subscription)?.condition(is_watched);

    print!("{}", testing::template_of(&app, "Jobs").yaml());
    Ok(())
}
