//! What we ask of CloudFormation, and of the bucket that holds large templates.

use std::{collections::BTreeSet, future::Future, pin::Pin};

use super::{
    ChangeSet, ChangeSetRequest, DeleteRequest, Detection, Execution, Export, Finding, Refactor,
    RefactorRequest, ResourceDrift, Result, RollbackRequest, Stack, StackEvent, StackResource,
};

/// A call under way.
pub(crate) type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// CloudFormation in one account and region.
///
/// A stack goes by its name or its id; only the id finds a stack that is deleted. Lists are whole:
/// every page is read.
pub(crate) trait CloudFormation {
    /// The region of all of its stacks.
    fn region(&self) -> &str;

    /// A stack; none when there is none.
    fn stack<'a>(&'a self, name: &'a str) -> Answer<'a, Option<Stack>>;

    /// The names of all stacks that are there, whoever made them.
    fn stack_names(&self) -> Answer<'_, Vec<String>>;

    /// The template of a stack as it was sent.
    fn template<'a>(&'a self, name: &'a str) -> Answer<'a, String>;

    /// The resources of a stack.
    fn resources<'a>(&'a self, name: &'a str) -> Answer<'a, Vec<StackResource>>;

    /// The policy of a stack, if it has one.
    fn stack_policy<'a>(&'a self, name: &'a str) -> Answer<'a, Option<String>>;

    /// Gives a stack a policy.
    fn set_stack_policy<'a>(&'a self, name: &'a str, policy: &'a str) -> Answer<'a, ()>;

    /// Says whether a stack may be deleted.
    fn set_termination_protection<'a>(&'a self, name: &'a str, protect: bool) -> Answer<'a, ()>;

    /// Starts to make a change set, and gives its id. One of the same name that is already there is
    /// an error of the kind [`AlreadyExists`](super::ErrorKind::AlreadyExists).
    fn create_change_set<'a>(&'a self, request: &'a ChangeSetRequest) -> Answer<'a, String>;

    /// A change set with all of its changes, by its id, or by its name in a stack. None when there
    /// is none.
    fn change_set<'a>(&'a self, name: &'a str, stack: &'a str) -> Answer<'a, Option<ChangeSet>>;

    /// The same, with the values that properties have and get, as far as CloudFormation tells them.
    fn change_set_with_values<'a>(
        &'a self,
        name: &'a str,
        stack: &'a str,
    ) -> Answer<'a, Option<ChangeSet>>;

    /// Executes a change set. It is not executed twice, however often one asks.
    fn execute_change_set<'a>(&'a self, execution: &'a Execution) -> Answer<'a, ()>;

    /// Deletes a change set, if it is there.
    fn delete_change_set<'a>(&'a self, name: &'a str, stack: &'a str) -> Answer<'a, ()>;

    /// The ids of the change sets of a stack that nobody has executed.
    fn change_sets<'a>(&'a self, stack: &'a str) -> Answer<'a, Vec<String>>;

    /// The events of a stack, latest first, as long as `is_wanted` wants more.
    fn events<'a>(
        &'a self,
        stack: &'a str,
        is_wanted: &'a dyn Fn(&StackEvent) -> bool,
    ) -> Answer<'a, Vec<StackEvent>>;

    /// What checks found in a change set before it was executed.
    fn findings<'a>(&'a self, change_set: &'a str, stack: &'a str) -> Answer<'a, Vec<Finding>>;

    /// Everything that stacks of the account and region export.
    fn exports(&self) -> Answer<'_, Vec<Export>>;

    /// Starts to delete a stack.
    fn delete_stack<'a>(&'a self, request: &'a DeleteRequest) -> Answer<'a, ()>;

    /// Stops an update and rolls it back.
    fn cancel_update<'a>(&'a self, stack: &'a str, token: &'a str) -> Answer<'a, ()>;

    /// Starts to roll a stack back that failed with its rollback switched off.
    fn roll_back<'a>(&'a self, request: &'a RollbackRequest) -> Answer<'a, ()>;

    /// Goes on with the way back of an update that failed.
    fn continue_rollback<'a>(&'a self, request: &'a RollbackRequest) -> Answer<'a, ()>;

    /// The names of the stacks that import an export.
    fn importers<'a>(&'a self, export: &'a str) -> Answer<'a, Vec<String>>;

    /// Starts to look for drift, and gives the id of the search.
    fn detect_drift<'a>(&'a self, stack: &'a str) -> Answer<'a, String>;

    /// How far a search for drift is.
    fn detection<'a>(&'a self, id: &'a str) -> Answer<'a, Detection>;

    /// What the last search for drift found, resource by resource.
    fn drifts<'a>(&'a self, stack: &'a str) -> Answer<'a, Vec<ResourceDrift>>;

    /// Starts to make a refactor, and gives its id.
    fn create_refactor<'a>(&'a self, request: &'a RefactorRequest) -> Answer<'a, String>;

    /// How far a refactor is.
    fn refactor<'a>(&'a self, id: &'a str) -> Answer<'a, Refactor>;

    /// Starts to execute a refactor.
    fn execute_refactor<'a>(&'a self, id: &'a str) -> Answer<'a, ()>;

    /// Puts a template into a bucket, and gives the address under which CloudFormation reads it. A
    /// bucket that is not there is made: private, encrypted, and emptied of what is older than a
    /// week.
    fn upload<'a>(&'a self, bucket: &'a str, key: &'a str, body: &'a str) -> Answer<'a, String>;

    /// How many objects a bucket holds, versions and marks of deletion included.
    fn count_objects<'a>(&'a self, bucket: &'a str) -> Answer<'a, usize>;

    /// The names of the objects in a bucket, deleted ones that have versions included; none when
    /// there is no such bucket.
    fn keys<'a>(&'a self, bucket: &'a str) -> Answer<'a, BTreeSet<String>>;

    /// Deletes these objects with all of their versions and marks of deletion.
    fn delete_keys<'a>(&'a self, bucket: &'a str, keys: &'a BTreeSet<String>) -> Answer<'a, ()>;

    /// Deletes everything in a bucket, versions and marks of deletion included.
    fn empty_bucket<'a>(&'a self, bucket: &'a str) -> Answer<'a, ()>;
}
