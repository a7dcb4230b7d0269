//! A construct of your own, in the style of the library's: what it is, what can be set, what one
//! gets, how it is made.
//!
//! `cargo run --example own_construct -p ecomind`
#![expect(clippy::print_stdout, reason = "the template is what this prints")]

use ecomind_constructs::{
    cfn::{ids::sqs::QueueUrl, sqs as cfn},
    prelude::*,
    testing,
    value::Properties,
};

/// A queue of work. What fails too often goes to a second queue, instead of being tried forever.
///
/// CloudFormation: [`AWS::SQS::Queue`](cfn::Queue)
#[derive(Debug, Clone, Copy)]
pub struct WorkQueue {
    resource: Ref<cfn::Queue>,
    failures: Ref<cfn::Queue>,
}

/// Builds a [`WorkQueue`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct WorkQueueBuilder {
    id: String,
    attempts: u16,
}

impl WorkQueue {
    /// Starts a queue. An argument here is what has no sensible default.
    pub fn builder(id: impl Into<String>) -> WorkQueueBuilder {
        WorkQueueBuilder { id: id.into(), attempts: 3 }
    }

    /// Where work is sent to. A `Value`, since only the deployment knows it.
    pub fn url(self) -> Value<QueueUrl> {
        self.resource.reference()
    }

    /// Where failed work waits for a person.
    pub fn failures(self) -> Value<QueueUrl> {
        self.failures.reference()
    }

    /// The resource itself, to set what this construct has no method for.
    pub fn resource(self) -> Ref<cfn::Queue> {
        self.resource
    }
}

impl WorkQueueBuilder {
    /// How often work is tried, 1 to 1,000 times. Default: 3.
    pub fn attempts(mut self, attempts: u16) -> Self {
        self.attempts = attempts;
        self
    }

    /// Adds the queue to `scope`.
    ///
    /// `track_caller` makes errors name the line of the caller, who can correct it.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<WorkQueue> {
        // A scope of its own, so that two queues of one stack don't collide.
        let mut scope = scope.child(&self.id)?;
        if !(1..=1000).contains(&self.attempts) {
            let reason = format!("must be 1 to 1,000, got {}", self.attempts);
            return Err(scope.invalid("attempts", reason));
        }
        // As long as SQS can: failed work waits for a person, who may be on leave.
        let failures = cfn::Queue::new()
            .message_retention_period(Duration::days(14).as_seconds().cast_signed())
            .add("Failures", &mut scope)?;
        let resource = cfn::Queue::new()
            .redrive_policy(Properties::from([
                ("deadLetterTargetArn", failures.arn().into()),
                ("maxReceiveCount", i64::from(self.attempts).into()),
            ]))
            .add("Resource", &mut scope)?;
        for queue in [failures, resource] {
            scope.suppress(
                queue,
                "sqs-tls-only",
                "SDKs of AWS, which use TLS, are all that asks",
            )?;
        }
        Ok(WorkQueue { resource, failures })
    }
}

fn main() -> Result<()> {
    let mut app = App::new();
    let mut stack = app.stack("Reports")?;
    let invoices = WorkQueue::builder("Invoices")
        .attempts(5)
        .build(&mut stack)?;
    Output::new(invoices.url()).add("InvoicesUrl", &mut stack)?;
    Output::new(invoices.failures()).add("FailuresUrl", &mut stack)?;

    let error = testing::reject(|stack| WorkQueue::builder("Never").attempts(0).build(stack));
    assert_eq!(error.to_string(), "`attempts` of `Test/Never` must be 1 to 1,000, got 0");

    print!("{}", testing::template_of(&app, "Reports").yaml());
    Ok(())
}
