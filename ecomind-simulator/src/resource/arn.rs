//! ARNs that look like AWS's.

use crate::{digest, place::Place};

/// The part of an ARN behind the account, by type; `{n}` is the name, `{h}` 16 digits, `{u}` a UUID.
const PATTERNS: &[(&str, &str, &str)] = &[
    (
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "autoscaling",
        "scalingPolicy:{u}:policyName/{n}",
    ),
    ("AWS::Backup::BackupPlan", "backup", "backup-plan:{u}"),
    ("AWS::Backup::BackupVault", "backup", "backup-vault:{n}"),
    ("AWS::CertificateManager::Certificate", "acm", "certificate/{u}"),
    ("AWS::CloudFront::Distribution", "cloudfront", "distribution/{n}"),
    ("AWS::CloudTrail::Trail", "cloudtrail", "trail/{n}"),
    ("AWS::CloudWatch::Alarm", "cloudwatch", "alarm:{n}"),
    ("AWS::CloudWatch::CompositeAlarm", "cloudwatch", "alarm:{n}"),
    ("AWS::DynamoDB::Table", "dynamodb", "table/{n}"),
    ("AWS::ECR::Repository", "ecr", "repository/{n}"),
    ("AWS::ECS::Cluster", "ecs", "cluster/{n}"),
    ("AWS::ECS::Service", "ecs", "service/{n}"),
    ("AWS::ECS::TaskDefinition", "ecs", "task-definition/{n}"),
    ("AWS::EKS::Cluster", "eks", "cluster/{n}"),
    ("AWS::ElastiCache::ReplicationGroup", "elasticache", "replicationgroup:{n}"),
    ("AWS::ElastiCache::ServerlessCache", "elasticache", "serverlesscache:{n}"),
    ("AWS::ElastiCache::User", "elasticache", "user:{n}"),
    ("AWS::ElastiCache::UserGroup", "elasticache", "usergroup:{n}"),
    ("AWS::ElasticLoadBalancingV2::Listener", "elasticloadbalancing", "listener/app/{n}/{h}/{h}"),
    (
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "elasticloadbalancing",
        "listener-rule/app/{n}/{h}/{h}/{h}",
    ),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "elasticloadbalancing",
        "loadbalancer/app/{n}/{h}",
    ),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "elasticloadbalancing", "targetgroup/{n}/{h}"),
    ("AWS::Events::Rule", "events", "rule/{n}"),
    ("AWS::IAM::InstanceProfile", "iam", "instance-profile/{n}"),
    ("AWS::IAM::ManagedPolicy", "iam", "policy/{n}"),
    ("AWS::IAM::OIDCProvider", "iam", "oidc-provider/{n}"),
    ("AWS::IAM::Role", "iam", "role/{n}"),
    ("AWS::IAM::User", "iam", "user/{n}"),
    ("AWS::KMS::Key", "kms", "key/{u}"),
    ("AWS::Lambda::Function", "lambda", "function:{n}"),
    ("AWS::Logs::LogGroup", "logs", "log-group:{n}:*"),
    ("AWS::MSK::Cluster", "kafka", "cluster/{n}/{u}-1"),
    ("AWS::MSK::Configuration", "kafka", "configuration/{n}/{u}-1"),
    ("AWS::RDS::DBCluster", "rds", "cluster:{n}"),
    ("AWS::RDS::DBInstance", "rds", "db:{n}"),
    ("AWS::RDS::DBParameterGroup", "rds", "pg:{n}"),
    ("AWS::RDS::DBSubnetGroup", "rds", "subgrp:{n}"),
    ("AWS::S3::Bucket", "s3", "{n}"),
    ("AWS::SNS::Topic", "sns", "{n}"),
    ("AWS::SNS::Subscription", "sns", "{n}:{u}"),
    ("AWS::SQS::Queue", "sqs", "{n}"),
    ("AWS::SSM::Parameter", "ssm", "parameter/{n}"),
    ("AWS::SecretsManager::Secret", "secretsmanager", "secret:{n}-{s}"),
    ("AWS::ServiceDiscovery::PrivateDnsNamespace", "servicediscovery", "namespace/ns-{h}"),
    ("AWS::StepFunctions::StateMachine", "states", "stateMachine:{n}"),
    ("AWS::WAFv2::WebACL", "wafv2", "regional/webacl/{n}/{u}"),
];

/// Services whose resources belong to an account, not to a region.
const GLOBAL: [&str; 4] = ["iam", "cloudfront", "route53", "budgets"];

/// The ARN of a resource with this type and name. `seed` makes it differ from others.
pub(super) fn arn(place: &Place, type_name: &str, name: &str, seed: &str) -> String {
    let known = PATTERNS.iter().find(|(found, ..)| *found == type_name);
    let mut words = type_name.split("::").skip(1);
    let service_word = words.next().unwrap_or_default().to_lowercase();
    let kind = words.next().unwrap_or_default().to_lowercase();
    let generic = format!("{kind}/{{n}}");
    let (service, pattern) =
        known.map_or((service_word.as_str(), generic.as_str()), |(_, service, it)| (service, it));
    let resource = fill(pattern, name, seed);
    let partition = place.partition();
    if service == "s3" {
        return format!("arn:{partition}:s3:::{resource}");
    }
    let region = if GLOBAL.contains(&service) { "" } else { &place.region };
    format!("arn:{partition}:{service}:{region}:{}:{resource}", place.account)
}

fn fill(pattern: &str, name: &str, seed: &str) -> String {
    let mut text = pattern.replace("{n}", name.trim_start_matches('/'));
    let mut count = 0;
    while let Some(at) = text.find("{h}") {
        count += 1;
        text.replace_range(at..at + 3, &digest::hex(&["arn", seed, &count.to_string()], 16));
    }
    text.replace("{u}", &digest::uuid(&[seed]))
        .replace("{s}", &digest::suffix(&["secret", seed], 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_look_like_those_of_aws() {
        let place = Place { account: "111122223333".to_owned(), region: "eu-west-1".to_owned() };
        let arns = [
            ("AWS::IAM::Role", "api"),
            ("AWS::S3::Bucket", "data"),
            ("AWS::KMS::Key", ""),
            ("AWS::ElasticLoadBalancingV2::Listener", "web"),
            ("AWS::Athena::WorkGroup", "reports"),
        ];
        let arns = arns.map(|(type_name, name)| arn(&place, type_name, name, "seed"));
        insta::assert_snapshot!(arns.join("\n"), @"
        arn:aws:iam::111122223333:role/api
        arn:aws:s3:::data
        arn:aws:kms:eu-west-1:111122223333:key/006d9a33-57c7-48d1-8cee-0ab31ed6c4fc
        arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/bdd29b0d75af60e9/c8df05667f83865b
        arn:aws:athena:eu-west-1:111122223333:workgroup/reports
        ");
    }
}
