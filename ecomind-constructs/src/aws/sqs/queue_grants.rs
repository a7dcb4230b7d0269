//! What may be done with the messages of a queue, and by whom.

use crate::{
    Result,
    aws::iam::{Grantee, PolicyStatement},
    tree::Scope,
};

use super::Queue;

const LOOK_UP: [&str; 2] = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"];
const SEND: [&str; 1] = ["sqs:SendMessage"];
const CONSUME: [&str; 3] =
    ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"];

impl Queue {
    /// Lets `grantee` send messages, and use the queue's own key for it.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// # let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
    /// let jobs = Queue::builder("Jobs").build(stack)?;
    /// jobs.grant_send(&role, stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn grant_send(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.itself().actions(LOOK_UP).actions(SEND), scope)?;
        match self.encryption_key() {
            Some(key) => key.grant_data_keys(grantee, scope),
            None => Ok(()),
        }
    }

    /// Lets `grantee` read messages and delete them, and use the queue's own key for it.
    #[track_caller]
    pub fn grant_consume(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.itself().actions(LOOK_UP).actions(CONSUME), scope)?;
        match self.encryption_key() {
            Some(key) => key.grant_decrypt(grantee, scope),
            None => Ok(()),
        }
    }

    /// Lets a service or another account do something with the queue, in the queue's own policy.
    ///
    /// Its own key, if it has one, needs a [statement](crate::aws::kms::Key::allow) too.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// let jobs = Queue::builder("Jobs").build(stack)?;
    /// jobs.allow(
    ///     PolicyStatement::allow()
    ///         .principal(Principal::service("events.amazonaws.com"))
    ///         .actions(["sqs:SendMessage"])
    ///         .condition("StringEquals", "aws:SourceAccount", value::account_id()),
    ///     stack,
    /// )?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn allow(self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        self.parts.allow(statement, scope)
    }

    fn itself(self) -> PolicyStatement {
        PolicyStatement::allow().resources([self.arn()])
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn grants_of_queues() {
        let template = testing::synth(|stack| {
            let service = || Principal::service("ecs-tasks.amazonaws.com");
            let sender = Role::builder("Sender", service()).build(stack)?;
            let worker = Role::builder("Worker", service()).build(stack)?;
            let key = Key::builder("Key").build(stack)?;
            let jobs = Queue::builder("Jobs").encryption_key(&key).build(stack)?;
            jobs.grant_send(&sender, stack)?;
            jobs.grant_consume(&worker, stack)?;
            let failed = jobs.dead_letter_queue().expect("it has one by default");
            failed.grant_consume(&worker, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_everybody_without_a_condition() {
        let error = testing::reject(|stack| {
            let jobs = Queue::builder("Jobs").build(stack)?;
            let statement = PolicyStatement::allow()
                .principal(Principal::anyone())
                .actions(["sqs:SendMessage"]);
            jobs.allow(statement, stack)
        });
        insta::assert_snapshot!(error, @"`allow` of `Test/Jobs` must not allow everybody without a condition");
    }
}
