//! Who may publish to a topic.

use crate::{
    Error, Result, SourceLocation,
    aws::iam::{Grantee, PolicyProperty, PolicyStatement},
    tree::Scope,
};

use super::{Publisher, Topic};

/// The longest policy of a topic, in characters.
const LIMIT: usize = 30_720;

impl Topic {
    /// Lets `grantee` publish, and use the topic's own key for it.
    #[track_caller]
    pub fn grant_publish(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        let publish = PolicyStatement::allow()
            .actions(["sns:Publish"])
            .resources([self.arn()]);
        grantee.grant(publish, scope)?;
        match self.encryption_key() {
            Some(key) => key.grant_data_keys(grantee, scope),
            None => Ok(()),
        }
    }

    /// Lets a service of AWS publish for the stack's own account, and use the topic's own key for
    /// it, which the topic must have.
    ///
    /// EventBridge alone does not say for which account it publishes, so that it is allowed to
    /// publish for any.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new();
    /// # let stack = &mut app.stack("Test")?;
    /// let key = Key::builder("Key").build(stack)?;
    /// let alerts = Topic::builder("Alerts").encryption_key(&key).build(stack)?;
    /// alerts.allow_publish_from(Publisher::Budgets, stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    #[track_caller]
    pub fn allow_publish_from(self, publisher: Publisher, scope: &mut Scope<'_>) -> Result<()> {
        let location = SourceLocation::caller();
        let Some(key) = self.encryption_key() else {
            return Err(Error::InvalidProperty {
                path: scope.path_of(self.node())?,
                property: "allow_publish_from".to_owned(),
                reason: format!(
                    "must be called on a topic with an `encryption_key`: {} can't use that of SNS",
                    publisher.service()
                ),
                location,
            });
        };
        key.allow(publisher.may(["kms:Decrypt", "kms:GenerateDataKey"]), scope)?;
        self.allow(publisher.may(["sns:Publish"]), scope)
    }

    /// Lets a service or another account do something with the topic, in the topic's own policy.
    ///
    /// Its own key, if it has one, needs a [statement](crate::aws::kms::Key::allow) too.
    #[track_caller]
    pub fn allow(self, statement: PolicyStatement, scope: &mut Scope<'_>) -> Result<()> {
        let policy = PolicyProperty {
            resource: self.policy(),
            owner: self.node(),
            name: "PolicyDocument",
            limit: LIMIT,
            beside: 0,
        };
        policy.allow(&statement.resources([self.arn()]), scope)
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn grants_of_topics() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let alerts = Topic::builder("Alerts").encryption_key(&key).build(stack)?;
            let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            alerts.grant_publish(&role, stack)?;
            // Twice is once.
            alerts.allow_publish_from(Publisher::CloudWatchAlarms, stack)?;
            alerts.allow_publish_from(Publisher::CloudWatchAlarms, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_services_that_cannot_use_the_key_of_sns() {
        let error = testing::reject(|stack| {
            Topic::builder("Alerts")
                .build(stack)?
                .allow_publish_from(Publisher::CloudWatchAlarms, stack)
        });
        insta::assert_snapshot!(error, @"`allow_publish_from` of `Test/Alerts` must be called on a topic with an `encryption_key`: cloudwatch.amazonaws.com can't use that of SNS");
    }
}
