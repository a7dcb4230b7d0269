//! An app in versions, as it is deployed one after the other: same stacks, other content.

use ecomind_constructs::prelude::*;

/// A version of the app. It goes by the name of an environment, and the stacks are the same.
pub(crate) struct Version {
    name: &'static str,
    /// Seconds until a message is seen.
    delay: i64,
    table: &'static str,
    has_archive: bool,
}

const FIRST: Version = Version { name: "first", delay: 1, table: "orders", has_archive: false };

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[
        FIRST,
        Self { name: "second", delay: 2, has_archive: true, ..FIRST },
        // Fifteen minutes are the most.
        Self { name: "broken", delay: 901, ..FIRST },
        Self { name: "renamed", table: "sales", ..FIRST },
    ];

    fn name(&self) -> &str {
        self.name
    }
}

/// Orders in a table, and a queue of what is to be done about them that reads from it.
pub(crate) fn shop(version: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("shop");
    let mut data = unprotected("Data", &mut app)?;
    let table = RawResource::new("AWS::DynamoDB::Table")
        .property("TableName", version.table)
        .property("BillingMode", "PAY_PER_REQUEST")
        .property(
            "AttributeDefinitions",
            serde_json::json!([
                {"AttributeName": "id", "AttributeType": "S"},
            ]),
        )
        .property("KeySchema", serde_json::json!([{"AttributeName": "id", "KeyType": "HASH"}]))
        .add("Table", &mut data)?;
    Output::new(table.reference()).add("TableName", &mut data)?;

    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue")
        .property("DelaySeconds", version.delay)
        .add("Queue", &mut work)?;
    if version.has_archive {
        RawResource::new("AWS::SQS::Queue").add("Archive", &mut work)?;
    }
    Ok(app)
}

/// Four stacks that know nothing of each other, one of which is too large to be sent at once.
pub(crate) fn wide(_: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("wide");
    for (id, queues) in [("A", 1), ("B", 1), ("C", 1), ("Large", 150)] {
        let mut stack = unprotected(id, &mut app)?;
        for number in 0..queues {
            RawResource::new("AWS::SSM::Parameter")
                .property("Type", "String")
                .property("Value", "x".repeat(300))
                .add(format!("Text{number}"), &mut stack)?;
        }
    }
    Ok(app)
}

/// A stack with a password.
pub(crate) fn secret(version: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("secret");
    let mut stack = unprotected("Vault", &mut app)?;
    let password = Parameter::<String>::new()
        .no_echo()
        .add("Password", &mut stack)?;
    RawResource::new("AWS::SSM::Parameter")
        .property("Type", "String")
        .property("Value", password.value())
        .property("Description", version.name)
        .add("Hidden", &mut stack)?;
    Ok(app)
}

#[track_caller]
fn unprotected<'app>(id: &str, app: &'app mut App) -> Result<Scope<'app>> {
    Stack::builder(id).termination_protection(false).build(app)
}
