//! What roles may do with topics.

use crate::{
    aws::iam::PolicyStatement,
    value::{self, IntoValue, Value},
};

use super::Cluster;

impl Cluster {
    /// What a role needs to write to a topic: to connect, to see the topic, and to write to it, to
    /// no other. For clients that authenticate with IAM.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new().region("us-east-1");
    /// # let stack = &mut app.stack("Test")?;
    /// # let vpc = Vpc::builder("Vpc").build(stack)?;
    /// # let events = msk::Cluster::builder("Events", &vpc).build(stack)?;
    /// let mut role = Role::builder("Gateway", Principal::service("ecs-tasks.amazonaws.com"));
    /// for statement in events.statements_to_produce("usage") {
    ///     role = role.statement(statement);
    /// }
    /// # role.build(stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// AWS: [IAM access control](https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html)
    pub fn statements_to_produce(&self, topic: &str) -> Vec<PolicyStatement> {
        produce(self, self.arn_of("Topics", topic))
    }

    /// What a role needs to read from a topic as a member of a consumer group: to connect, to see
    /// and read the topic, and to be in the group, of no others. For clients that authenticate with
    /// IAM.
    pub fn statements_to_consume(&self, topic: &str, group: &str) -> Vec<PolicyStatement> {
        consume(self, self.arn_of("Topics", topic), group)
    }

    /// `arn:…:topic/Name/uuid/orders`, of the cluster `arn:…:cluster/Name/uuid`.
    ///
    /// The custom resource makes the beginning: a template can't take a text of another stack apart.
    fn arn_of(&self, kind: &'static str, name: &str) -> Value<String> {
        let begin = self.bootstrap_brokers.attribute(kind);
        value::concat([begin, "/".into_value(), name.into_value()])
    }
}

/// The same for a topic by ARN.
pub(super) fn produce(cluster: &Cluster, topic: impl IntoValue<String>) -> Vec<PolicyStatement> {
    vec![
        PolicyStatement::allow()
            // Producers have been idempotent by default since Kafka 3.
            .actions(["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"])
            .resources([cluster.arn()]),
        PolicyStatement::allow()
            .actions(["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"])
            .resources([topic.into_value()]),
    ]
}

/// The same for a topic by ARN.
pub(super) fn consume(
    cluster: &Cluster,
    topic: impl IntoValue<String>,
    group: &str,
) -> Vec<PolicyStatement> {
    vec![
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
    fn statements_name_what_they_are_about() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
                .isolated_subnet("use1-az1", "subnet-0a1b2c3d")
                .isolated_subnet("use1-az2", "subnet-0a1b2c3e")
                .build(stack)?;
            let events = msk::Cluster::builder("Events", &vpc).build(stack)?;
            let mut role = Role::builder("Worker", Principal::service("ecs-tasks.amazonaws.com"));
            for statement in events
                .statements_to_produce("results")
                .into_iter()
                .chain(events.statements_to_consume("usage", "workers"))
            {
                role = role.statement(statement);
            }
            role.build(stack)
        });
        let role = template
            .document()
            .resources()
            .find(|resource| resource.logical_id.starts_with("Worker"))
            .expect("the role");
        insta::assert_snapshot!(format!("{:#}", role.entry["Properties"]["Policies"]));
    }
}
