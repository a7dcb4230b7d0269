//! Whole environments, against sums by hand.
//!
//! Each is made of the parts that `docs/cost.md` lists, with the defaults of [`Usage`].
//!
//! [`Usage`]: crate::Usage

use ecomind_constructs::template::{StackTemplate, Stacks, Template};
use serde_json::{Map, Value, json};

use super::{Estimate, PriceTable, estimate};
use crate::assumptions::Assumptions;

/// A template in the making.
#[derive(Default)]
struct Parts(Map<String, Value>);

impl Parts {
    fn add(&mut self, id: impl Into<String>, type_name: &str, properties: &Value) {
        self.0
            .insert(id.into(), json!({"Type": type_name, "Properties": properties}));
    }

    fn many(&mut self, count: usize, id: &str, type_name: &str, properties: &Value) {
        for number in 1..=count {
            self.add(format!("{id}{number}"), type_name, properties);
        }
    }

    /// A quarter of a processor and half a gigabyte, on ARM.
    fn tasks(&mut self, count: u32) {
        self.add(
            "Task",
            "AWS::ECS::TaskDefinition",
            &json!({"Cpu": "256", "Memory": "512",
            "RuntimePlatform": {"CpuArchitecture": "ARM64"}}),
        );
        self.add(
            "Service",
            "AWS::ECS::Service",
            &json!({"LaunchType": "FARGATE",
            "DesiredCount": count, "TaskDefinition": {"Ref": "Task"}}),
        );
    }

    fn database(&mut self, class: &str, gigabytes: u32, is_multi_az: bool) {
        self.add(
            "Database",
            "AWS::RDS::DBInstance",
            &json!({"DBInstanceClass": class,
            "Engine": "postgres", "StorageType": "gp3", "MultiAZ": is_multi_az,
            "AllocatedStorage": gigabytes.to_string()}),
        );
    }

    fn cache(&mut self, node: &str, nodes: u32) {
        self.add(
            "Cache",
            "AWS::ElastiCache::ReplicationGroup",
            &json!({"Engine": "valkey",
            "CacheNodeType": node, "NumCacheClusters": nodes}),
        );
    }

    fn gateway_and_balancer(&mut self, zones: usize) {
        self.add("Address", "AWS::EC2::EIP", &json!({}));
        self.add("Gateway", "AWS::EC2::NatGateway", &json!({}));
        let subnets: Vec<_> = (0..zones).map(|zone| format!("subnet-{zone}")).collect();
        self.add(
            "Balancer",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            &json!({"Scheme": "internet-facing", "Subnets": subnets}),
        );
    }

    fn guards(&mut self, logs: usize, alarms: usize, secrets: usize) {
        self.many(logs, "Logs", "AWS::Logs::LogGroup", &json!({"RetentionInDays": 365}));
        self.many(alarms, "Alarm", "AWS::CloudWatch::Alarm", &json!({"MetricName": "Errors"}));
        self.many(secrets, "Secret", "AWS::SecretsManager::Secret", &json!({}));
    }

    fn estimate(self) -> Estimate {
        let text = json!({"Resources": self.0}).to_string();
        let template = Template::from_json(&text).unwrap();
        let stacks = Stacks::new([StackTemplate::new("All", template).region("us-east-1")]);
        estimate(&stacks, &Assumptions::new(), &PriceTable::embedded())
    }
}

#[test]
fn a_small_production() {
    let mut parts = Parts::default();
    parts.tasks(10);
    parts.database("db.t4g.medium", 50, true);
    parts.cache("cache.t4g.small", 2);
    parts.add(
        "Kafka",
        "AWS::MSK::Cluster",
        &json!({"NumberOfBrokerNodes": 3,
        "BrokerNodeGroupInfo": {"InstanceType": "kafka.t3.small",
            "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 50}}}}),
    );
    parts.gateway_and_balancer(3);
    parts.guards(10, 30, 4);
    parts.add("Zone", "AWS::Route53::HostedZone", &json!({}));
    let estimate = parts.estimate();
    // tasks      10 x 730 x (0.25 x 0.03238 + 0.5 x 0.00356)        72.0875
    // database   2 x 730 x 0.065 + 2 x 50 x 0.115                  106.40
    // cache      2 x 730 x 0.0256                                   37.376
    // Kafka      3 x 730 x 0.0456 + 150 x 0.10                     114.864
    // gateway    730 x 0.045 + 730 x 0.005 + 10 x 0.045             36.95
    // balancer   730 x (0.0225 + 0.008 + 3 x 0.005) + 10 x 0.09     34.115
    // guards     10 x (0.50 + 12 x 0.03) + 30 x 0.10 + 4 x 0.40     13.20
    // zone                                                           0.50
    assert_eq!(estimate.month().to_string(), "$415.49");
    assert_eq!(estimate.unpriced(), 0);
}

#[test]
fn a_place_to_develop() {
    let mut parts = Parts::default();
    parts.tasks(4);
    parts.database("db.t4g.micro", 20, false);
    parts.cache("cache.t4g.micro", 1);
    parts.add(
        "Broker",
        "AWS::EC2::Instance",
        &json!({"InstanceType": "t4g.medium",
        "BlockDeviceMappings": [{"Ebs": {"VolumeSize": 8, "VolumeType": "gp3"}}]}),
    );
    parts.gateway_and_balancer(2);
    parts.guards(2, 5, 2);
    let estimate = parts.estimate();
    // tasks      4 x 730 x (0.25 x 0.03238 + 0.5 x 0.00356)         28.835
    // database   730 x 0.016 + 20 x 0.115                           13.98
    // cache      730 x 0.0128                                        9.344
    // broker     730 x 0.0336 + 8 x 0.08                            25.168
    // gateway    730 x 0.045 + 730 x 0.005 + 10 x 0.045             36.95
    // balancer   730 x (0.0225 + 0.008 + 2 x 0.005) + 10 x 0.09     30.465
    // guards     2 x (0.50 + 12 x 0.03) + 5 x 0.10 + 2 x 0.40        3.02
    assert_eq!(estimate.month().to_string(), "$147.76");
}

#[test]
fn another_region_is_not_priced_by_the_same_table() {
    let mut parts = Parts::default();
    parts.cache("cache.t4g.micro", 1);
    parts.add("Zone", "AWS::Route53::HostedZone", &json!({}));
    let text = json!({"Resources": parts.0}).to_string();
    let stack = |region: Option<&str>| {
        let stack = StackTemplate::new("All", Template::from_json(&text).unwrap());
        match region {
            Some(region) => stack.region(region),
            None => stack,
        }
    };
    let unpriced = |region| {
        let stacks = Stacks::new([stack(region)]);
        let estimate = estimate(&stacks, &Assumptions::new(), &PriceTable::embedded());
        let resources = &estimate.stacks[0].resources;
        (
            resources
                .iter()
                .flat_map(|it| it.unpriced.clone())
                .collect::<Vec<_>>(),
            estimate.month(),
        )
    };
    let (reasons, month) = unpriced(Some("eu-west-1"));
    let node = "1 x cache.t4g.micro, valkey";
    assert_eq!(
        reasons,
        [format!("{node}: no price of `cache/valkey/cache.t4g.micro` in eu-west-1")]
    );
    // A hosted zone costs the same everywhere.
    assert_eq!(month.to_string(), "$0.50");
    assert_eq!(unpriced(None).0[0], format!("{node}: the region of the stack is not known"));
}
