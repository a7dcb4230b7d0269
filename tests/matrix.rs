//! Who reaches whom in `EcoMind`, computed from the templates: what the matrix says, and nothing
//! else.

#[path = "matrix/reach.rs"]
mod reach;
#[path = "matrix/rules.rs"]
mod rules;
#[path = "matrix/templates.rs"]
mod templates;

use std::collections::BTreeSet;

use ecomind_app::{
    Environment,
    environment::{
        Compute, DatabaseChoice, DatabaseSource, EventsChoice, Recovery, Traffic, WayIn,
    },
};
use ecomind_cli::Environment as _;
use ecomind_constructs::prelude::InstanceClass;
use reach::reach;
use serde_json::json;
use templates::Templates;

/// What the places in the tree are called here.
const NAMES: &[(&str, &str)] = &[
    ("pl-3b927c52", "CloudFront"),
    ("Services/Balancer/Resource", "load balancer"),
    ("Services/Gateway/Service/Service", "gateway"),
    ("Services/Api/Service/Service", "api"),
    ("Services/Worker/Service/Service", "worker"),
    ("Services/Ui/Service/Service", "ui"),
    ("Compute/Migrate/SecurityGroup/Resource", "migration"),
    // Pods have their groups from the chart: nothing in the templates wears them.
    ("Services/Gateway/Service/SecurityGroup/Resource", "gateway"),
    ("Services/Api/Service/SecurityGroup/Resource", "api"),
    ("Services/Worker/Service/SecurityGroup/Resource", "worker"),
    ("Services/Ui/Service/SecurityGroup/Resource", "ui"),
    ("Compute/Migration/SecurityGroup/Resource", "migration"),
    ("Compute/Cluster/Resource", "cluster"),
    ("Database/Database/Resource", "database"),
    ("Database/Analytics/Resource", "replica"),
    ("Database/Rotation/SecurityGroup/Resource", "rotation"),
    ("Cache/Cache/Resource", "cache"),
    ("Streaming/Events/Resource", "kafka"),
    ("Streaming/Events/Node1/Interface", "redpanda"),
];

/// The matrix, for events by MSK.
const MATRIX: &[&str] = &[
    "CloudFront -> load balancer: tcp 443",
    "load balancer -> gateway: tcp 8080",
    "load balancer -> api: tcp 8000",
    "load balancer -> ui: tcp 3000",
    "gateway -> kafka: tcp 9098",
    "gateway -> cache: tcp 6379",
    "gateway -> anywhere: tcp 443",
    "api -> database: tcp 5432",
    "api -> cache: tcp 6379",
    "api -> anywhere: tcp 443",
    "worker -> kafka: tcp 9098",
    "worker -> database: tcp 5432",
    "worker -> anywhere: tcp 443",
    "migration -> database: tcp 5432",
    "migration -> anywhere: tcp 443",
    "ui -> api: tcp 8000",
    "ui -> anywhere: tcp 443",
];

/// What is there instead of `kafka`, for events by Redpanda. Its nodes install packages and are
/// entered by Session Manager over HTTPS.
const REDPANDA: &[&str] = &[
    "gateway -> redpanda: tcp 9092",
    "worker -> redpanda: tcp 9092",
    "redpanda -> redpanda: tcp 9092",
    "redpanda -> redpanda: tcp 33145",
    "redpanda -> redpanda: tcp 9644",
    "redpanda -> anywhere: tcp 443",
];

/// Who reaches the load balancer where there is no CloudFront: everybody, at port 80 to be led to
/// 443; and so whoever may go anywhere by HTTPS.
const WITHOUT_CLOUDFRONT: &[&str] = &[
    "anywhere -> load balancer: tcp 443",
    "anywhere -> load balancer: tcp 80",
    "gateway -> load balancer: tcp 443",
    "api -> load balancer: tcp 443",
    "worker -> load balancer: tcp 443",
    "migration -> load balancer: tcp 443",
    "ui -> load balancer: tcp 443",
];

/// What a replica for reports adds, with the function that renews the password it shares.
const REPLICA: &[&str] = &[
    "api -> replica: tcp 5432",
    "worker -> replica: tcp 5432",
    "rotation -> database: tcp 5432",
    "rotation -> anywhere: tcp 443",
];

/// What a cluster adds: pods find names on its servers, which ask them whether they are well.
const CLUSTER: &[&str] = &[
    "gateway -> cluster: tcp 53",
    "gateway -> cluster: udp 53",
    "api -> cluster: tcp 53",
    "api -> cluster: udp 53",
    "worker -> cluster: tcp 53",
    "worker -> cluster: udp 53",
    "ui -> cluster: tcp 53",
    "ui -> cluster: udp 53",
    "migration -> cluster: tcp 53",
    "migration -> cluster: udp 53",
    "cluster -> gateway: tcp 8080",
    "cluster -> api: tcp 8000",
    "cluster -> ui: tcp 3000",
];

#[test]
fn nothing_is_reachable_but_what_the_matrix_says() {
    for env in Environment::ALL {
        assert_eq!(differences(env, &templates(env)), [""; 0], "{}", env.name());
    }
}

/// What stands by, as the platform that it becomes: people come by the load balancer itself.
#[test]
fn what_stands_by_opens_nothing_but_its_load_balancer() {
    for traffic in [Traffic::Stays, Traffic::Taken] {
        let mut env = named("dr");
        let backups = "arn:aws:rds:us-west-2:777788889999:auto-backup:ab-l2ijcexjp7xq7hoj4sie";
        let database = DatabaseSource::ReplicatedBackups(backups);
        env.recovery = Some(Recovery::Active { database, traffic });
        assert_eq!(differences(&env, &templates(&env)), [""; 0]);
    }
}

#[test]
fn a_replica_opens_no_more_than_it_needs() {
    let mut env = prod();
    let DatabaseChoice::Rds(size) = &mut env.database else { panic!("prod has RDS") };
    size.analytics_replica = Some(InstanceClass::T4gMedium);
    assert_eq!(differences(&env, &templates(&env)), [""; 0]);
}

#[test]
fn finds_a_rule_of_its_own() {
    let mut changed = templates(&prod());
    let worker = group(&changed, "Services/Worker/Service/SecurityGroup/Resource");
    let cache = json!({"Fn::GetStackOutput": {
        "StackName": "ecomind-prod-Cache",
        "OutputName": "PublishOutputFnGetAttCacheSecurityGroup79A9F160GroupId7A4F8F2E",
    }});
    let rule = |group: &serde_json::Value, side: &str, other: &serde_json::Value| json!({"GroupId": group, "IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379, side: other});
    let outward = rule(&worker, "DestinationSecurityGroupId", &cache);
    let inward = rule(&cache, "SourceSecurityGroupId", &worker);
    let resources = changed.resources_mut("Services");
    resources.insert(
        "Out".to_owned(),
        json!({"Type": "AWS::EC2::SecurityGroupEgress", "Properties": outward}),
    );
    assert_eq!(
        differences(&prod(), &changed),
        ["too much: worker -> cache, which is closed: tcp 6379"]
    );
    changed.resources_mut("Services").insert(
        "In".to_owned(),
        json!({"Type": "AWS::EC2::SecurityGroupIngress", "Properties": inward}),
    );
    assert_eq!(differences(&prod(), &changed), ["too much: worker -> cache: tcp 6379"]);
}

#[test]
fn finds_a_rule_inside_of_a_group() {
    let mut changed = templates(&prod());
    let database = &mut changed.resources_mut("Database")["DatabaseSecurityGroup5C91FDCB"];
    database["Properties"]["SecurityGroupIngress"] = json!([
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 5432, "CidrIp": "10.2.0.0/16"},
    ]);
    // Whoever may go anywhere by HTTPS may then go there too.
    let found = differences(&prod(), &changed);
    assert!(
        found.contains(&"too much: 10.2.0.0/16 -> database: tcp 443-5432".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"too much: ui -> database: tcp 443".to_owned()), "{found:?}");
}

#[test]
fn finds_a_group_that_lets_everything_out() {
    let mut changed = templates(&prod());
    let cache = &mut changed.resources_mut("Cache")["CacheSecurityGroup79A9F160"];
    cache["Properties"]
        .as_object_mut()
        .expect("a group has properties")
        .remove("SecurityGroupEgress");
    let found = differences(&prod(), &changed);
    assert!(found.contains(&"too much: cache -> anywhere: all 0-65535".to_owned()), "{found:?}");
}

#[test]
fn finds_a_rule_that_is_gone() {
    let mut changed = templates(&prod());
    changed
        .resources_mut("Services")
        .retain(|id, _| !id.starts_with("UiServiceToApiServiceIngress"));
    changed
        .resources_mut("Services")
        .retain(|id, _| !id.starts_with("CloudFrontToBalancer"));
    assert_eq!(
        differences(&prod(), &changed),
        [
            "missing: CloudFront -> load balancer: tcp 443",
            "missing: ui -> api: tcp 8000",
            "too much: ui -> api, which is closed: tcp 8000",
        ]
    );
}

#[test]
fn finds_a_database_in_the_group_of_another() {
    let mut changed = templates(&prod());
    let database = &mut changed.resources_mut("Database")["DatabaseB269D8BB"];
    database["Properties"]["VPCSecurityGroups"] = json!(["sg-0a1b2c3d"]);
    let found = differences(&prod(), &changed);
    assert!(found.contains(&"missing: api -> database: tcp 5432".to_owned()), "{found:?}");
}

/// What the templates of `env` open that the matrix does not say, and the other way round.
fn differences(env: &Environment, templates: &Templates) -> Vec<String> {
    let mut expected: BTreeSet<String> = MATRIX.iter().map(|&line| line.to_owned()).collect();
    if let WayIn::LoadBalancer = env.way_in {
        expected.remove("CloudFront -> load balancer: tcp 443");
        expected.extend(WITHOUT_CLOUDFRONT.iter().map(|&line| line.to_owned()));
    }
    if env.is_pilot_light() {
        expected.clear();
    }
    if let EventsChoice::Redpanda { .. } = env.events {
        expected.retain(|line| !line.contains("kafka"));
        expected.extend(REDPANDA.iter().map(|&line| line.to_owned()));
    }
    if let DatabaseChoice::Rds(size) = env.database
        && size.analytics_replica.is_some()
    {
        expected.extend(REPLICA.iter().map(|&line| line.to_owned()));
    }
    if let Compute::Eks { .. } = env.compute {
        expected.extend(CLUSTER.iter().map(|&line| line.to_owned()));
    }
    let found = reach(templates, env.network, NAMES).expect("every rule can be followed");
    let missing = expected
        .difference(&found)
        .map(|line| format!("missing: {line}"));
    let too_much = found
        .difference(&expected)
        .map(|line| format!("too much: {line}"));
    missing.chain(too_much).collect()
}

fn templates(env: &Environment) -> Templates {
    Templates::of(&ecomind_app::app(env).expect("the app can be built"))
}

fn prod() -> Environment {
    named("prod")
}

fn named(name: &str) -> Environment {
    let found = Environment::ALL.iter().find(|env| env.name() == name);
    found.expect("there is such an environment").clone()
}

/// The id of the group at a path of `Services`, as a template of that stack has it.
fn group(templates: &Templates, path: &str) -> serde_json::Value {
    let mut groups = templates.resources().map(|(id, _, _)| id);
    let (_, id) = groups
        .find(|id| templates.path(id) == path)
        .expect("the group is there");
    json!({"Fn::GetAtt": [id, "GroupId"]})
}
