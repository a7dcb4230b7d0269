//! Calls of ECS and CloudWatch Logs.

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use serde_json::{Value, json};

use crate::cloudformation::{
    Answer, Error, ErrorKind, LogLine, LogPage, Result, Task, TaskContainer, TaskRequest, Tasks,
};

use super::{
    Connection,
    json_client::{JsonClient, JsonService},
};

const ECS: JsonService = JsonService { name: "ecs", target: "AmazonEC2ContainerServiceV20141113" };
const LOGS: JsonService = JsonService { name: "logs", target: "Logs_20140328" };

/// Who says that it started a task.
const STARTED_BY: &str = "ecomind run-task";

/// ECS and CloudWatch Logs in one account and region.
pub(super) struct SdkTasks {
    ecs: JsonClient,
    logs: JsonClient,
}

impl SdkTasks {
    /// The clients of `config`, which has a region.
    pub(super) fn new(
        connection: &Connection,
        config: &SdkConfig,
        connector: &SharedHttpConnector,
    ) -> Self {
        let client = |service, endpoint: &Option<String>| {
            JsonClient::new(service, config, connector.clone(), endpoint.as_deref())
        };
        Self {
            ecs: client(ECS, &connection.ecs_endpoint),
            logs: client(LOGS, &connection.logs_endpoint),
        }
    }

    async fn start(&self, request: &TaskRequest) -> Result<Task> {
        let network = json!({
            "subnets": request.subnets,
            "securityGroups": [request.security_group],
            "assignPublicIp": "DISABLED",
        });
        let body = json!({
            "cluster": request.cluster,
            "taskDefinition": request.definition,
            "count": 1,
            "launchType": "FARGATE",
            "networkConfiguration": {"awsvpcConfiguration": network},
            "clientToken": request.token,
            "startedBy": STARTED_BY,
        });
        let answer = self.ecs.ask("RunTask", &body).await?;
        if let Some(task) = answer["tasks"].as_array().and_then(|tasks| tasks.first()) {
            return Ok(task_of(task));
        }
        let text = |name: &str| answer["failures"][0][name].as_str().unwrap_or_default();
        let (reason, detail) = (text("reason"), text("detail"));
        let message = match (reason, detail) {
            ("", _) => "ECS started no task, and says no reason".to_owned(),
            (reason, "") => format!("ECS started no task: {reason}"),
            (reason, detail) => format!("ECS started no task: {reason}, {detail}"),
        };
        Err(Error::new(ErrorKind::Other, "RunTask", message))
    }

    async fn describe(&self, cluster: &str, id: &str) -> Result<Option<Task>> {
        let body = json!({"cluster": cluster, "tasks": [id]});
        let answer = self.ecs.ask("DescribeTasks", &body).await?;
        let tasks = answer["tasks"].as_array();
        Ok(tasks.and_then(|tasks| tasks.first()).map(task_of))
    }

    async fn end(&self, cluster: &str, id: &str) -> Result<()> {
        let body = json!({"cluster": cluster, "task": id, "reason": STARTED_BY});
        self.ecs.ask("StopTask", &body).await.map(|_| ())
    }

    async fn events(
        &self,
        group: &str,
        stream: &str,
        mark: Option<&str>,
    ) -> Result<Option<LogPage>> {
        let mut body =
            json!({"logGroupName": group, "logStreamName": stream, "startFromHead": true});
        if let Some(mark) = mark {
            body["nextToken"] = mark.into();
        }
        let answer = match self.logs.ask("GetLogEvents", &body).await {
            Err(error) if error.kind == ErrorKind::NotThere => return Ok(None),
            answer => answer?,
        };
        let line = |event: &Value| LogLine {
            time: event["timestamp"].as_i64().unwrap_or_default(),
            text: event["message"].as_str().unwrap_or_default().to_owned(),
        };
        let events = answer["events"].as_array();
        Ok(Some(LogPage {
            lines: events.into_iter().flatten().map(line).collect(),
            mark: answer["nextForwardToken"].as_str().map(str::to_owned),
        }))
    }
}

impl Tasks for SdkTasks {
    fn run<'a>(&'a self, request: &'a TaskRequest) -> Answer<'a, Task> {
        Box::pin(self.start(request))
    }

    fn task<'a>(&'a self, cluster: &'a str, id: &'a str) -> Answer<'a, Option<Task>> {
        Box::pin(self.describe(cluster, id))
    }

    fn stop<'a>(&'a self, cluster: &'a str, id: &'a str) -> Answer<'a, ()> {
        Box::pin(self.end(cluster, id))
    }

    fn log<'a>(
        &'a self,
        group: &'a str,
        stream: &'a str,
        mark: Option<&'a str>,
    ) -> Answer<'a, Option<LogPage>> {
        Box::pin(self.events(group, stream, mark))
    }
}

fn task_of(task: &Value) -> Task {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let container = |container: &Value| TaskContainer {
        name: text(&container["name"]).unwrap_or_default(),
        exit_code: container["exitCode"].as_i64(),
        reason: text(&container["reason"]),
    };
    Task {
        arn: text(&task["taskArn"]).unwrap_or_default(),
        status: text(&task["lastStatus"]).unwrap_or_default(),
        reason: text(&task["stoppedReason"]),
        containers: task["containers"]
            .as_array()
            .into_iter()
            .flatten()
            .map(container)
            .collect(),
    }
}
