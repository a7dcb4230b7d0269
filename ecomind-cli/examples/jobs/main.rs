//! The stacks of `benches/cdk/jobs.cjs`, resource by resource, for `benches/cdk/deploy.py`.

use std::process::ExitCode;

use ecomind_constructs::prelude::*;
use serde_json::json;

/// How many stacks there are, and in which version.
struct Size {
    name: &'static str,
    stacks: usize,
    visibility: i64,
}

impl ecomind_cli::Environment for Size {
    const ALL: &'static [Self] = &[
        Self { name: "one", stacks: 1, visibility: 30 },
        Self { name: "one-changed", stacks: 1, visibility: 60 },
        Self { name: "ten", stacks: 10, visibility: 30 },
        Self { name: "ten-changed", stacks: 10, visibility: 60 },
    ];

    fn name(&self) -> &str {
        self.name
    }
}

fn main() -> ExitCode {
    ecomind_cli::run(app)
}

fn app(size: &Size) -> Result<App> {
    let mut app = App::new().account("111122223333").region("eu-west-1");
    for number in 0..size.stacks {
        let id = format!("Jobs{number}");
        let mut stack = Stack::builder(id)
            .termination_protection(false)
            .build(&mut app)?;
        jobs(&mut stack, size.visibility)?;
    }
    Ok(app)
}

/// A topic, and a queue of what it tells.
fn jobs(stack: &mut Scope<'_>, visibility: i64) -> Result<()> {
    let topic = RawResource::new("AWS::SNS::Topic").add("Topic", stack)?;
    let queue = RawResource::new("AWS::SQS::Queue")
        .property("VisibilityTimeout", visibility)
        .add("Queue", stack)?;
    let statement = json!({
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Resource": "*",
    });
    RawResource::new("AWS::SQS::QueuePolicy")
        .property("Queues", vec![queue.reference()])
        .property("PolicyDocument", json!({"Version": "2012-10-17", "Statement": [statement]}))
        .add("Policy", stack)?;
    RawResource::new("AWS::SNS::Subscription")
        .property("TopicArn", topic.reference())
        .property("Protocol", "sqs")
        .property("Endpoint", queue.attribute::<String>("Arn"))
        .add("Subscription", stack)?;
    Output::new(queue.reference()).add("QueueUrl", stack)?;
    Ok(())
}
