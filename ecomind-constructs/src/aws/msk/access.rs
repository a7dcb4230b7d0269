//! What roles may do with topics.

use crate::{
    Result,
    aws::iam::{Grantee, PolicyStatement},
    tree::Scope,
    value::{self, IntoValue, Value},
};

use super::{Cluster, Topic};

impl Cluster {
    /// Lets `grantee` write to a topic: connect, see the topic, and write to it, to no other. For
    /// clients that authenticate with IAM.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new().region("us-east-1");
    /// # let stack = &mut app.stack("Test")?;
    /// # let vpc = Vpc::builder("Vpc").build(stack)?;
    /// # let events = msk::Cluster::builder("Events", &vpc).build(stack)?;
    /// let role = Role::builder("Gateway", Principal::service("ecs-tasks.amazonaws.com"))
    ///     .build(stack)?;
    /// events.grant_produce("usage", &role, stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// AWS: [IAM access control](https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html)
    #[track_caller]
    pub fn grant_produce(
        &self,
        topic: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        give(produce(self, self.arn_of("Topics", topic)), grantee, scope)
    }

    /// Lets `grantee` read from a topic as a member of a consumer group: connect, see and read the
    /// topic, and be in the group, of no others. For clients that authenticate with IAM.
    #[track_caller]
    pub fn grant_consume(
        &self,
        topic: &str,
        group: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        give(consume(self, self.arn_of("Topics", topic), group), grantee, scope)
    }

    /// `arn:…:topic/Name/uuid/orders`, of the cluster `arn:…:cluster/Name/uuid`.
    ///
    /// The custom resource makes the beginning: a template can't take a text of another stack apart.
    fn arn_of(&self, kind: &'static str, name: &str) -> Value<String> {
        let begin = self.bootstrap_brokers.attribute(kind);
        value::concat([begin, "/".into_value(), name.into_value()])
    }
}

impl Topic {
    /// Lets `grantee` write to it; see [`Cluster::grant_produce`].
    #[track_caller]
    pub fn grant_produce(&self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        give(produce(self.cluster(), self.arn()), grantee, scope)
    }

    /// Lets `grantee` read from it as a member of a consumer group; see
    /// [`Cluster::grant_consume`].
    #[track_caller]
    pub fn grant_consume(
        &self,
        group: &str,
        grantee: &dyn Grantee,
        scope: &mut Scope<'_>,
    ) -> Result<()> {
        give(consume(self.cluster(), self.arn(), group), grantee, scope)
    }
}

#[track_caller]
fn give(
    statements: impl IntoIterator<Item = PolicyStatement>,
    grantee: &dyn Grantee,
    scope: &mut Scope<'_>,
) -> Result<()> {
    for statement in statements {
        grantee.grant(statement, scope)?;
    }
    Ok(())
}

fn produce(cluster: &Cluster, topic: impl IntoValue<String>) -> [PolicyStatement; 2] {
    [
        PolicyStatement::allow()
            // Producers have been idempotent by default since Kafka 3.
            .actions(["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"])
            .resources([cluster.arn()]),
        PolicyStatement::allow()
            .actions(["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"])
            .resources([topic.into_value()]),
    ]
}

fn consume(cluster: &Cluster, topic: impl IntoValue<String>, group: &str) -> [PolicyStatement; 3] {
    [
        PolicyStatement::allow()
            .actions(["kafka-cluster:Connect"])
            .resources([cluster.arn()]),
        PolicyStatement::allow()
            .actions(["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"])
            .resources([topic.into_value()]),
        PolicyStatement::allow()
            .actions(["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"])
            .resources([cluster.arn_of("Groups", group)]),
    ]
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn grants_name_what_they_are_about() {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Streaming").unwrap();
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .isolated_subnet("use1-az1", "subnet-0a1b2c3d")
            .isolated_subnet("use1-az2", "subnet-0a1b2c3e")
            .build(stack)
            .unwrap();
        let events = msk::Cluster::builder("Events", &vpc).build(stack).unwrap();
        let state = msk::Topic::builder("State", "state", &events)
            .build(stack)
            .unwrap();
        let stack = &mut app.stack("Test").unwrap();
        let role = Role::builder("Worker", Principal::service("ecs-tasks.amazonaws.com"));
        let role = role.build(stack).unwrap();
        events.grant_produce("results", &role, stack).unwrap();
        events
            .grant_consume("usage", "workers", &role, stack)
            .unwrap();
        state.grant_produce(&role, stack).unwrap();
        state.grant_consume("workers", &role, stack).unwrap();
        insta::assert_snapshot!(testing::template_of(&app, "Test").yaml());
    }
}
