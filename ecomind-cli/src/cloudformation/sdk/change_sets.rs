//! Calls about change sets.

use aws_sdk_cloudformation::types;

use crate::cloudformation::{
    ChangeDetail, ChangeSet, ChangeSetRequest, ErrorKind, Execution, Finding, ResourceChange,
    ResourceImport, Result, TemplateSource,
};

use super::{SdkCloudFormation, failed, stacks::text};

impl SdkCloudFormation {
    pub(super) async fn create(&self, request: &ChangeSetRequest) -> Result<String> {
        let kind = match request.creates {
            _ if !request.imports.is_empty() => types::ChangeSetType::Import,
            true => types::ChangeSetType::Create,
            false => types::ChangeSetType::Update,
        };
        let mut call = self
            .cloudformation
            .create_change_set()
            .stack_name(&request.stack)
            .change_set_name(&request.name)
            .client_token(&request.name)
            .change_set_type(kind)
            .set_role_arn(request.role_arn.clone());
        for arn in &request.notification_arns {
            call = call.notification_arns(arn);
        }
        for import in &request.imports {
            call = call.resources_to_import(resource_to_import(import));
        }
        if request.imports_existing {
            call = call.import_existing_resources(true);
        }
        if request.reverts_drift {
            call = call.deployment_mode(types::DeploymentMode::RevertDrift);
        }
        call = match &request.template {
            TemplateSource::Inline(body) => call.template_body(body),
            TemplateSource::Url(url) => call.template_url(url),
        };
        for (key, value) in &request.parameters {
            let parameter = types::Parameter::builder().parameter_key(key);
            let parameter = match value {
                Some(value) => parameter.parameter_value(value),
                None => parameter.use_previous_value(true),
            };
            call = call.parameters(parameter.build());
        }
        for (key, value) in &request.tags {
            call = call.tags(types::Tag::builder().key(key).value(value).build());
        }
        for capability in &request.capabilities {
            call = call.capabilities(types::Capability::from(*capability));
        }
        if !request.rollback_alarms.is_empty() || request.monitoring_minutes.is_some() {
            call = call.rollback_configuration(rollback_configuration(request));
        }
        if request.express {
            call = call.deployment_config(express(request.keeps_failure));
        } else if request.creates && !request.keeps_failure && request.imports.is_empty() {
            // What a failed creation leaves behind could only be deleted.
            call = call.on_stack_failure(types::OnStackFailure::Delete);
        }
        let answer = call.send().await.map_err(failed("CreateChangeSet"))?;
        Ok(answer.id.unwrap_or_else(|| request.name.clone()))
    }

    pub(super) async fn describe_change_set(
        &self,
        name: &str,
        stack: &str,
        with_values: bool,
    ) -> Result<Option<ChangeSet>> {
        let mut found: Option<ChangeSet> = None;
        let mut token = None;
        loop {
            let call = self.cloudformation.describe_change_set();
            let mut call = call.change_set_name(name).stack_name(stack);
            if with_values {
                call = call.include_property_values(true);
            }
            let answer = call.set_next_token(token).send().await;
            let page = match answer.map_err(failed("DescribeChangeSet")) {
                Ok(page) => page,
                Err(error) if is_missing(error.kind) => return Ok(None),
                Err(error) => return Err(error),
            };
            let changes = page.changes.unwrap_or_default().into_iter();
            let changes = changes.filter_map(|change| change.resource_change.map(resource_change));
            let changes: Vec<_> = changes.collect();
            match &mut found {
                Some(found) => found.changes.extend(changes),
                None => {
                    found = Some(ChangeSet {
                        id: page.change_set_id.unwrap_or_default(),
                        name: page.change_set_name.unwrap_or_default(),
                        stack_id: page.stack_id.unwrap_or_default(),
                        status: text(page.status),
                        status_reason: page.status_reason.unwrap_or_default(),
                        execution_status: text(page.execution_status),
                        changes,
                    });
                }
            }
            token = page.next_token;
            if token.is_none() {
                return Ok(found);
            }
        }
    }

    pub(super) async fn execute(&self, execution: &Execution) -> Result<()> {
        let mut call = self
            .cloudformation
            .execute_change_set()
            .stack_name(&execution.stack)
            .change_set_name(&execution.change_set)
            .client_request_token(&execution.token);
        if execution.keeps_failure {
            call = call.disable_rollback(true);
        }
        match call.send().await.map_err(failed("ExecuteChangeSet")) {
            // An answer that was lost on the way, and a second try of the SDK.
            Err(error) if matches!(error.kind, ErrorKind::NotExecutable | ErrorKind::StackBusy) => {
                match self
                    .describe_change_set(&execution.change_set, &execution.stack, false)
                    .await?
                {
                    Some(change_set) if change_set.is_executed() => Ok(()),
                    _ => Err(error),
                }
            }
            answer => answer.map(|_| ()),
        }
    }

    pub(super) async fn discard(&self, name: &str, stack: &str) -> Result<()> {
        let call = self.cloudformation.delete_change_set();
        let call = call.change_set_name(name).stack_name(stack);
        match call.send().await.map_err(failed("DeleteChangeSet")) {
            Err(error) if !is_missing(error.kind) => Err(error),
            _ => Ok(()),
        }
    }

    pub(super) async fn list_change_sets(&self, stack: &str) -> Result<Vec<String>> {
        let call = self.cloudformation.list_change_sets().stack_name(stack);
        let mut pages = call.into_paginator().send();
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await {
            let page = match page.map_err(failed("ListChangeSets")) {
                Ok(page) => page,
                Err(error) if is_missing(error.kind) => return Ok(Vec::new()),
                Err(error) => return Err(error),
            };
            for summary in page.summaries.unwrap_or_default() {
                if !text(summary.execution_status).starts_with("EXECUTE_") {
                    ids.extend(summary.change_set_id);
                }
            }
        }
        Ok(ids)
    }

    pub(super) async fn list_findings(
        &self,
        change_set: &str,
        stack: &str,
    ) -> Result<Vec<Finding>> {
        let call = self.cloudformation.describe_events().stack_name(stack);
        let mut pages = call.change_set_name(change_set).into_paginator().send();
        let mut findings = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(failed("DescribeEvents"))?;
            let events = page.operation_events.unwrap_or_default();
            findings.extend(events.into_iter().filter_map(finding));
        }
        Ok(findings)
    }
}

/// To be done when everything is configured.
pub(super) fn express(keeps_failure: bool) -> types::DeploymentConfig {
    types::DeploymentConfig::builder()
        .mode(types::DeploymentConfigMode::Express)
        .disable_rollback(keeps_failure)
        .build()
}

fn resource_to_import(import: &ResourceImport) -> types::ResourceToImport {
    let mut resource = types::ResourceToImport::builder()
        .logical_resource_id(&import.logical_id)
        .resource_type(&import.resource_type);
    for (name, value) in &import.identifier {
        resource = resource.resource_identifier(name, value);
    }
    resource.build()
}

fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ChangeSetMissing | ErrorKind::StackMissing)
}

fn rollback_configuration(request: &ChangeSetRequest) -> types::RollbackConfiguration {
    let mut configuration =
        types::RollbackConfiguration::builder().set_rollback_triggers(Some(vec![]));
    for arn in &request.rollback_alarms {
        let trigger = types::RollbackTrigger::builder().arn(arn);
        configuration =
            configuration.rollback_triggers(trigger.r#type("AWS::CloudWatch::Alarm").build());
    }
    let minutes = request.monitoring_minutes.unwrap_or_default();
    configuration
        .monitoring_time_in_minutes(i32::try_from(minutes).unwrap_or(i32::MAX))
        .build()
}

fn resource_change(it: types::ResourceChange) -> ResourceChange {
    let details = it.details.unwrap_or_default().into_iter();
    ResourceChange {
        action: text(it.action),
        logical_id: it.logical_resource_id.unwrap_or_default(),
        physical_id: it.physical_resource_id.filter(|id| !id.is_empty()),
        resource_type: it.resource_type.unwrap_or_default(),
        replacement: it.replacement.map(|value| value.as_str().to_owned()),
        policy: it.policy_action.map(|value| value.as_str().to_owned()),
        details: details.map(change_detail).collect(),
    }
}

fn change_detail(it: types::ResourceChangeDetail) -> ChangeDetail {
    let target = it.target;
    let target = target.as_ref();
    let of_target = |value: fn(&types::ResourceTargetDefinition) -> &Option<String>| {
        target.and_then(|target| value(target).clone())
    };
    ChangeDetail {
        attribute: text(target.and_then(|target| target.attribute.as_ref())),
        name: target.and_then(|target| target.name.clone()),
        recreation: target
            .and_then(|target| target.requires_recreation.as_ref())
            .map(|value| value.as_str().to_owned()),
        source: it.change_source.map(|value| value.as_str().to_owned()),
        cause: it.causing_entity,
        path: of_target(|target| &target.path),
        before: of_target(|target| &target.before_value),
        after: of_target(|target| &target.after_value),
    }
}

fn finding(it: types::OperationEvent) -> Option<Finding> {
    let kind = it.event_type.as_ref()?;
    let is_finding = matches!(
        kind,
        types::EventType::ValidationError
            | types::EventType::ProvisioningError
            | types::EventType::HookInvocationError
    );
    let reasons = [it.validation_status_reason, it.hook_status_reason, it.resource_status_reason];
    is_finding.then(|| Finding {
        logical_id: it.logical_resource_id,
        check: it.validation_name.or(it.hook_type),
        path: it.validation_path,
        message: reasons
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| kind.as_str().to_owned()),
        is_fatal: !matches!(
            it.validation_failure_mode.or(it.hook_failure_mode),
            Some(types::HookFailureMode::Warn)
        ),
    })
}
