//! What each resource is charged for, a file per service.

mod backup;
mod cloudfront;
mod cloudwatch;
mod ec2;
mod ecs;
mod eks;
mod elasticache;
mod elbv2;
mod lambda;
mod logs;
mod messages;
mod msk;
mod network;
mod rds;
mod route53;
mod storage;
mod vaults;
mod wafv2;

use super::{Bill, Subject};

/// Writes the bill of one resource.
pub(super) type Read = fn(&Subject<'_>, &mut Bill<'_>);

/// The reader of a type, unless it is free or nothing is known of it.
pub(super) fn of(type_name: &str) -> Option<Read> {
    Some(match type_name {
        "AWS::Backup::BackupVault" => backup::vault,
        "AWS::CloudFront::Distribution" => cloudfront::distribution,
        "AWS::CloudWatch::Alarm" => cloudwatch::alarm,
        "AWS::CloudWatch::Dashboard" => cloudwatch::dashboard,
        "AWS::EC2::EIP" => network::address,
        "AWS::EC2::Instance" => ec2::instance,
        "AWS::EC2::NatGateway" => network::nat_gateway,
        "AWS::EC2::VPCEndpoint" => network::endpoint,
        "AWS::EC2::Volume" => ec2::volume,
        "AWS::ECR::Repository" => storage::repository,
        "AWS::ECS::Cluster" => ecs::cluster,
        "AWS::ECS::Service" => ecs::service,
        "AWS::EKS::Cluster" => eks::cluster,
        "AWS::EKS::Nodegroup" => eks::node_group,
        "AWS::ElastiCache::ReplicationGroup" => elasticache::replication_group,
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => elbv2::load_balancer,
        "AWS::KMS::Key" | "AWS::KMS::ReplicaKey" => vaults::key,
        "AWS::Lambda::Function" => lambda::function,
        "AWS::Logs::LogGroup" => logs::log_group,
        "AWS::MSK::Cluster" => msk::cluster,
        "AWS::RDS::DBInstance" => rds::instance,
        "AWS::Route53::HealthCheck" => route53::health_check,
        "AWS::Route53::HostedZone" => route53::hosted_zone,
        "AWS::S3::Bucket" => storage::bucket,
        "AWS::SNS::Topic" => messages::topic,
        "AWS::SQS::Queue" => messages::queue,
        "AWS::SecretsManager::Secret" => vaults::secret,
        "AWS::WAFv2::WebACL" => wafv2::web_acl,
        _ => return None,
    })
}

#[cfg(test)]
mod testing {
    use ecomind_constructs::template::{StackTemplate, Stacks, Template};
    use serde_json::{Value, json};

    use crate::{
        assumptions::Assumptions,
        cost::{PriceTable, ResourceCost, estimate},
    };

    /// The lines of the bill of a resource in us-east-1.
    pub(super) fn bill(type_name: &str, properties: &Value) -> String {
        bill_in(json!({"It": {"Type": type_name, "Properties": properties}}))
    }

    /// The lines of the bill of the resource `It`, among others.
    #[expect(clippy::needless_pass_by_value, reason = "a literal is passed")]
    pub(super) fn bill_in(resources: Value) -> String {
        let text = json!({"Resources": resources}).to_string();
        let stack = StackTemplate::new("Test", Template::from_json(&text).unwrap());
        let stacks = Stacks::new([stack.region("us-east-1")]);
        let estimate = estimate(&stacks, &Assumptions::new(), &PriceTable::embedded());
        let it = estimate.stacks[0]
            .resources
            .iter()
            .find(|it| it.logical_id == "It")
            .unwrap();
        lines(it).join("\n")
    }

    fn lines(it: &ResourceCost) -> Vec<String> {
        let charges = it.charges.iter().map(|charge| {
            let month = charge.month();
            let is_assumed = if charge.assumed.is_some() { ", assumed" } else { "" };
            let (quantity, unit) = (charge.quantity.normalize(), charge.price.unit);
            format!("{month} {}: {quantity} {unit}{is_assumed}", charge.what)
        });
        let unpriced = it.unpriced.iter().map(|what| format!("not priced: {what}"));
        charges.chain(unpriced).collect()
    }
}
