//! Templates and texts that nobody would write: the reader and the diff never panic.
//!
//! A short run is part of the tests. For ten minutes:
//!
//! ```text
//! ECOMIND_FUZZ_SECONDS=600 cargo test -p ecomind-cli --no-default-features --test robustness -- made_up
//! ```

use std::{
    env,
    time::{Duration, Instant},
};

use ecomind_cli::{
    assembly::StackSnapshot,
    diff::{self, Comparison, render},
};
use ecomind_constructs::template::Template;
use proptest::{
    collection::vec, prelude::*, sample::select, strategy::ValueTree as _, test_runner::TestRunner,
};
use serde_json::{Map, Value, json};

/// How long to make things up.
fn budget() -> Duration {
    let seconds = env::var("ECOMIND_FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(3))
}

const TYPES: &[&str] = &[
    "AWS::IAM::Role",
    "AWS::IAM::Policy",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::SecurityGroupIngress",
    "AWS::EC2::NetworkAclEntry",
    "AWS::EC2::Route",
    "AWS::RDS::DBInstance",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ECS::TaskDefinition",
    "AWS::ECS::Service",
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    "AWS::MSK::Cluster",
    "AWS::Lambda::Permission",
    "Custom::Thing",
    "Made::Up::Type",
    "",
];

const NAMES: &[&str] = &[
    "Ref",
    "Fn::Sub",
    "Fn::Join",
    "Fn::GetAtt",
    "Fn::If",
    "Fn::Select",
    "Fn::ImportValue",
    "Fn::GetStackOutput",
    "Fn::FindInMap",
    "Fn::Made",
    "Statement",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "Principal",
    "Condition",
    "AWS",
    "PolicyDocument",
    "KeyPolicy",
    "AssumeRolePolicyDocument",
    "Policies",
    "ManagedPolicyArns",
    "SecurityGroupIngress",
    "SecurityGroupEgress",
    "GroupId",
    "CidrIp",
    "FromPort",
    "ToPort",
    "IpProtocol",
    "Tags",
    "Key",
    "Value",
    "Name",
    "BucketName",
    "StorageEncrypted",
    "BrokerNodeGroupInfo",
    "ClientSubnets",
    "Actions",
    "LoadBalancers",
    "PublicAccessBlockConfiguration",
    "PortRange",
    "From",
    "To",
    "RuleAction",
    "NetworkAclId",
    "CidrBlock",
    "GatewayId",
    "StackName",
    "OutputName",
];

const TEXTS: &[&str] = &[
    "",
    "*",
    "a",
    "A",
    "B",
    "S",
    "true",
    "5",
    "-1",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/99",
    "${A}",
    "${A.Arn}",
    "${!A}",
    "${",
    "}",
    "${}",
    "${.}",
    "A.Arn",
    ".",
    "[1",
    "{\"Statement\": []}",
    "{\"Statement\": [{\"Effect\": \"Allow\"}]}",
    "s3:*",
    "Allow",
    "Deny",
    "deny",
    "arn:aws:iam::1:root",
    "AWS::NoValue",
    "AWS::Region",
    "line\nline",
    "ä€𝄞",
    "\u{0}",
];

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(TEXTS).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 5, |inner| {
        let entries = vec((select(NAMES), inner.clone()), 0..4);
        let map = entries.prop_map(|entries| {
            let entries = entries
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value));
            Value::Object(entries.collect::<Map<_, _>>())
        });
        // A map of one entry is a function more often.
        let call = (select(NAMES), inner.clone()).prop_map(|(name, value)| json!({name: value}));
        prop_oneof![vec(inner, 0..4).prop_map(Value::from), map, call]
    })
}

fn template() -> impl Strategy<Value = Value> {
    let resource = (select(TYPES), value(), value(), value()).prop_map(
        |(type_name, properties, policy, depends)| {
            json!({
                "Type": type_name, "Properties": properties, "DeletionPolicy": policy,
                "UpdatePolicy": policy, "DependsOn": depends,
            })
        },
    );
    let ids = select(&["A", "B", "C", "Old", "New"][..]);
    (vec((ids, resource), 0..5), value(), value()).prop_map(|(resources, outputs, other)| {
        let resources = resources.into_iter().map(|(id, it)| (id.to_owned(), it));
        json!({
            "Resources": resources.collect::<Map<_, _>>(),
            "Outputs": {"O": {"Value": outputs, "Export": {"Name": "e"}}},
            "Parameters": other, "Conditions": {"Value": other},
        })
    })
}

/// Both sides of two stacks, and all that is made of them.
fn compare(templates: &[Value]) {
    let stack = |id: &str, template: &Value| {
        let template = Template::from_json(&template.to_string()).expect("it has the shape of one");
        StackSnapshot::of_template(id, template)
    };
    let before = [stack("S", &templates[0]), stack("T", &templates[1])];
    let after = [stack("S", &templates[2]), stack("T", &templates[3])];
    let comparison = Comparison::new("x", "y", diff::compare(&before, &after));
    let comparisons = [comparison];
    let show = render::Shown::default();
    assert!(!render::text(&comparisons, show).is_empty());
    assert!(!render::markdown(&comparisons, show).is_empty());
    assert!(render::github(&comparisons, show).chars().count() <= 65_536);
    assert_eq!(render::json(&comparisons)["version"], render::JSON_VERSION);
    let same = diff::compare(&before, &before);
    assert!(
        same.stacks
            .iter()
            .all(|stack| stack.resources.is_empty() && stack.exposure.is_empty())
    );
}

#[test]
fn made_up_templates_are_compared_without_a_panic() {
    let (end, mut runner) = (Instant::now() + budget(), TestRunner::deterministic());
    let templates = vec(template(), 4);
    let mut count = 0;
    while Instant::now() < end {
        let made_up = templates
            .new_tree(&mut runner)
            .expect("it can be made")
            .current();
        compare(&made_up);
        count += 1;
    }
    assert!(0 < count);
}

#[test]
fn made_up_texts_are_read_or_refused_without_a_panic() {
    let (end, mut runner) = (Instant::now() + budget(), TestRunner::deterministic());
    let snippets = select(
        &[
            "Resources:\n",
            "  A:\n",
            "    Type: ",
            "AWS::SQS::Queue\n",
            "!Sub ",
            "!GetAtt ",
            "!Ref ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "\n",
            "  ",
            "|\n",
            ">-\n",
            "'",
            "\"",
            "&a ",
            "*a",
            "<<: ",
            "!!str ",
            "---\n",
            "...\n",
            "%TAG ! x\n",
            "#",
            "\t",
            "\\",
            "? ",
            "\u{feff}",
            "é",
            "\r\n",
            ",",
        ][..],
    );
    let text = vec(prop_oneof![snippets.prop_map(str::to_owned), ".{0,8}"], 0..40);
    let mut count = 0;
    while Instant::now() < end {
        let text = text
            .new_tree(&mut runner)
            .expect("it can be made")
            .current()
            .concat();
        let read = [Template::from_text(&text), Template::from_yaml(&text)];
        count += read.iter().filter(|it| it.is_ok()).count();
    }
    assert!(0 < count, "some of them are templates");
}

#[test]
fn rejects_what_is_too_deep_or_cut_off() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    for text in [deep("[", "]"), deep("{\"a\":", "}"), deep("{a: ", "}"), deep("- ", "")] {
        assert!(Template::from_text(&text).is_err());
    }
    let text = json!({"Resources": {"A": {"Type": "AWS::SQS::Queue"}}}).to_string();
    for end in 0..text.len() {
        assert!(Template::from_json(&text[..end]).is_err(), "{}", &text[..end]);
    }
}

#[test]
fn a_file_of_ten_megabytes_is_compared() {
    let template = |text: &str| {
        let mut resources = Map::new();
        for number in 0..10_000 {
            let properties = json!({"DisplayName": format!("{text}{number}").repeat(100)});
            let topic = json!({"Type": "AWS::SNS::Topic", "Properties": properties});
            resources.insert(format!("Topic{number}"), topic);
        }
        json!({"Resources": resources}).to_string()
    };
    let (before, after) = (template("before-text"), template("after-text"));
    assert!(10 << 20 < before.len(), "{}", before.len());
    let stack = |text: &str| {
        StackSnapshot::of_template("S", Template::from_text(text).expect("it is a template"))
    };
    let difference = diff::compare(&[stack(&before)], &[stack(&after)]);
    assert_eq!(difference.stacks[0].resources.len(), 10_000);
}
