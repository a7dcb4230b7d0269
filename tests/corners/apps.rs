//! Apps in versions, as they are deployed one after the other: same stacks, other content.

use ecomind_constructs::prelude::*;

/// A version of an app. It goes by the name of an environment, and the stacks are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Version(&'static str);

pub(crate) type App = fn(&Version) -> Result<ecomind_constructs::tree::App>;

impl ecomind_cli::Environment for Version {
    const ALL: &'static [Self] = &[Self("first"), Self("second"), Self("third")];

    fn name(&self) -> &str {
        self.0
    }
}

/// A table, and a queue with another one beside it from the second version on, and a parameter that
/// has a name of its own in the third.
pub(crate) fn shop(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new().name_prefix("shop");
    let mut data = unprotected("Data", &mut app)?;
    RawResource::new("AWS::DynamoDB::Table")
        .property("BillingMode", "PAY_PER_REQUEST")
        .property(
            "AttributeDefinitions",
            serde_json::json!([{"AttributeName": "id", "AttributeType": "S"}]),
        )
        .property("KeySchema", serde_json::json!([{"AttributeName": "id", "KeyType": "HASH"}]))
        .add("Table", &mut data)?;
    let mut work = unprotected("Work", &mut app)?;
    let is_first = version.0 == "first";
    RawResource::new("AWS::SQS::Queue")
        .property("DelaySeconds", if is_first { 1 } else { 2 })
        .add("Queue", &mut work)?;
    if !is_first {
        RawResource::new("AWS::SQS::Queue").add("Archive", &mut work)?;
    }
    if version.0 == "third" {
        let limit = RawResource::new("AWS::SSM::Parameter")
            .property("Name", "limit")
            .property("Type", "String")
            .property("Value", "1")
            .add("Limit", &mut work)?;
        work.options(limit)?.deletion_policy(DeletionPolicy::Retain);
    }
    Ok(app)
}

#[track_caller]
pub(crate) fn unprotected<'app>(
    id: &str,
    app: &'app mut ecomind_constructs::tree::App,
) -> Result<Scope<'app>> {
    Stack::builder(id).termination_protection(false).build(app)
}

/// A stack with a password.
pub(crate) fn secret(_: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new().name_prefix("secret");
    let mut stack = unprotected("Vault", &mut app)?;
    let password = Parameter::<String>::new()
        .no_echo()
        .add("Password", &mut stack)?;
    RawResource::new("AWS::SSM::Parameter")
        .property("Type", "String")
        .property("Value", password.value())
        .add("Hidden", &mut stack)?;
    Ok(app)
}

/// A queue, which is joined by one that exists from the second version on, and by a new one.
pub(crate) fn adopting(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new().name_prefix("adopt");
    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue").add("Queue", &mut work)?;
    if version.0 == "first" {
        return Ok(app);
    }
    let archive = RawResource::new("AWS::SQS::Queue")
        .property("QueueName", "archive-of-2019")
        .add("Archive", &mut work)?;
    let url = "https://sqs.eu-west-1.amazonaws.com/111111111111/archive-of-2019";
    let name = if version.0 == "second" { "QueueUrl" } else { "QueueName" };
    work.options(archive)?.adopt([(name, url)]);
    RawResource::new("AWS::SQS::Queue")
        .property("KmsMasterKeyId", archive.reference())
        .add("Later", &mut work)?;
    Ok(app)
}

/// Two queues in a group, one of which moves to another stack: to one that is there in the second
/// version, to a new one in the third. A reader refers to it, and it refers to the other one.
pub(crate) fn moving(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new().name_prefix("move");
    let mut data = unprotected("Data", &mut app)?;
    let mut queues = data.child("Queues")?;
    let dead = RawResource::new("AWS::SQS::Queue").add("Dead", &mut queues)?;
    let orders = RawResource::new("AWS::SQS::Queue").property("RedrivePolicy", dead.reference());
    let reader = |queue: Ref<RawResource>| {
        RawResource::new("AWS::SSM::Parameter")
            .property("Type", "String")
            .property("Value", queue.reference())
    };
    if version.0 == "first" {
        let orders = orders.add("Orders", &mut queues)?;
        reader(orders).add("Address", &mut data)?;
        Output::new(orders.reference()).add("Url", &mut data)?;
        RawResource::new("AWS::SQS::Queue").add("Jobs", &mut unprotected("Work", &mut app)?)?;
        return Ok(app);
    }
    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue").add("Jobs", &mut work)?;
    let is_new = version.0 == "third";
    let mut place = if is_new { unprotected("New", &mut app)? } else { work };
    let orders = orders.add("Orders", &mut place)?;
    reader(orders).add("Address", &mut place)?;
    Output::new(orders.reference()).add("Url", &mut place)?;
    app.moved("Data/Queues/Orders", if is_new { "New/Orders" } else { "Work/Orders" })?;
    Ok(app)
}

/// A queue that imports a topic, and does not any more. In the third version, it reads another one.
pub(crate) fn letting_go(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new().name_prefix("let");
    let mut data = unprotected("Data", &mut app)?;
    let topic = RawResource::new("AWS::SNS::Topic").add("Topic", &mut data)?;
    let other = RawResource::new("AWS::SNS::Topic").add("Other", &mut data)?;
    let mut work = unprotected("Work", &mut app)?;
    let queue = RawResource::new("AWS::SQS::Queue");
    let queue = match version.0 {
        "first" => {
            queue.property("KmsMasterKeyId", topic.reference().with_strength(Strength::Strong))
        }
        "third" => queue.property("KmsMasterKeyId", other.reference()),
        _ => queue,
    };
    queue.add("Queue", &mut work)?;
    Ok(app)
}

/// A queue that imports the name of a topic, which has another one in the second version. In the
/// third, it reads the old one weakly.
pub(crate) fn renaming(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let strength = if version.0 == "third" { Strength::Weak } else { Strength::Strong };
    let mut app = ecomind_constructs::tree::App::new()
        .name_prefix("rename")
        .reference_strength(strength);
    let mut data = unprotected("Data", &mut app)?;
    let topic = RawResource::new("AWS::SNS::Topic")
        .property("TopicName", if version.0 == "second" { "news" } else { "olds" })
        .add("Topic", &mut data)?;
    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue")
        .property("KmsMasterKeyId", topic.reference())
        .add("Queue", &mut work)?;
    Ok(app)
}

/// A queue that imports a text that is a parameter of another stack.
pub(crate) fn parametrized(_: &Version) -> Result<ecomind_constructs::tree::App> {
    let mut app = ecomind_constructs::tree::App::new()
        .name_prefix("parameter")
        .reference_strength(Strength::Strong);
    let mut data = unprotected("Data", &mut app)?;
    let key = Parameter::<String>::new()
        .default("a")
        .add("Key", &mut data)?;
    RawResource::new("AWS::SNS::Topic")
        .property("DisplayName", key.value())
        .add("Topic", &mut data)?;
    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue")
        .property("KmsMasterKeyId", key.value())
        .add("Queue", &mut work)?;
    Ok(app)
}

/// A queue that imports a topic; in the second version it reads it weakly, in the third another.
pub(crate) fn switching(version: &Version) -> Result<ecomind_constructs::tree::App> {
    let strength = if version.0 == "first" { Strength::Strong } else { Strength::Weak };
    let mut app = ecomind_constructs::tree::App::new()
        .name_prefix("switch")
        .reference_strength(strength);
    let mut data = unprotected("Data", &mut app)?;
    let name = if version.0 == "third" { "News" } else { "Topic" };
    let topic = RawResource::new("AWS::SNS::Topic").add(name, &mut data)?;
    let mut work = unprotected("Work", &mut app)?;
    RawResource::new("AWS::SQS::Queue")
        .property("KmsMasterKeyId", topic.reference())
        .property("Tags", serde_json::json!([{"Key": "version", "Value": version.0}]))
        .add("Queue", &mut work)?;
    Ok(app)
}
