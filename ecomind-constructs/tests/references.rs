//! References between stacks, and the order that follows from them.

use ecomind_constructs::{
    Error, prelude::*, synth::Assembly, template::Template, tree::StackBuilder,
};

/// A queue in `Data` and something in `App` that refers to it.
fn two_stacks(mut app: App, reference: impl Fn(Ref<RawResource>) -> value::Expr) -> Result<App> {
    let mut data = app.stack("Data")?;
    let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut data)?;
    let mut consumer = app.stack("App")?;
    RawResource::new("AWS::Made::Up")
        .property("Queue", reference(queue))
        .add("Worker", &mut consumer)?;
    Ok(app)
}

fn yaml(assembly: &Assembly, stack: &str) -> String {
    let template = &assembly.stack(stack).expect("the stack is there").template;
    Template::from_json(template).expect("a template").to_yaml()
}

fn both(app: &App) -> String {
    let assembly = synthesize(app).expect("the app synthesizes");
    format!("{}---\n{}", yaml(&assembly, "Data"), yaml(&assembly, "App"))
}

fn refusal(app: &App) -> String {
    let error = synthesize(app).expect_err("the app is refused");
    // The lines of this file move as it grows.
    let text = error.to_string();
    let mut parts = text.split("tests/references.rs:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| {
        let rest = rest.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == ':');
        format!("{text}FILE{rest}")
    })
}

#[test]
fn a_reference_is_weak_unless_said_otherwise() {
    let app = two_stacks(App::new().name_prefix("shop"), |queue| queue.reference().into());
    insta::assert_snapshot!(both(&app.unwrap()));
}

#[test]
fn a_strong_reference_is_an_export() {
    let app = App::new()
        .name_prefix("shop")
        .reference_strength(Strength::Strong);
    let app = two_stacks(app, |queue| queue.attribute::<String>("Arn").into());
    insta::assert_snapshot!(both(&app.unwrap()));
}

#[test]
fn one_reference_may_be_stronger_than_the_others() {
    let app = two_stacks(App::new(), |queue| {
        let arn = queue.attribute::<String>("Arn");
        vec![arn.clone(), arn.with_strength(Strength::Strong)].into()
    });
    insta::assert_snapshot!(both(&app.unwrap()));
}

#[test]
fn the_step_between_strong_and_weak_keeps_the_export() {
    let app =
        two_stacks(App::new().reference_strength(Strength::Both), |queue| queue.reference().into());
    insta::assert_snapshot!(both(&app.unwrap()));
}

#[test]
fn a_list_crosses_as_text() {
    let app = two_stacks(App::new(), |queue| queue.list_attribute::<String>("Names").into());
    insta::assert_snapshot!(both(&app.unwrap()));
}

#[test]
fn text_that_holds_a_reference_crosses_too() {
    let app = two_stacks(App::new(), |queue| {
        let name: Value<String> = queue.reference().cast();
        value::concat(["arn:".into_value(), name, ":${aws:username}".into_value()]).into()
    });
    let assembly = synthesize(&app.unwrap()).unwrap();
    insta::assert_snapshot!(yaml(&assembly, "App"), @r#"
    AWSTemplateFormatVersion: "2010-09-09"
    Resources:
      Worker:
        Type: AWS::Made::Up
        Properties:
          Queue: !Join
            - ""
            - - "arn:"
              - "Fn::GetStackOutput":
                  StackName: Data
                  OutputName: PublishOutputRefQueueA9D92188
              - ":${aws:username}"
    "#);
}

/// A queue in one place and something in another that refers to it.
fn elsewhere(producer: StackBuilder, strength: Strength) -> Result<App> {
    let mut app = App::new().region("us-east-1").account("111122223333");
    let mut data = producer.build(&mut app)?;
    let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut data)?;
    let mut consumer = app.stack("App")?;
    RawResource::new("AWS::Made::Up")
        .property("Queue", queue.reference().with_strength(strength))
        .add("Worker", &mut consumer)?;
    Ok(app)
}

#[test]
fn a_weak_reference_reaches_other_regions_and_accounts() -> Result<()> {
    let data = Stack::builder("Data")
        .region("us-west-2")
        .account("444455556666")
        .output_role_arn("arn:aws:iam::444455556666:role/read-outputs");
    let assembly = synthesize(&elsewhere(data, Strength::Weak)?)?;
    insta::assert_snapshot!(yaml(&assembly, "App"));
    Ok(())
}

#[test]
fn rejects_a_strong_reference_to_another_region() -> Result<()> {
    let app = elsewhere(Stack::builder("Data").region("us-west-2"), Strength::Strong)?;
    insta::assert_snapshot!(
        refusal(&app),
        @"`strength` of `App/Worker` must be weak, because `Data/Queue` is in another region or account"
    );
    Ok(())
}

#[test]
fn rejects_a_reference_into_another_partition() -> Result<()> {
    let app = elsewhere(Stack::builder("Data").region("cn-north-1"), Strength::Weak)?;
    insta::assert_snapshot!(refusal(&app), @"`reference` of `App/Worker` must stay in one partition of AWS, but `Data/Queue` is in cn-north-1");
    Ok(())
}

#[test]
fn rejects_a_reference_to_an_account_that_nobody_may_read() -> Result<()> {
    let app = elsewhere(Stack::builder("Data").account("444455556666"), Strength::Weak)?;
    insta::assert_snapshot!(refusal(&app), @"`reference` of `App/Worker` must name the role that reads outputs of `Data`, because that is in another account: set `output_role_arn` of the stack");
    Ok(())
}

#[test]
fn stacks_are_deployed_after_those_that_they_read() -> Result<()> {
    let mut app = App::new();
    let mut first = app.stack("Consumer")?;
    let worker = RawResource::new("AWS::Made::Up").add("Worker", &mut first)?;
    app.stack("Between")?;
    let mut last = app.stack("Producer")?;
    let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut last)?;
    last.modify(worker, |worker| worker.property("Queue", queue.reference()))?;
    let assembly = synthesize(&app)?;
    let order: Vec<&str> = assembly
        .stacks
        .iter()
        .map(|stack| stack.id.as_str())
        .collect();
    assert_eq!(order, ["Between", "Producer", "Consumer"]);
    assert_eq!(assembly.stacks[2].depends_on, ["Producer"]);
    Ok(())
}

#[test]
fn a_dependency_orders_stacks_without_a_reference() -> Result<()> {
    let mut app = App::new();
    let mut first = app.stack("First")?;
    let worker = RawResource::new("AWS::Made::Up").add("Worker", &mut first)?;
    let mut second = app.stack("Second")?;
    let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut second)?;
    second.depends_on(worker, queue)?;
    let assembly = synthesize(&app)?;
    assert_eq!(assembly.stacks[0].id, "Second");
    assert_eq!(assembly.stacks[1].depends_on, ["Second"]);
    Ok(())
}

#[test]
fn rejects_stacks_that_wait_for_each_other() -> Result<()> {
    let mut app = App::new();
    let mut ring = Vec::new();
    for id in ["A", "B", "C"] {
        let mut stack = app.stack(id)?;
        ring.push(RawResource::new("AWS::Made::Up").add("Thing", &mut stack)?);
    }
    let mut scope = app.scope();
    for (from, to) in [(0, 1), (1, 2), (2, 0), (2, 1)] {
        let name = ["ToA", "ToB", "ToC"][to];
        scope.modify(ring[from], |thing| thing.property(name, ring[to].reference()))?;
    }
    insta::assert_snapshot!(
        refusal(&app),
        @"stacks wait for each other: `B/Thing` (ecomind-constructs/FILE) -> `C/Thing` (ecomind-constructs/FILE) -> `B/Thing`"
    );
    Ok(())
}

#[test]
fn rejects_resources_that_wait_for_each_other() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Net")?;
    let web = RawResource::new("AWS::EC2::SecurityGroup").add("Web", &mut stack)?;
    let data = RawResource::new("AWS::EC2::SecurityGroup")
        .property("From", web.attribute::<String>("GroupId"))
        .add("Data", &mut stack)?;
    stack.options(web)?.depends_on(data);
    insta::assert_snapshot!(
        refusal(&app),
        @"resources wait for each other: `Net/Web` (ecomind-constructs/FILE) -> `Net/Data` (ecomind-constructs/FILE) -> `Net/Web`"
    );
    Ok(())
}

#[test]
fn rejects_a_handle_of_another_app_inside_a_value() -> Result<()> {
    let mut other = App::new();
    let queue = RawResource::new("AWS::SQS::Queue").add("Queue", &mut other.stack("Other")?)?;
    let app = two_stacks(App::new(), |_| queue.reference().into())?;
    let error = synthesize(&app).expect_err("refused");
    assert!(matches!(error, Error::ForeignHandle { .. }), "{error}");
    insta::assert_snapshot!(error, @"`App/Worker` was given a handle of another app");
    assert!(
        error
            .location()
            .is_some_and(|line| line.file().ends_with("references.rs"))
    );
    Ok(())
}
