//! Calls that take stacks back.

use crate::cloudformation::{ErrorKind, Result, RollbackRequest};

use super::{SdkCloudFormation, failed};

impl SdkCloudFormation {
    pub(super) async fn rollback_stack(&self, request: &RollbackRequest) -> Result<()> {
        let call = self
            .cloudformation
            .rollback_stack()
            .stack_name(&request.stack)
            .client_request_token(&request.token)
            .set_role_arn(request.role_arn.clone());
        let answer = call.send().await;
        answer.map(|_| ()).map_err(failed("RollbackStack"))
    }

    pub(super) async fn continue_update_rollback(&self, request: &RollbackRequest) -> Result<()> {
        let mut call = self
            .cloudformation
            .continue_update_rollback()
            .stack_name(&request.stack)
            .client_request_token(&request.token)
            .set_role_arn(request.role_arn.clone());
        for id in &request.skip {
            call = call.resources_to_skip(id);
        }
        let answer = call.send().await;
        answer.map(|_| ()).map_err(failed("ContinueUpdateRollback"))
    }

    pub(super) async fn list_imports(&self, export: &str) -> Result<Vec<String>> {
        let call = self.cloudformation.list_imports().export_name(export);
        let mut pages = call.into_paginator().send();
        let mut stacks = Vec::new();
        while let Some(page) = pages.next().await {
            match page.map_err(failed("ListImports")) {
                Ok(page) => stacks.extend(page.imports.unwrap_or_default()),
                // That nobody imports it is an error of CloudFormation, and none of ours.
                Err(error)
                    if error.kind == ErrorKind::Invalid
                        && error.message.contains("not imported") =>
                {
                    return Ok(Vec::new());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(stacks)
    }
}
