//! What queues of both kinds are made of.

use crate::{
    Result,
    aws::{
        iam::{PolicyDocument, PolicyProperty, PolicyStatement, Principal},
        kms::Key,
    },
    cfn::sqs as cfn,
    name::NodeId,
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::Duration,
};

/// The longest policy of a queue, in characters.
const LIMIT: usize = 8_192;

/// A queue and its policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct QueueParts {
    pub(super) node: NodeId,
    pub(super) resource: Ref<cfn::Queue>,
    pub(super) policy: Ref<cfn::QueuePolicy>,
    pub(super) encryption_key: Option<Key>,
    pub(super) retention: Duration,
    pub(super) is_fifo: bool,
}

impl QueueParts {
    /// Adds `queue` to `scope`, its own, with what all queues have.
    pub(super) fn add(
        queue: cfn::Queue,
        encryption_key: Option<Key>,
        retention: Duration,
        is_fifo: bool,
        scope: &mut Scope<'_>,
    ) -> Result<Self> {
        let queue = queue.message_retention_period(seconds(retention));
        let queue = match encryption_key {
            None => queue.sqs_managed_sse_enabled(true),
            Some(key) => queue.kms_master_key_id(key.resource()),
        };
        // False is not a value that SQS takes.
        let queue = if is_fifo { queue.fifo_queue(true) } else { queue };
        let resource = queue.add("Resource", scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::Delete)
            .update_replace_policy(UpdateReplacePolicy::Delete);
        let tls_only = PolicyStatement::deny()
            .sid("TlsOnly")
            .principal(Principal::anyone())
            .actions(["sqs:*"])
            .resources([resource.arn()])
            .condition("Bool", "aws:SecureTransport", "false");
        let node = scope.node();
        let policy = cfn::QueuePolicy::new(PolicyDocument::new([tls_only]), [resource.reference()])
            .add("Resource", &mut scope.child("Policy")?)?;
        Ok(Self { node, resource, policy, encryption_key, retention, is_fifo })
    }

    /// Adds a statement about the queue to its policy.
    #[track_caller]
    pub(super) fn allow(self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        let policy = PolicyProperty {
            resource: self.policy,
            owner: self.node,
            name: "PolicyDocument",
            limit: LIMIT,
            beside: 0,
        };
        policy.allow(&statement.resources([self.resource.arn()]), scope)
    }
}

/// The error of a time that SQS does not take.
pub(super) fn check(
    setter: &'static str,
    given: Duration,
    [least, most]: [Duration; 2],
    scope: &Scope<'_>,
) -> Result<()> {
    if (least..=most).contains(&given) {
        return Ok(());
    }
    Err(scope.invalid(setter, format!("must be {least} to {most}, got {given}")))
}

/// What SQS counts all times in.
pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).expect("times are checked against limits of days")
}
