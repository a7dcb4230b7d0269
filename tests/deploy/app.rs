//! An app in versions, as it is deployed one after the other: same stacks, other content.

use ecomind_constructs::prelude::*;

/// A version of the app. It goes by the name of an environment, and the stacks are the same.
pub(crate) struct Version {
    name: &'static str,
    /// Seconds until a message is seen.
    delay: i64,
    /// What that is called.
    property: &'static str,
    table: &'static str,
    has_archive: bool,
    is_protected: bool,
}

const FIRST: Version = Version {
    name: "first",
    delay: 1,
    property: "DelaySeconds",
    table: "orders",
    has_archive: false,
    is_protected: false,
};

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[
        FIRST,
        Self { name: "second", delay: 2, has_archive: true, ..FIRST },
        Self { name: "misspelt", property: "DelaySecs", ..FIRST },
        Self { name: "renamed", table: "sales", ..FIRST },
        Self { name: "protected", is_protected: true, ..FIRST },
    ];

    fn name(&self) -> &str {
        self.name
    }

    fn allows_express(&self) -> bool {
        self.name == "second"
    }
}

/// Orders in a table, and a queue of what is to be done about them that reads from it.
pub(crate) fn shop(version: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("shop");
    let mut data = stack("Data", version.is_protected, &mut app)?;
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

    let mut work = stack("Work", version.is_protected, &mut app)?;
    RawResource::new("AWS::SQS::Queue")
        .property(version.property, version.delay)
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
    // A mistake that people make: CloudFormation masks parameters, and no outputs.
    Output::new(password.value()).add("Told", &mut stack)?;
    Ok(app)
}

/// A bucket with versions.
pub(crate) fn files(_: &Version) -> Result<App> {
    let mut app = App::new().name_prefix("files");
    let mut stack = unprotected("Files", &mut app)?;
    RawResource::new("AWS::S3::Bucket")
        .property("BucketName", "reports-of-the-shop")
        .property("VersioningConfiguration", serde_json::json!({"Status": "Enabled"}))
        .add("Reports", &mut stack)?;
    Ok(app)
}

/// Stacks in another account, of which one is in another region, too.
pub(crate) fn abroad(_: &Version) -> Result<App> {
    let mut app = App::new()
        .name_prefix("abroad")
        .account("222222222222")
        .region("eu-west-1");
    let mut near = unprotected("Near", &mut app)?;
    RawResource::new("AWS::SQS::Queue").add("Queue", &mut near)?;
    let mut far = Stack::builder("Far")
        .termination_protection(false)
        .region("us-east-1")
        .build(&mut app)?;
    RawResource::new("AWS::SQS::Queue").add("Queue", &mut far)?;
    Ok(app)
}

#[track_caller]
fn unprotected<'app>(id: &str, app: &'app mut App) -> Result<Scope<'app>> {
    stack(id, false, app)
}

#[track_caller]
fn stack<'app>(id: &str, is_protected: bool, app: &'app mut App) -> Result<Scope<'app>> {
    Stack::builder(id)
        .termination_protection(is_protected)
        .build(app)
}
