//! What templates hold, and what synthesis refuses.

use ecomind_constructs::{
    Error,
    prelude::*,
    testing,
    tree::ForEach,
    value::{Expr, Properties, SecretsManagerReference},
};

#[test]
fn every_section_is_written() {
    let template = testing::synth(|stack| {
        stack.template_metadata("Team", "platform")?;
        let size = Parameter::<String>::new()
            .allowed_values(["small", "large"])
            .default("small")
            .add("Size", stack)?;
        let count = Parameter::<i64>::new()
            .min_value(1)
            .max_value(9)
            .add("Count", stack)?;
        Rule::new()
            .when(value::equals(value::region(), "us-east-1"))
            .assert(value::contains(["small"], size), "only small ones here")
            .add("OnlySmall", stack)?;
        let images = Mapping::new()
            .entry("us-east-1", "Arm64", "ami-1")
            .add("Images", stack)?;
        let is_large = Condition::new(value::equals(size, "large")).add("IsLarge", stack)?;
        let is_far = Condition::new(value::not(is_large)).add("IsFar", stack)?;
        let thing = RawResource::new("AWS::Made::Up")
            .property("Image", images.find::<String>(value::region(), "Arm64"))
            .property("Count", count.value())
            .property("Class", is_large.choose::<String>("xl", value::NoValue))
            .add("Thing", stack)?;
        stack
            .options(thing)?
            .condition(is_far)
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Snapshot)
            .creation_policy(CreationPolicy::resource_signal(1, Duration::minutes(5)))
            .update_policy(UpdatePolicy::use_online_resharding())
            .metadata("Reason", "because")
            .logical_id("Renamed");
        Output::new(thing.reference())
            .description("the thing")
            .export_name("the-thing")
            .condition(is_far)
            .add("ThingId", stack)
    });
    insta::assert_snapshot!(template.yaml());
}

#[test]
fn language_extensions_are_turned_on_where_they_are_used() {
    let template = testing::synth(|stack| {
        let names = Parameter::<Vec<String>>::new()
            .default("a,b")
            .add("Names", stack)?;
        let topic = RawResource::new("AWS::SNS::Topic")
            .property("TopicName", value::sub::<&str>("topic-${Name}", []))
            .add("Topics", stack)?;
        stack
            .options(topic)?
            .for_each(ForEach::new("Name", names, "Topic${Name}"));
        RawResource::new("AWS::Made::Up")
            .property("Count", value::length::<String>(names))
            .property("Text", value::to_json_string(Properties::from([("A", 1.into())])))
            .add("Thing", stack)
    });
    insta::assert_snapshot!(template.yaml());
}

#[test]
fn rejects_a_reference_to_what_is_repeated() {
    let error = testing::reject(|stack| {
        let topic = RawResource::new("AWS::SNS::Topic").add("Topics", stack)?;
        stack
            .options(topic)?
            .for_each(ForEach::new("Name", ["a"], "Topic${Name}"));
        RawResource::new("AWS::Made::Up")
            .property("Topic", topic.reference())
            .add("Thing", stack)
    });
    insta::assert_snapshot!(error, @"`reference` of `Test/Thing` must not be `Test/Topics`, which stands for many resources");
}

#[test]
fn every_intrinsic_function_is_written() {
    let template = testing::synth(|stack| {
        let list: Value<Vec<String>> = value::get_azs(value::region());
        let (name, repeated) =
            value::for_each("Loop", "Item", ["a"], "${Item}", Expr::from("${Item}"));
        let mut map = Properties::new();
        map.set(name, repeated);
        RawResource::new("AWS::Made::Up")
            .property("Base64", value::base64("text"))
            .property("Cidr", value::cidr("10.0.0.0/16", 4, 8))
            .property("Select", value::select(0, list.clone()))
            .property("Join", value::join(",", list.clone()))
            .property("Split", value::split(",", value::import_value("exported")))
            .property("Sub", value::sub("${A}-b", [("A", value::stack_name())]))
            .property("Transform", value::transform::<String>("AWS::Include", Properties::new()))
            .property("ForEach", map)
            .property(
                "Output",
                value::StackOutput::new("s", "o")
                    .region("us-west-2")
                    .value::<String>(),
            )
            .property("Suffix", value::url_suffix())
            .property("Arns", value::notification_arns())
            .property("Partition", value::concat([value::partition(), value::account_id()]))
            .add("Thing", stack)
    });
    insta::assert_snapshot!(template.yaml());
}

#[test]
fn tags_flow_down_and_the_nearest_wins() -> Result<()> {
    let mut app = App::new();
    app.scope().tag("Team", "platform")?;
    app.scope().tag("Stage", "prod")?;
    let mut stack = app.stack("Data")?;
    stack.tag("Team", "data")?;
    let tag = Properties::new().with("Key", "Stage").with("Value", "own");
    RawResource::new("AWS::Made::List")
        .with_tagging(Tagging::List("Tags"))
        .property("Tags", Expr::List(vec![tag.into()]))
        .property("After", 1)
        .add("List", &mut stack)?;
    RawResource::new("AWS::Made::Map")
        .with_tagging(Tagging::Map("Tags"))
        .add("Map", &mut stack)?;
    RawResource::new("AWS::Made::Group")
        .with_tagging(Tagging::AutoScalingGroup("Tags"))
        .add("Group", &mut stack)?;
    RawResource::new("AWS::Made::Untagged").add("Untagged", &mut stack)?;
    let assembly = synthesize(&app)?;
    assert_eq!(assembly.stacks[0].tags["Team"], "data");
    insta::assert_snapshot!(testing::template_of(&app, "Data").yaml());
    Ok(())
}

#[test]
fn a_dependency_that_a_reference_says_already_is_left_out() {
    let template = testing::synth(|stack| {
        let first = RawResource::new("AWS::Made::Up").add("First", stack)?;
        let mut group = stack.child("Group")?;
        RawResource::new("AWS::Made::Up").add("A", &mut group)?;
        RawResource::new("AWS::Made::Up")
            .property("First", first.reference())
            .add("B", &mut group)?;
        let group = group.node();
        stack.depends_on(group, first)?;
        RawResource::new("AWS::Made::Up").add("Last", stack)?;
        let last = RawResource::new("AWS::Made::Up").add("Later", stack)?;
        stack.options(last)?.depends_on(group);
        Ok(())
    });
    insta::assert_snapshot!(template.yaml());
}

#[test]
fn what_moved_keeps_its_logical_id() {
    let ids = |template: &testing::Template| -> Vec<String> {
        template
            .document()
            .resources()
            .map(|found| found.logical_id.to_owned())
            .collect()
    };
    let before = testing::synth(|stack| {
        let mut orders = stack.child("Orders")?;
        RawResource::new("AWS::SQS::Queue").add("Resource", &mut orders)?;
        RawResource::new("AWS::SQS::Queue").add("DeadLetters", &mut orders)
    });
    let after = testing::synth(|stack| {
        let mut queues = stack.child("Queues")?;
        let mut orders = queues.child("Orders")?;
        RawResource::new("AWS::SQS::Queue").add("Resource", &mut orders)?;
        RawResource::new("AWS::SQS::Queue").add("DeadLetters", &mut orders)?;
        stack.moved("Orders", "Queues/Orders")
    });
    assert_eq!(ids(&before), ids(&after));
}

#[test]
fn rejects_moves_from_and_to_the_wrong_places() {
    let refusal = |old: &str, new: &str| {
        testing::reject(|stack| {
            RawResource::new("AWS::SQS::Queue").add("Orders", stack)?;
            stack.moved(old, new)
        })
        .to_string()
    };
    insta::assert_snapshot!(refusal("Old", "Nowhere"), @"`Test` has nothing at `Nowhere`: a move must end at a construct that is there");
    insta::assert_snapshot!(refusal("Orders", "Orders"), @"`Test` has nothing at `Orders`: a move must begin where no construct is any more, but there is one");
    insta::assert_snapshot!(refusal("a//b", "Orders"), @r#"`moved` of `Test` must be ids with a slash between them, got "a//b""#);
}

#[test]
fn rejects_two_ids_that_differ_only_in_punctuation() {
    let error = testing::reject(|stack| {
        RawResource::new("AWS::SQS::Queue").add("My-Queue", stack)?;
        RawResource::new("AWS::SQS::Queue").add("MyQueue", stack)
    });
    insta::assert_snapshot!(error, @"`Test/My-Queue` and `Test/MyQueue` both get the logical id `MyQueue`; they must differ in more than punctuation");
}

#[test]
fn rejects_ids_that_leave_no_logical_id() {
    let error = testing::reject(|stack| RawResource::new("AWS::SQS::Queue").add("--", stack));
    insta::assert_snapshot!(error, @"`id` of `Test/--` must leave letters or digits for a logical id");
    let error = testing::reject(|stack| {
        let queue = RawResource::new("AWS::SQS::Queue").add("Queue", stack)?;
        stack.options(queue)?.logical_id("a-b");
        Ok(())
    });
    insta::assert_snapshot!(error, @r#"`logical_id` of `Test/Queue` must be 1 to 255 letters and digits, got "a-b""#);
}

#[test]
fn rejects_a_secret_where_everybody_can_read_it() {
    let secret = SecretsManagerReference::new("orders")
        .json_key("password")
        .value();
    let error = testing::reject(|stack| Output::new(secret.clone()).add("Password", stack));
    insta::assert_snapshot!(error, @"`secret` of `Test/Password` must not reach what everybody may read");
    let template = testing::synth(|stack| {
        let password: Value<String> = secret.into_value();
        RawResource::new("AWS::Made::Up")
            .property("Password", password)
            .add("Thing", stack)
    });
    template.assert_has(
        "AWS::Made::Up",
        r#"{"Password": "{{resolve:secretsmanager:orders:SecretString:password}}"}"#,
    );
}

#[test]
fn rejects_numbers_that_json_cannot_hold() {
    let error = testing::reject(|stack| {
        RawResource::new("AWS::Made::Up")
            .property("Share", f64::NAN)
            .add("Thing", stack)
    });
    insta::assert_snapshot!(error, @"`number` of `Test/Thing` must be finite, got NaN");
}

#[test]
fn rejects_a_condition_of_another_stack() -> Result<()> {
    let mut app = App::new();
    let mut first = app.stack("First")?;
    let holds = Condition::new(value::equals(value::region(), "x")).add("Holds", &mut first)?;
    let mut second = app.stack("Second")?;
    RawResource::new("AWS::Made::Up")
        .property("Size", holds.choose::<i64>(1, 2))
        .add("Thing", &mut second)?;
    let error = synthesize(&app).expect_err("refused");
    insta::assert_snapshot!(error, @"`Second/Thing` can't use `First/Holds`, which belongs to another stack");
    Ok(())
}

fn of_each(count: usize, add: impl Fn(&mut Scope<'_>, String) -> Result<()>) -> Result<App> {
    let mut app = App::new();
    let mut stack = app.stack("Big")?;
    for number in 0..count {
        add(&mut stack, format!("Element{number}"))?;
    }
    Ok(app)
}

fn topics(count: usize) -> Result<App> {
    of_each(count, |stack, id| RawResource::new("AWS::SNS::Topic").add(id, stack).map(drop))
}

#[test]
fn rejects_more_than_cloudformation_takes() {
    let refusal = |app: Result<App>| synthesize(&app?).map(drop);
    let error = refusal(topics(501)).expect_err("refused");
    insta::assert_snapshot!(error, @"`Big` has 501 resources, and CloudFormation allows 500");
    assert!(
        error
            .hint()
            .is_some_and(|hint| hint.contains("split the stack"))
    );

    let outputs = of_each(201, |stack, id| Output::new("x").add(id, stack).map(drop));
    insta::assert_snapshot!(refusal(outputs).expect_err("refused"), @"`Big` has 201 outputs, and CloudFormation allows 200");

    let parameters = of_each(201, |stack, id| Parameter::<String>::new().add(id, stack).map(drop));
    insta::assert_snapshot!(refusal(parameters).expect_err("refused"), @"`Big` has 201 parameters, and CloudFormation allows 200");

    let mappings =
        of_each(201, |stack, id| Mapping::new().entry("a", "b", "c").add(id, stack).map(drop));
    insta::assert_snapshot!(refusal(mappings).expect_err("refused"), @"`Big` has 201 mappings, and CloudFormation allows 200");

    let references = of_each(61, |stack, id| {
        let topic = RawResource::new("AWS::SNS::Topic").property("Name", value::ssm("/name", None));
        topic.add(id, stack).map(drop)
    });
    insta::assert_snapshot!(refusal(references).expect_err("refused"), @"`Big` has 61 dynamic references, and CloudFormation allows 60");

    let long = of_each(20, |stack, id| {
        let topic = RawResource::new("AWS::SNS::Topic").property("Name", "x".repeat(50_000));
        topic.add(id, stack).map(drop)
    });
    insta::assert_snapshot!(refusal(long).expect_err("refused"), @"`Big` has 1002218 bytes of template, and CloudFormation allows 1000000");
}

#[test]
fn warns_from_four_fifths_of_a_limit_on() -> Result<()> {
    let messages = |count| -> Result<Vec<String>> {
        let assembly = synthesize(&topics(count)?)?;
        Ok(assembly
            .warnings
            .iter()
            .map(|warning| warning.message.clone())
            .collect())
    };
    assert!(messages(399)?.is_empty());
    assert_eq!(messages(400)?, ["has 400 of 500 resources"]);
    Ok(())
}

#[test]
fn every_mistake_is_reported_at_once() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Data")?;
    RawResource::new("AWS::SQS::Queue").add("--", &mut stack)?;
    RawResource::new("AWS::SQS::Queue")
        .property("N", f64::INFINITY)
        .add("B", &mut stack)?;
    let error = synthesize(&app).expect_err("refused");
    assert!(matches!(error, Error::Several { .. }));
    assert_eq!(error.each().len(), 2);
    Ok(())
}

#[test]
fn the_same_app_gives_the_same_bytes() -> Result<()> {
    let bytes = || -> Result<String> { Ok(synthesize(&topics(100)?)?.stacks[0].template.clone()) };
    assert_eq!(bytes()?, bytes()?);
    Ok(())
}
