//! The client of one account and region.

use std::{cell::RefCell, collections::BTreeSet};

use aws_config::SdkConfig;

use crate::cloudformation::{
    Answer, ChangeSet, ChangeSetRequest, CloudFormation, DeleteRequest, Detection, Execution,
    Export, Finding, Refactor, RefactorRequest, ResourceDrift, RollbackRequest, Stack, StackEvent,
    StackResource,
};

/// CloudFormation and S3 in one account and region.
pub(super) struct SdkCloudFormation {
    pub(super) cloudformation: aws_sdk_cloudformation::Client,
    pub(super) s3: aws_sdk_s3::Client,
    /// Where S3 is, when that is not AWS.
    pub(super) s3_endpoint: Option<String>,
    /// The buckets that are known to be there with all of their settings.
    pub(super) whole_buckets: RefCell<BTreeSet<String>>,
    region: String,
    account: Option<String>,
}

impl SdkCloudFormation {
    /// The clients of `config`, which has a region.
    pub(super) fn new(
        config: &SdkConfig,
        account: Option<String>,
        s3_endpoint: Option<String>,
    ) -> Self {
        let s3_endpoint = s3_endpoint.or_else(|| config.endpoint_url().map(str::to_owned));
        let mut s3 = aws_sdk_s3::config::Builder::from(config);
        if let Some(endpoint) = &s3_endpoint {
            // Names of buckets in front of a host name need a DNS that knows them.
            s3 = s3.endpoint_url(endpoint).force_path_style(true);
        }
        let cloudformation = aws_sdk_cloudformation::config::Builder::from(config);
        #[cfg(test)]
        let (cloudformation, s3) = {
            let (mut cloudformation, mut s3) = (cloudformation, s3);
            cloudformation.set_retry_partition(super::in_process::retries());
            s3.set_retry_partition(super::in_process::retries());
            (cloudformation, s3)
        };
        Self {
            cloudformation: aws_sdk_cloudformation::Client::from_conf(cloudformation.build()),
            s3: aws_sdk_s3::Client::from_conf(s3.build()),
            s3_endpoint,
            whole_buckets: RefCell::default(),
            region: config
                .region()
                .map_or_else(String::new, |region| region.as_ref().to_owned()),
            account,
        }
    }

    /// The account, where it is known.
    pub(super) fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }
}

impl CloudFormation for SdkCloudFormation {
    fn region(&self) -> &str {
        &self.region
    }

    fn stack<'a>(&'a self, name: &'a str) -> Answer<'a, Option<Stack>> {
        Box::pin(self.describe_stack(name))
    }

    fn stack_names(&self) -> Answer<'_, Vec<String>> {
        Box::pin(self.list_stacks())
    }

    fn template<'a>(&'a self, name: &'a str) -> Answer<'a, String> {
        Box::pin(self.get_template(name))
    }

    fn resources<'a>(&'a self, name: &'a str) -> Answer<'a, Vec<StackResource>> {
        Box::pin(self.list_resources(name))
    }

    fn stack_policy<'a>(&'a self, name: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(self.get_policy(name))
    }

    fn set_stack_policy<'a>(&'a self, name: &'a str, policy: &'a str) -> Answer<'a, ()> {
        Box::pin(self.set_policy(name, policy))
    }

    fn set_termination_protection<'a>(&'a self, name: &'a str, protect: bool) -> Answer<'a, ()> {
        Box::pin(self.protect(name, protect))
    }

    fn create_change_set<'a>(&'a self, request: &'a ChangeSetRequest) -> Answer<'a, String> {
        Box::pin(self.create(request))
    }

    fn change_set<'a>(&'a self, name: &'a str, stack: &'a str) -> Answer<'a, Option<ChangeSet>> {
        Box::pin(self.describe_change_set(name, stack, false))
    }

    fn change_set_with_values<'a>(
        &'a self,
        name: &'a str,
        stack: &'a str,
    ) -> Answer<'a, Option<ChangeSet>> {
        Box::pin(self.describe_change_set(name, stack, true))
    }

    fn execute_change_set<'a>(&'a self, execution: &'a Execution) -> Answer<'a, ()> {
        Box::pin(self.execute(execution))
    }

    fn delete_change_set<'a>(&'a self, name: &'a str, stack: &'a str) -> Answer<'a, ()> {
        Box::pin(self.discard(name, stack))
    }

    fn change_sets<'a>(&'a self, stack: &'a str) -> Answer<'a, Vec<String>> {
        Box::pin(self.list_change_sets(stack))
    }

    fn events<'a>(
        &'a self,
        stack: &'a str,
        is_wanted: &'a dyn Fn(&StackEvent) -> bool,
    ) -> Answer<'a, Vec<StackEvent>> {
        Box::pin(self.list_events(stack, is_wanted))
    }

    fn findings<'a>(&'a self, change_set: &'a str, stack: &'a str) -> Answer<'a, Vec<Finding>> {
        Box::pin(self.list_findings(change_set, stack))
    }

    fn exports(&self) -> Answer<'_, Vec<Export>> {
        Box::pin(self.list_exports())
    }

    fn delete_stack<'a>(&'a self, request: &'a DeleteRequest) -> Answer<'a, ()> {
        Box::pin(self.delete(request))
    }

    fn cancel_update<'a>(&'a self, stack: &'a str, token: &'a str) -> Answer<'a, ()> {
        Box::pin(self.cancel(stack, token))
    }

    fn roll_back<'a>(&'a self, request: &'a RollbackRequest) -> Answer<'a, ()> {
        Box::pin(self.rollback_stack(request))
    }

    fn continue_rollback<'a>(&'a self, request: &'a RollbackRequest) -> Answer<'a, ()> {
        Box::pin(self.continue_update_rollback(request))
    }

    fn importers<'a>(&'a self, export: &'a str) -> Answer<'a, Vec<String>> {
        Box::pin(self.list_imports(export))
    }

    fn detect_drift<'a>(&'a self, stack: &'a str) -> Answer<'a, String> {
        Box::pin(self.detect_stack_drift(stack))
    }

    fn detection<'a>(&'a self, id: &'a str) -> Answer<'a, Detection> {
        Box::pin(self.describe_detection(id))
    }

    fn drifts<'a>(&'a self, stack: &'a str) -> Answer<'a, Vec<ResourceDrift>> {
        Box::pin(self.list_drifts(stack))
    }

    fn create_refactor<'a>(&'a self, request: &'a RefactorRequest) -> Answer<'a, String> {
        Box::pin(self.create_stack_refactor(request))
    }

    fn refactor<'a>(&'a self, id: &'a str) -> Answer<'a, Refactor> {
        Box::pin(self.describe_refactor(id))
    }

    fn execute_refactor<'a>(&'a self, id: &'a str) -> Answer<'a, ()> {
        Box::pin(self.execute_stack_refactor(id))
    }

    fn upload<'a>(&'a self, bucket: &'a str, key: &'a str, body: &'a str) -> Answer<'a, String> {
        Box::pin(self.put_template(bucket, key, body))
    }

    fn count_objects<'a>(&'a self, bucket: &'a str) -> Answer<'a, usize> {
        Box::pin(self.count(bucket))
    }

    fn keys<'a>(&'a self, bucket: &'a str) -> Answer<'a, BTreeSet<String>> {
        Box::pin(self.list_keys(bucket))
    }

    fn delete_keys<'a>(&'a self, bucket: &'a str, keys: &'a BTreeSet<String>) -> Answer<'a, ()> {
        Box::pin(self.delete_objects(bucket, keys))
    }

    fn empty_bucket<'a>(&'a self, bucket: &'a str) -> Answer<'a, ()> {
        Box::pin(self.empty(bucket))
    }
}
