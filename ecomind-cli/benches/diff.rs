//! How long a diff takes; `docs/benchmarks.md` has results.
//!
//! `cargo bench -p ecomind-cli --no-default-features --bench diff`

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ecomind_cli::{assembly::StackSnapshot, diff};
use ecomind_constructs::template::Template;
use serde_json::{Map, Value, json};

/// As many resources as CloudFormation takes in one stack.
const RESOURCES: usize = 500;

/// Keys, roles, groups, queues and log groups, a hundred of each; a tenth of them differs.
fn template(change: &str) -> String {
    let mut resources = Map::new();
    for number in 0..RESOURCES / 5 {
        let change = if number % 10 == 0 { change } else { "same" };
        let key = json!({"Ref": format!("Key{number}")});
        let mut add = |name: &str, type_name: &str, properties: Value| {
            let resource = json!({"Type": type_name, "Properties": properties});
            resources.insert(format!("{name}{number}"), resource);
        };
        add("Key", "AWS::KMS::Key", json!({"Description": change, "EnableKeyRotation": true}));
        add(
            "Queue",
            "AWS::SQS::Queue",
            json!({"QueueName": {"Fn::Sub": format!("{change}-{number}-${{AWS::Region}}")}, "KmsMasterKeyId": key}),
        );
        let arn = json!({"Fn::GetAtt": [format!("Queue{number}"), "Arn"]});
        add(
            "Role",
            "AWS::IAM::Role",
            json!({
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]},
                "Policies": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": ["sqs:SendMessage", format!("sqs:{change}")], "Resource": arn},
                    {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": {"Fn::GetAtt": [format!("Key{number}"), "Arn"]}}]}}],
                "Tags": [{"Key": "a", "Value": change}, {"Key": "b", "Value": "b"}],
            }),
        );
        add(
            "Group",
            "AWS::EC2::SecurityGroup",
            json!({
                "GroupDescription": change, "VpcId": "vpc-1",
                "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}],
            }),
        );
        add("Logs", "AWS::Logs::LogGroup", json!({"RetentionInDays": 30, "KmsKeyId": key}));
    }
    json!({"Resources": resources}).to_string()
}

fn stacks(count: usize, text: &str) -> Vec<StackSnapshot> {
    let template = Template::from_json(text).expect("it is a template");
    let stack = |number| StackSnapshot::of_template(format!("Stack{number}"), template.clone());
    (0..count).map(stack).collect()
}

fn scale(criterion: &mut Criterion) {
    let (before, after) = (template("before"), template("after"));
    let mut group = criterion.benchmark_group("stacks of 500 resources");
    group.bench_function("read two templates", |bencher| {
        bencher.iter(|| {
            [&before, &after].map(|text| Template::from_json(black_box(text)).expect("reads"))
        });
    });
    for count in [1_usize, 10, 100, 200] {
        let (before, after) = (stacks(count, &before), stacks(count, &after));
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(BenchmarkId::new("compare, a tenth differs", count), |bencher| {
            bencher.iter_with_large_drop(|| diff::compare(black_box(&before), &after));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = scale
}
criterion_main!(benches);
