//! Calls about refactors.

use aws_sdk_cloudformation::types;

use crate::cloudformation::{Refactor, RefactorRequest, Result, TemplateSource};

use super::{SdkCloudFormation, failed, stacks::text};

impl SdkCloudFormation {
    pub(super) async fn create_stack_refactor(&self, request: &RefactorRequest) -> Result<String> {
        let mut call = self
            .cloudformation
            .create_stack_refactor()
            .description(&request.description)
            .enable_stack_creation(request.creates_stacks);
        for (name, template) in &request.stacks {
            let definition = types::StackDefinition::builder().stack_name(name);
            let definition = match template {
                TemplateSource::Inline(body) => definition.template_body(body),
                TemplateSource::Url(url) => definition.template_url(url),
            };
            call = call.stack_definitions(definition.build());
        }
        let location = |(stack, id): &(String, String)| {
            let location = types::ResourceLocation::builder().stack_name(stack);
            location.logical_resource_id(id).build()
        };
        for it in &request.moves {
            let mapping = types::ResourceMapping::builder().source(location(&it.from));
            call = call.resource_mappings(mapping.destination(location(&it.to)).build());
        }
        let answer = call.send().await.map_err(failed("CreateStackRefactor"))?;
        Ok(answer.stack_refactor_id.unwrap_or_default())
    }

    pub(super) async fn describe_refactor(&self, id: &str) -> Result<Refactor> {
        let call = self.cloudformation.describe_stack_refactor();
        let answer = call.stack_refactor_id(id).send().await;
        let answer = answer.map_err(failed("DescribeStackRefactor"))?;
        Ok(Refactor {
            status: text(answer.status),
            execution_status: text(answer.execution_status),
            reason: answer.execution_status_reason.or(answer.status_reason),
        })
    }

    pub(super) async fn execute_stack_refactor(&self, id: &str) -> Result<()> {
        let call = self.cloudformation.execute_stack_refactor();
        let answer = call.stack_refactor_id(id).send().await;
        answer.map(|_| ()).map_err(failed("ExecuteStackRefactor"))
    }
}
