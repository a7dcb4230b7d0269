//! Two environments beside each other.

use ecomind_cli::{Environment, Field, Program, fields};
use ecomind_constructs::prelude::*;
use insta::assert_snapshot;

/// Where a shop is open.
#[derive(Clone)]
struct Place {
    name: &'static str,
    account: &'static str,
    queues: usize,
    delay: i64,
    is_large: bool,
}

const STAGING: Place =
    Place { name: "staging", account: "444455556666", queues: 1, delay: 1, is_large: false };

impl Environment for Place {
    const ALL: &'static [Self] = &[
        STAGING,
        Place { name: "twin", account: "111122223333", ..STAGING },
        Place { name: "prod", account: "777788889999", queues: 2, delay: 5, is_large: true },
    ];

    fn name(&self) -> &str {
        self.name
    }

    fn fields() -> Vec<Field<Self>> {
        fields!(account, queues, delay, is_large)
    }
}

fn shop(place: &Place) -> Result<App> {
    let mut app = App::new()
        .name_prefix(format!("shop-{}", place.name))
        .account(place.account)
        .region("eu-west-1");
    app.scope().tag("Environment", place.name)?;
    let mut orders = app.stack("Orders")?;
    for number in 1..=place.queues {
        RawResource::new("AWS::SQS::Queue")
            .property("QueueName", format!("shop-{}-{number}", place.name))
            .property("DelaySeconds", place.delay)
            .add(format!("Queue{number}"), &mut orders)?;
    }
    // Two fields, neither of which does anything here alone.
    if place.is_large && 1 < place.queues {
        RawResource::new("AWS::SNS::Topic").add("Alarm", &mut orders)?;
    }
    // A question for the name, which no data explains.
    if place.name == "prod" {
        RawResource::new("AWS::SNS::Topic").add("Secret", &mut orders)?;
    }
    if place.is_large {
        let mut archive = app.stack("Archive")?;
        RawResource::new("AWS::S3::Bucket").add("Bucket", &mut archive)?;
    }
    Ok(app)
}

fn diff(arguments: &str) -> String {
    let all = ["diff"].into_iter().chain(arguments.split_whitespace());
    let outcome = Program::new("shop", "1.2.3").capture(shop, all);
    format!("{:?}\n{}{}", outcome.exit, outcome.stdout, outcome.stderr)
}

#[test]
fn what_the_data_explains_names_its_field_and_the_rest_is_marked() {
    assert_snapshot!(diff("staging prod"), @"
    Success
    staging beside prod

    Orders
    Orders/Queue1  AWS::SQS::Queue
        DelaySeconds: 1 | 5  [delay]
    Orders/Queue2  AWS::SQS::Queue
        only in prod  [queues]
    Orders/Alarm  AWS::SNS::Topic
        only in prod  [several fields together]
    Orders/Secret  AWS::SNS::Topic
    (!) only in prod  [not explained by the environment's data]

    Archive
        only in prod  [is_large]

    5 differences, 1 not explained by the environment's data
    ");
}

#[test]
fn account_and_names_are_no_difference() {
    assert_snapshot!(diff("staging twin --fail --detailed-exitcode"), @"
    Success
    staging beside twin

    no difference but account, region and names
    ");
}

#[test]
fn what_nothing_explains_can_fail() {
    let exit = |arguments: &str| {
        diff(arguments)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(exit("staging prod --fail-on unexplained"), "Failure");
    assert_eq!(exit("staging prod Archive --fail-on unexplained"), "Success");
    assert_eq!(exit("staging prod Archive --detailed-exitcode"), "Changes");
    assert_eq!(exit("staging twin --fail-on unexplained"), "Success");
}

#[test]
fn rejects_what_only_a_change_has() {
    assert_snapshot!(diff("staging prod --against HEAD"), @"
    Failure
    error: two environments are compared as the app makes them, and nothing becomes the other

    hint: leave out the flags about a change, or the second environment
    ");
    assert_snapshot!(diff("staging --fail-on unexplained"), @"
    Failure
    error: `--fail-on unexplained` is for two environments, such as `diff staging prod`
    ");
}

#[test]
fn machines_get_fields_and_values() {
    let text = diff("staging prod Orders --json");
    let json: serde_json::Value =
        serde_json::from_str(text.strip_prefix("Success\n").unwrap()).unwrap();
    assert_eq!((&json["version"], &json["unexplained"]), (&1.into(), &1.into()));
    let delay = json["differences"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["path"] == "DelaySeconds");
    let delay = delay.unwrap();
    assert_eq!(delay["fields"], serde_json::json!(["delay"]));
    assert_eq!(delay["values"], serde_json::json!([1, 5]));
    assert!(diff("staging prod --format markdown").contains("- **not explained** `only in prod`"));
}

#[test]
fn an_app_that_lists_no_fields_explains_nothing() {
    let text = crate::run("diff dev prod");
    assert!(text.contains("`Environment::fields` would say where they come from"), "{text}");
}

#[test]
fn every_form_says_what_is_not_explained() {
    let markdown = diff("staging prod --format markdown");
    assert_snapshot!(markdown, @"
    Success
    ## staging beside prod

    5 differences, 1 not explained by the environment's data.

    ### Orders

    `Orders/Queue1  AWS::SQS::Queue`

    - `DelaySeconds: 1 | 5` (delay)

    `Orders/Queue2  AWS::SQS::Queue`

    - `only in prod` (queues)

    `Orders/Alarm  AWS::SNS::Topic`

    - `only in prod` (several fields together)

    `Orders/Secret  AWS::SNS::Topic`

    - **not explained** `only in prod` (not explained by the environment's data)

    ### Archive

    - `only in prod` (is_large)
    ");
    let comment = diff("staging prod --format github");
    let body = markdown.strip_prefix("Success\n").unwrap();
    let marked = format!("Success\n<!-- ecomind diff staging prod -->\n\n{body}");
    assert_eq!(comment, marked);
    assert_eq!(diff("staging prod --format json"), diff("staging prod --json"));
    // A second comment on the same pull request has a marker of its own.
    assert!(diff("prod staging --format github").contains("<!-- ecomind diff prod staging -->"));
    let same = diff("staging twin --format github");
    assert!(same.starts_with("Success\n<!-- ecomind diff staging twin -->"), "{same}");
}
