//! What the tests share: a simulator, a client of the SDK, and the life of a stack in few words.

use aws_config::{BehaviorVersion, Region, retry::RetryConfig};
use aws_sdk_cloudformation::{
    Client,
    config::Credentials,
    error::{ProvideErrorMetadata, SdkError},
    types::{ChangeSetType, ResourceChange, StackEvent},
};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use ecomind_simulator::{Simulator, SimulatorBuilder};
use serde_json::{Value, json};
use tokio::runtime::{self, Runtime};

/// A simulator with a client.
pub(crate) struct Bench {
    pub(crate) simulator: Simulator,
    pub(crate) client: Client,
    pub(crate) config: aws_config::SdkConfig,
    runtime: Runtime,
}

/// How a deployment ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: String,
    /// Failed resources and the stack's own reasons, oldest first.
    pub(crate) reasons: Vec<String>,
}

pub(crate) fn bench() -> Bench {
    with(Simulator::builder())
}

pub(crate) fn with(builder: SimulatorBuilder) -> Bench {
    in_account(builder, "111122223333", "eu-west-1")
}

pub(crate) fn in_account(builder: SimulatorBuilder, account: &str, region: &str) -> Bench {
    let simulator = builder.start().unwrap();
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let config = runtime.block_on(config(simulator.endpoint_url(), account, region));
    Bench { client: Client::new(&config), config, runtime, simulator }
}

pub(crate) async fn config(endpoint: &str, account: &str, region: &str) -> aws_config::SdkConfig {
    let http = Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https();
    aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .endpoint_url(endpoint)
        .region(Region::new(region.to_owned()))
        .retry_config(RetryConfig::disabled())
        .credentials_provider(Credentials::new(account, "secret", None, None, "test"))
        .load()
        .await
}

/// A queue with these properties.
pub(crate) fn queue(properties: Value) -> Value {
    json!({ "Type": "AWS::SQS::Queue", "Properties": properties })
}

/// A template with these resources.
pub(crate) fn resources(resources: Value) -> Value {
    json!({ "Resources": resources })
}

/// The code and the message of an error.
pub(crate) fn said<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> String {
    format!("{}: {}", error.code().unwrap_or("-"), error.message().unwrap_or_default())
}

impl Bench {
    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// The same simulator, called from elsewhere.
    pub(crate) fn client_in(&self, account: &str, region: &str) -> Client {
        Client::new(&self.run(config(self.simulator.endpoint_url(), account, region)))
    }

    /// Creates and executes a change set, and waits.
    pub(crate) fn deploy(&self, stack: &str, template: &Value) -> Ended {
        self.propose(stack, "deploy", template);
        self.execute(stack, "deploy");
        self.wait(stack)
    }

    /// Creates a change set; returns its status with the reason.
    pub(crate) fn propose(&self, stack: &str, name: &str, template: &Value) -> String {
        self.run(async {
            let described = self.client.describe_stacks().stack_name(stack).send().await;
            let is_new = described.is_err();
            let kind = if is_new { ChangeSetType::Create } else { ChangeSetType::Update };
            self.client
                .create_change_set()
                .stack_name(stack)
                .change_set_name(name)
                .change_set_type(kind)
                .capabilities("CAPABILITY_NAMED_IAM".into())
                .template_body(template.to_string())
                .send()
                .await
                .unwrap();
        });
        let found = self.change_set(stack, name);
        let status = found.status.unwrap();
        format!("{status} {}", found.status_reason.unwrap_or_default())
            .trim_end()
            .to_owned()
    }

    pub(crate) fn change_set(
        &self,
        stack: &str,
        name: &str,
    ) -> aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput {
        let described = self
            .client
            .describe_change_set()
            .stack_name(stack)
            .change_set_name(name)
            .include_property_values(true);
        self.run(described.send()).unwrap()
    }

    pub(crate) fn changes(&self, stack: &str, name: &str) -> Vec<ResourceChange> {
        let found = self.change_set(stack, name);
        found
            .changes()
            .iter()
            .filter_map(|it| it.resource_change.clone())
            .collect()
    }

    pub(crate) fn execute(&self, stack: &str, name: &str) {
        let executed = self
            .client
            .execute_change_set()
            .stack_name(stack)
            .change_set_name(name);
        self.run(executed.client_request_token("token").send())
            .unwrap();
    }

    /// Looks until nothing is in progress.
    pub(crate) fn wait(&self, stack: &str) -> Ended {
        for _ in 0..100 {
            let status = self.status(stack);
            if !status.ends_with("IN_PROGRESS") {
                let events = self.events(stack);
                let mut reasons: Vec<String> = events
                    .iter()
                    .filter(|it| {
                        it.resource_status.as_ref().is_some_and(|it| {
                            it.as_str().ends_with("FAILED") || it.as_str().contains("ROLLBACK_IN")
                        })
                    })
                    .map(|it| {
                        format!(
                            "{} {} {}",
                            it.logical_resource_id().unwrap_or_default(),
                            it.resource_status.as_ref().unwrap(),
                            it.resource_status_reason().unwrap_or_default()
                        )
                        .trim_end()
                        .to_owned()
                    })
                    .collect();
                reasons.reverse();
                return Ended { status, reasons };
            }
        }
        panic!("{stack} never ends");
    }

    /// The status of the newest stack of this name, deleted or not.
    pub(crate) fn status(&self, stack: &str) -> String {
        let listed = self.run(self.client.list_stacks().send()).unwrap();
        let mut all = listed.stack_summaries.unwrap_or_default().into_iter();
        let found = all.find(|it| it.stack_name() == Some(stack));
        found.map_or_else(|| "none".to_owned(), |it| it.stack_status.unwrap().to_string())
    }

    /// All events, newest first, of a stack that may be deleted.
    pub(crate) fn events(&self, stack: &str) -> Vec<StackEvent> {
        self.run(async {
            let listed = self.client.list_stacks().send().await.unwrap();
            let mut all = listed.stack_summaries.unwrap_or_default().into_iter();
            let id = all
                .find(|it| it.stack_name() == Some(stack))
                .unwrap()
                .stack_id
                .unwrap();
            let pages = self
                .client
                .describe_stack_events()
                .stack_name(id)
                .into_paginator();
            let events: Result<Vec<StackEvent>, _> = pages.items().send().collect().await;
            events.unwrap()
        })
    }

    /// `logical id STATUS` of each event, oldest first.
    pub(crate) fn story(&self, stack: &str) -> Vec<String> {
        let events = self.events(stack).into_iter().rev();
        events
            .map(|it| {
                format!("{} {}", it.logical_resource_id.unwrap(), it.resource_status.unwrap())
            })
            .collect()
    }

    pub(crate) fn physical_id(&self, stack: &str, logical_id: &str) -> Option<String> {
        let described = self.client.describe_stack_resources().stack_name(stack);
        let resources = self
            .run(described.logical_resource_id(logical_id).send())
            .ok()?;
        resources
            .stack_resources()
            .first()?
            .physical_resource_id
            .clone()
    }

    pub(crate) fn output(&self, stack: &str, key: &str) -> Option<String> {
        let described = self
            .run(self.client.describe_stacks().stack_name(stack).send())
            .ok()?;
        let outputs = described.stacks().first()?.outputs();
        outputs
            .iter()
            .find(|it| it.output_key() == Some(key))?
            .output_value
            .clone()
    }

    pub(crate) fn delete(&self, stack: &str) -> Ended {
        self.run(self.client.delete_stack().stack_name(stack).send())
            .unwrap();
        self.wait(stack)
    }
}
