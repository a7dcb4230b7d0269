//! Load balancers, clusters, tasks and services get the logical ids that the AWS CDK gives them.

use std::collections::BTreeMap;

use ecomind_constructs::{
    aws::ecs::ServiceConnect,
    cfn::ids::{certificatemanager::CertificateArn, wafv2::WebAclArn},
    prelude::*,
    testing,
};
use serde_json::Value as Json;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// What the CDK has: logical id to type, of one record of a file.
fn recorded(file: &str, name: &str) -> Outcome<BTreeMap<String, String>> {
    let file: Json = serde_json::from_str(file)?;
    let mut records = file["records"].as_array().into_iter().flatten();
    let record = records.find(|record| record["name"] == name);
    let resources = record.ok_or("no such record")?["resources"].as_array();
    let entry = |resource: &Json| {
        let text = |name| Some(resource[name].as_str()?.to_owned());
        text("logicalId").zip(text("type"))
    };
    let resources = resources.into_iter().flatten().map(entry);
    resources
        .collect::<Option<_>>()
        .ok_or_else(|| "a resource without id or type".into())
}

/// What only one side has, and how much both have.
fn difference<T>(
    file: &str,
    record: &str,
    build: impl FnOnce(&mut Scope<'_>) -> Result<T>,
) -> Outcome<(String, usize)> {
    let theirs = recorded(file, record)?;
    let template = testing::synth(build);
    let resources = template.document().resources();
    let ours: BTreeMap<String, String> = resources
        .map(|resource| (resource.logical_id.to_owned(), resource.type_name.to_owned()))
        .collect();
    let only = |side: &str, all: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let only = all.iter().filter(|(id, kind)| other.get(*id) != Some(kind));
        only.map(|(id, kind)| format!("{side} {kind} {id}"))
            .collect::<Vec<_>>()
    };
    let mut lines = only("CDK ", &theirs, &ours);
    let shared = theirs.len() - lines.len();
    lines.extend(only("ours", &ours, &theirs));
    Ok((lines.join("\n"), shared))
}

fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
    Vpc::from_ids("Network", "vpc-0a1b2c3d")
        .public_subnet("use1-az1", "subnet-0a1b2c31")
        .public_subnet("use1-az2", "subnet-0a1b2c32")
        .private_subnet("use1-az1", "subnet-0a1b2c33")
        .private_subnet("use1-az2", "subnet-0a1b2c34")
        .build(stack)
}

fn certificate(name: &str) -> Value<CertificateArn> {
    CertificateArn::literal(format!("arn:aws:acm:us-east-1:111122223333:certificate/{name}"))
}

/// The CDK has rules and an association wherever the reader puts them, and so have we; here they
/// are in the stack.
#[test]
fn a_load_balancer_has_the_same_ids() {
    let record = include_str!("cdk_parity/elbv2_load_balancer.json");
    let difference = difference(record, "HTTPS, redirect, rules, logs, firewall", |stack| {
        let vpc = vpc(stack)?;
        let logs = Bucket::builder("Logs")
            .receives_load_balancer_logs()
            .build(stack)?;
        let web_acl = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b";
        let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a"))
            .certificate(certificate("b"))
            .access_logs(&logs, "alb")
            .web_acl(WebAclArn::literal(web_acl))
            .build(stack)?;
        TargetGroup::builder("ApiGroup", &vpc, 8080).build(stack)?;
        TargetGroup::builder("DocsGroup", &vpc, 8080).build(stack)?;
        let group = TargetGroup::builder("RuleGroup", &vpc, 8080).build(stack)?;
        ListenerRule::builder("Rule", &balancer, 30, &group)
            .path("/rule")
            .build(stack)
    });
    let (difference, shared) = difference.unwrap();
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::ElasticLoadBalancingV2::ListenerRule BalancerHttpsApiRuleD993E5A9
    CDK  AWS::ElasticLoadBalancingV2::ListenerRule BalancerHttpsDocsRuleE4AACE14
    CDK  AWS::WAFv2::WebACL Firewall
    CDK  AWS::WAFv2::WebACLAssociation FirewallAssociation
    ours AWS::WAFv2::WebACLAssociation BalancerWebAclAssociation8A7CB5CF
    ");
    assert_eq!(shared, 11);
}

/// The CDK has permissions of the execution role in a policy beside it, ours are part of the role.
/// Its rules between security groups are in the groups, ours in the service, to wait for; it makes
/// listeners and target groups in the load balancer, and we have them where the service is.
#[test]
fn a_service_has_the_same_ids() {
    let record = include_str!("cdk_parity/ecs_service.json");
    let difference = difference(record, "cluster, task, service, load balancer", |stack| {
        let vpc = vpc(stack)?;
        let cluster = Cluster::builder("Cluster")
            .namespace("ecomind.internal")
            .build(stack)?;
        let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
        let task = FargateTaskDefinition::builder("Task")
            .size((512, Size::gibibytes(1)))
            .container(Container::new("api", image).http_port(8080))
            .build(stack)?;
        task.grant(
            PolicyStatement::allow()
                .actions(["sqs:SendMessage"])
                .resources(["arn:aws:sqs:us-east-1:111122223333:queue"]),
            stack,
        )?;
        let balancer =
            ApplicationLoadBalancer::builder("Balancer", &vpc, certificate("a")).build(stack)?;
        let group = TargetGroup::builder("ApiGroup", &vpc, 8080).build(stack)?;
        let rule = ListenerRule::builder("Rule", &balancer, 10, &group)
            .path("/*")
            .build(stack)?;
        FargateService::builder("Service", &cluster, &vpc, &task)
            .behind(&rule)
            .service_connect(ServiceConnect::server("api"))
            .scaling(
                Scaling::between(3, 12)
                    .cpu(60)
                    .memory(70)
                    .requests_per_target(500),
            )
            .build(stack)
    });
    let (difference, shared) = difference.unwrap();
    insta::assert_snapshot!(difference, @r"
    CDK  AWS::ElasticLoadBalancingV2::Listener BalancerHttp9ACE1518
    CDK  AWS::ElasticLoadBalancingV2::TargetGroup BalancerHttpApiGroup47FDC65D
    CDK  AWS::EC2::SecurityGroupEgress BalancerSecurityGrouptoServicesServiceSecurityGroupF7A22CD08080D1B88D11
    CDK  AWS::ECR::Repository Repository22E53BBD
    CDK  AWS::SecretsManager::Secret SecretA720EF05
    CDK  AWS::EC2::SecurityGroupIngress ServiceSecurityGroupfromServicesBalancerSecurityGroupD4D090728080A61F5D5C
    CDK  AWS::IAM::Policy TaskExecutionRoleDefaultPolicy72339918
    ours AWS::ElasticLoadBalancingV2::TargetGroup ApiGroupDBB4438D
    ours AWS::ElasticLoadBalancingV2::Listener BalancerHttpsAFC43DBF
    ours AWS::ElasticLoadBalancingV2::Listener BalancerRedirect80To443F618E114
    ours AWS::ElasticLoadBalancingV2::ListenerRule Rule4C995B7F
    ours AWS::EC2::SecurityGroupEgress ServiceConnectionsBalancerToServiceEgress7295C6D3
    ours AWS::EC2::SecurityGroupIngress ServiceConnectionsBalancerToServiceIngress6C2A953F
    ours AWS::EC2::SecurityGroupEgress ServiceConnectionsServiceToAnywhereOn443Egress5426FAFE
    ");
    assert_eq!(shared, 15);
}
