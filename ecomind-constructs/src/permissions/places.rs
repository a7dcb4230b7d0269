//! Where stacks are, for ARNs.

use std::collections::BTreeSet;

use crate::template::{StackTemplate, Stacks};

/// The partition, the accounts and the regions of some stacks.
pub(super) struct Places<'a>(&'a Stacks);

impl<'a> Places<'a> {
    pub(super) fn of(stacks: &'a Stacks) -> Self {
        Self(stacks)
    }

    /// An ARN in each place that has a stack. An account or region that is not known is any.
    pub(super) fn arns(
        &self,
        service: &str,
        is_regional: bool,
        resource: impl Fn(&StackTemplate) -> String,
    ) -> Vec<String> {
        self.arns_where(|_| true, service, is_regional, resource)
    }

    /// The same for those stacks that are meant.
    pub(super) fn arns_where(
        &self,
        is_meant: impl Fn(&StackTemplate) -> bool,
        service: &str,
        is_regional: bool,
        resource: impl Fn(&StackTemplate) -> String,
    ) -> Vec<String> {
        let arn = |stack: &StackTemplate| {
            let region = stack.region.as_deref().unwrap_or("*");
            let account = stack.account.as_deref().unwrap_or("*");
            let partition = partition(region);
            let region = if is_regional { region } else { "" };
            format!("arn:{partition}:{service}:{region}:{account}:{}", resource(stack))
        };
        self.0
            .all()
            .iter()
            .filter(|stack| is_meant(stack))
            .map(arn)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

/// The part of AWS that a region is in.
pub(super) fn partition(region: &str) -> &'static str {
    match region {
        _ if region.starts_with("cn-") => "aws-cn",
        _ if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}
