//! Calls about stacks.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::types;

use crate::cloudformation::{
    DeleteRequest, ErrorKind, Export, Output, Result, Stack, StackEvent, StackResource, StackStatus,
};

use super::{SdkCloudFormation, failed};

impl SdkCloudFormation {
    pub(super) async fn describe_stack(&self, name: &str) -> Result<Option<Stack>> {
        let answer = self
            .cloudformation
            .describe_stacks()
            .stack_name(name)
            .send()
            .await
            .map_err(failed("DescribeStacks"));
        match answer {
            Ok(answer) => Ok(answer
                .stacks
                .unwrap_or_default()
                .into_iter()
                .next()
                .map(stack)),
            Err(error) if error.kind == ErrorKind::StackMissing => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn list_stacks(&self) -> Result<Vec<String>> {
        let mut pages = self.cloudformation.list_stacks().into_paginator().send();
        let mut names = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed("ListStacks"))?;
            for summary in page.stack_summaries.unwrap_or_default() {
                let is_gone = summary.stack_status == Some(types::StackStatus::DeleteComplete);
                names.extend(summary.stack_name.filter(|_| !is_gone));
            }
        }
        Ok(names)
    }

    pub(super) async fn get_template(&self, name: &str) -> Result<String> {
        let call = self.cloudformation.get_template().stack_name(name);
        let call = call.template_stage(types::TemplateStage::Original);
        let answer = call.send().await.map_err(failed("GetTemplate"))?;
        Ok(answer.template_body.unwrap_or_default())
    }

    pub(super) async fn list_resources(&self, name: &str) -> Result<Vec<StackResource>> {
        let call = self.cloudformation.list_stack_resources().stack_name(name);
        let mut pages = call.into_paginator().send();
        let mut resources = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed("ListStackResources"))?;
            for summary in page.stack_resource_summaries.unwrap_or_default() {
                resources.push(StackResource {
                    logical_id: summary.logical_resource_id.unwrap_or_default(),
                    physical_id: summary.physical_resource_id,
                    resource_type: summary.resource_type.unwrap_or_default(),
                    status: text(summary.resource_status),
                });
            }
        }
        Ok(resources)
    }

    pub(super) async fn get_policy(&self, name: &str) -> Result<Option<String>> {
        let call = self.cloudformation.get_stack_policy().stack_name(name);
        let answer = call.send().await.map_err(failed("GetStackPolicy"))?;
        Ok(answer.stack_policy_body.filter(|body| !body.is_empty()))
    }

    pub(super) async fn set_policy(&self, name: &str, policy: &str) -> Result<()> {
        let call = self.cloudformation.set_stack_policy().stack_name(name);
        let answer = call.stack_policy_body(policy).send().await;
        answer.map(|_| ()).map_err(failed("SetStackPolicy"))
    }

    pub(super) async fn protect(&self, name: &str, protect: bool) -> Result<()> {
        let call = self.cloudformation.update_termination_protection();
        let call = call.stack_name(name).enable_termination_protection(protect);
        let answer = call.send().await;
        answer
            .map(|_| ())
            .map_err(failed("UpdateTerminationProtection"))
    }

    pub(super) async fn list_events(
        &self,
        stack: &str,
        is_wanted: &dyn Fn(&StackEvent) -> bool,
    ) -> Result<Vec<StackEvent>> {
        let mut events = Vec::new();
        let mut token = None;
        loop {
            let call = self
                .cloudformation
                .describe_stack_events()
                .stack_name(stack);
            let answer = call.set_next_token(token).send().await;
            let page = answer.map_err(failed("DescribeStackEvents"))?;
            for event in page.stack_events.unwrap_or_default() {
                let event = self::event(event);
                if !is_wanted(&event) {
                    return Ok(events);
                }
                events.push(event);
            }
            token = page.next_token;
            if token.is_none() {
                return Ok(events);
            }
        }
    }

    pub(super) async fn list_exports(&self) -> Result<Vec<Export>> {
        let mut pages = self.cloudformation.list_exports().into_paginator().send();
        let mut exports = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed("ListExports"))?;
            for export in page.exports.unwrap_or_default() {
                let id = export.exporting_stack_id.unwrap_or_default();
                // `arn:…:stack/NAME/UUID`
                let stack = id.split('/').nth(1).unwrap_or(&id).to_owned();
                exports.push(Export { name: export.name.unwrap_or_default(), stack });
            }
        }
        Ok(exports)
    }

    pub(super) async fn delete(&self, request: &DeleteRequest) -> Result<()> {
        let mut call = self
            .cloudformation
            .delete_stack()
            .stack_name(&request.stack)
            .client_request_token(&request.token)
            .set_role_arn(request.role_arn.clone());
        for id in &request.retain {
            call = call.retain_resources(id);
        }
        if request.express {
            call = call.deployment_config(super::change_sets::express(false));
        }
        if request.forces {
            call = call.deletion_mode(types::DeletionMode::ForceDeleteStack);
        }
        let answer = call.send().await;
        answer.map(|_| ()).map_err(failed("DeleteStack"))
    }

    pub(super) async fn cancel(&self, stack: &str, token: &str) -> Result<()> {
        let call = self.cloudformation.cancel_update_stack().stack_name(stack);
        let answer = call.client_request_token(token).send().await;
        answer.map(|_| ()).map_err(failed("CancelUpdateStack"))
    }
}

fn stack(it: types::Stack) -> Stack {
    let changed = it.last_updated_time.or(it.creation_time);
    let parameters = it.parameters.unwrap_or_default().into_iter();
    let tags = it.tags.unwrap_or_default().into_iter();
    let outputs = it.outputs.unwrap_or_default().into_iter();
    Stack {
        id: it.stack_id.unwrap_or_default(),
        status: StackStatus::new(text(it.stack_status)),
        status_reason: it.stack_status_reason,
        changed: changed
            .and_then(|time| time.to_millis().ok())
            .unwrap_or_default(),
        parameters: parameters
            .map(|it| {
                let value = it.parameter_value.unwrap_or_default();
                (it.parameter_key.unwrap_or_default(), value)
            })
            .collect(),
        tags: tags
            .map(|it| (it.key.unwrap_or_default(), it.value.unwrap_or_default()))
            .collect::<BTreeMap<_, _>>(),
        outputs: outputs
            .map(|it| Output {
                key: it.output_key.unwrap_or_default(),
                value: it.output_value.unwrap_or_default(),
                description: it.description,
                export: it.export_name,
            })
            .collect(),
        termination_protection: it.enable_termination_protection.unwrap_or_default(),
        role_arn: it.role_arn,
        notification_arns: it.notification_arns.unwrap_or_default(),
        change_set: it.change_set_id,
    }
}

fn event(it: types::StackEvent) -> StackEvent {
    StackEvent {
        id: it.event_id.unwrap_or_default(),
        stack_id: it.stack_id.unwrap_or_default(),
        logical_id: it.logical_resource_id.unwrap_or_default(),
        physical_id: it.physical_resource_id.unwrap_or_default(),
        resource_type: it.resource_type.unwrap_or_default(),
        status: text(it.resource_status),
        reason: it
            .resource_status_reason
            .filter(|reason| !reason.is_empty()),
        time: it
            .timestamp
            .and_then(|time| time.to_millis().ok())
            .unwrap_or_default(),
        token: it.client_request_token,
    }
}

/// What AWS calls a value, also one that is newer than the SDK.
pub(super) fn text<T: AsRef<str>>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.as_ref().to_owned())
}
