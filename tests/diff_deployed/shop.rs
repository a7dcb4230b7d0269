//! An app in versions: the same stacks with other content.

use ecomind_constructs::prelude::*;

/// A version of the app, by the name of an environment.
pub(crate) struct Version {
    name: &'static str,
    queue: &'static str,
    delay: i64,
    archive: Option<&'static str>,
    /// Whether there is a stack with a table.
    has_history: bool,
}

const FIRST: Version =
    Version { name: "first", queue: "orders", delay: 1, archive: None, has_history: false };

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[
        FIRST,
        Self { name: "second", queue: "sales", delay: 2, archive: Some("archive"), ..FIRST },
        Self { name: "larger", has_history: true, ..FIRST },
        Self { name: "broken", archive: Some("taken"), ..FIRST },
    ];

    fn name(&self) -> &str {
        self.name
    }
}

/// Queues, one of them named by a parameter, and a topic that another stack reads.
pub(crate) fn shop(version: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("shop").region("eu-west-1");
    let mut work = Stack::builder("Work")
        .termination_protection(false)
        .build(&mut app)?;
    let suffix = Parameter::<String>::new()
        .default("a")
        .add("Suffix", &mut work)?;
    let orders = RawResource::new("AWS::SQS::Queue")
        .property("QueueName", version.queue)
        .property("DelaySeconds", version.delay)
        .add("Orders", &mut work)?;
    RawResource::new("AWS::SQS::Queue")
        .property("QueueName", suffix.value())
        .add("Named", &mut work)?;
    if let Some(name) = version.archive {
        RawResource::new("AWS::SQS::Queue")
            .property("QueueName", name)
            .add("Archive", &mut work)?;
    }
    let mut reports = Stack::builder("Reports")
        .termination_protection(false)
        .build(&mut app)?;
    RawResource::new("AWS::SNS::Topic")
        .property("DisplayName", orders.reference())
        .add("Readers", &mut reports)?;
    if version.has_history {
        let mut history = Stack::builder("History")
            .termination_protection(false)
            .build(&mut app)?;
        RawResource::new("AWS::DynamoDB::Table")
            .property("BillingMode", "PAY_PER_REQUEST")
            .property(
                "AttributeDefinitions",
                serde_json::json!([{"AttributeName": "id", "AttributeType": "S"}]),
            )
            .property("KeySchema", serde_json::json!([{"AttributeName": "id", "KeyType": "HASH"}]))
            .add("Orders", &mut history)?;
    }
    Ok(app)
}

/// Another app, whose prefix begins as that of the shop does.
pub(crate) fn tools(_: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("shop-tools").region("eu-west-1");
    let mut stack = Stack::builder("History")
        .termination_protection(false)
        .build(&mut app)?;
    RawResource::new("AWS::SNS::Topic").add("Readers", &mut stack)?;
    Ok(app)
}
