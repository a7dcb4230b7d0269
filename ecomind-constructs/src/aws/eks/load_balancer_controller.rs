//! What the AWS Load Balancer Controller may do, where Auto Mode does not do it.

use crate::{
    Result,
    aws::iam::{Grantee as _, PolicyStatement},
    tree::Scope,
    value::{self, IntoValue as _, Value},
};

use super::{Cluster, PodIdentity};

/// Where its chart runs it, and as whom.
const NAMESPACE: &str = "kube-system";
const SERVICE_ACCOUNT: &str = "aws-load-balancer-controller";

/// What the controller tells its own load balancers, target groups and security groups by.
const REQUESTED: &str = "aws:RequestTag/elbv2.k8s.aws/cluster";
const OWNED: &str = "aws:ResourceTag/elbv2.k8s.aws/cluster";

/// Why some statements name no resource.
const READS: &str = "reads of load balancers, networks and certificates take no resource";
const BY_TAG: &str = "the tag of the cluster says which are meant";
const LISTENERS: &str = "listeners and rules have no tags when they are made";
const SHARED: &str = "what others made is told by annotations, for the controller to attach";

/// What it reads.
const READ: [&str; 40] = [
    "acm:DescribeCertificate",
    "acm:ListCertificates",
    "cognito-idp:DescribeUserPoolClient",
    "ec2:DescribeAccountAttributes",
    "ec2:DescribeAddresses",
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeCoipPools",
    "ec2:DescribeInstances",
    "ec2:DescribeInternetGateways",
    "ec2:DescribeIpamPools",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeTags",
    "ec2:DescribeVpcPeeringConnections",
    "ec2:DescribeVpcs",
    "ec2:GetCoipPoolUsage",
    "ec2:GetSecurityGroupsForVpc",
    "elasticloadbalancing:DescribeCapacityReservation",
    "elasticloadbalancing:DescribeListenerAttributes",
    "elasticloadbalancing:DescribeListenerCertificates",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancerAttributes",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeRules",
    "elasticloadbalancing:DescribeSSLPolicies",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroupAttributes",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "elasticloadbalancing:DescribeTrustStores",
    "iam:GetServerCertificate",
    "iam:ListServerCertificates",
    "shield:DescribeProtection",
    "shield:GetSubscriptionState",
    "waf-regional:GetWebACL",
    "waf-regional:GetWebACLForResource",
    "wafv2:GetWebACL",
    "wafv2:GetWebACLForResource",
];

/// Gives the service account of the controller a role with what its project says it needs, where
/// it can be cut down to this cluster.
///
/// Installing the controller is for whoever installs charts: CloudFormation has no add-on of it.
///
/// Project: [permissions](https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/)
pub(super) fn allow(cluster: &Cluster, scope: &mut Scope<'_>) -> Result<()> {
    let identity =
        PodIdentity::builder("LoadBalancerController", cluster, NAMESPACE, SERVICE_ACCOUNT)
            .build(scope)?;
    for statement in statements(&cluster.name()) {
        identity.grant(statement, scope)?;
    }
    Ok(())
}

fn statements(cluster: &Value<String>) -> Vec<PolicyStatement> {
    let allow = |actions: &[&str]| PolicyStatement::allow().actions(actions.iter().copied());
    let balancers = || {
        ["targetgroup/*/*", "loadbalancer/net/*/*", "loadbalancer/app/*/*"]
            .map(|kind| arn("elasticloadbalancing", kind))
    };
    let groups = || [arn("ec2", "security-group/*")];
    vec![
        allow(&READ).all_resources(READS),
        allow(&["iam:CreateServiceLinkedRole"])
            .all_resources("the role does not exist yet")
            .condition("StringEquals", "iam:AWSServiceName", "elasticloadbalancing.amazonaws.com"),
        allow(&[
            "shield:CreateProtection",
            "shield:DeleteProtection",
            "waf-regional:AssociateWebACL",
            "waf-regional:DisassociateWebACL",
            "wafv2:AssociateWebACL",
            "wafv2:DisassociateWebACL",
        ])
        .all_resources(SHARED),
        allow(&["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"])
            .resources(groups()),
        allow(&["ec2:CreateSecurityGroup"])
            .resources(groups())
            .condition("StringEquals", REQUESTED, cluster.clone()),
        allow(&["ec2:CreateSecurityGroup"]).resources([arn("ec2", "vpc/*")]),
        allow(&["ec2:CreateTags"])
            .resources(groups())
            .condition("StringEquals", "ec2:CreateAction", "CreateSecurityGroup")
            .condition("StringEquals", REQUESTED, cluster.clone()),
        allow(&["ec2:CreateTags", "ec2:DeleteTags"])
            .resources(groups())
            .condition("Null", REQUESTED, "true")
            .condition("StringEquals", OWNED, cluster.clone()),
        allow(&["ec2:DeleteSecurityGroup"])
            .resources(groups())
            .condition("StringEquals", OWNED, cluster.clone()),
        allow(&[
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateTargetGroup",
        ])
        .all_resources(BY_TAG)
        .condition("StringEquals", REQUESTED, cluster.clone()),
        allow(&[
            "elasticloadbalancing:AddListenerCertificates",
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:RemoveListenerCertificates",
            "elasticloadbalancing:SetRulePriorities",
            "elasticloadbalancing:SetWebAcl",
        ])
        .all_resources(LISTENERS),
        allow(&["elasticloadbalancing:AddTags"])
            .resources(balancers())
            .condition("StringEquals", "elasticloadbalancing:CreateAction", created())
            .condition("StringEquals", REQUESTED, cluster.clone()),
        allow(&["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"])
            .resources(balancers())
            .condition("Null", REQUESTED, "true")
            .condition("StringEquals", OWNED, cluster.clone()),
        allow(&["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"]).resources(
            [
                "listener/net/*/*/*",
                "listener/app/*/*/*",
                "listener-rule/net/*/*/*",
                "listener-rule/app/*/*/*",
            ]
            .map(|kind| arn("elasticloadbalancing", kind)),
        ),
        allow(&[
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyCapacityReservation",
            "elasticloadbalancing:ModifyIpPools",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:SetIpAddressType",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
        ])
        .all_resources(BY_TAG)
        .condition("StringEquals", OWNED, cluster.clone()),
        // Target groups of CloudFormation are filled, too.
        allow(&["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"])
            .resources([arn("elasticloadbalancing", "targetgroup/*/*")]),
    ]
}

/// What it gives tags to when it makes them.
fn created() -> Vec<&'static str> {
    vec!["CreateTargetGroup", "CreateLoadBalancer"]
}

/// The ARN of resources of this account and region.
fn arn(service: &str, resource: &str) -> Value<String> {
    value::concat([
        "arn:".into_value(),
        value::partition(),
        format!(":{service}:").into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        format!(":{resource}").into_value(),
    ])
}
