//! Names and ids of physical resources.

use ecomind_constructs::schema::{ResourceSchema, resource_type};
use serde_json::{Map, Value};

use crate::{digest, place::Place};

use super::arn;

/// Whose resource is named.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Maker<'a> {
    pub(crate) place: &'a Place,
    pub(crate) stack_name: &'a str,
    pub(crate) logical_id: &'a str,
    pub(crate) type_name: &'a str,
    pub(crate) properties: &'a Value,
    /// Differs for each resource that is made.
    pub(crate) serial: u64,
}

/// How ids begin, where the service has its own letters.
const PREFIXES: &[(&str, &str)] = &[
    ("AWS::EC2::CustomerGateway", "cgw"),
    ("AWS::EC2::DHCPOptions", "dopt"),
    ("AWS::EC2::EgressOnlyInternetGateway", "eigw"),
    ("AWS::EC2::FlowLog", "fl"),
    ("AWS::EC2::Instance", "i"),
    ("AWS::EC2::InternetGateway", "igw"),
    ("AWS::EC2::LaunchTemplate", "lt"),
    ("AWS::EC2::NatGateway", "nat"),
    ("AWS::EC2::NetworkAcl", "acl"),
    ("AWS::EC2::NetworkInterface", "eni"),
    ("AWS::EC2::PrefixList", "pl"),
    ("AWS::EC2::RouteTable", "rtb"),
    ("AWS::EC2::SecurityGroup", "sg"),
    ("AWS::EC2::SecurityGroupEgress", "sgr"),
    ("AWS::EC2::SecurityGroupIngress", "sgr"),
    ("AWS::EC2::Subnet", "subnet"),
    ("AWS::EC2::SubnetRouteTableAssociation", "rtbassoc"),
    ("AWS::EC2::TransitGateway", "tgw"),
    ("AWS::EC2::VPC", "vpc"),
    ("AWS::EC2::VPCEndpoint", "vpce"),
    ("AWS::EC2::VPCPeeringConnection", "pcx"),
    ("AWS::EC2::Volume", "vol"),
    ("AWS::EFS::FileSystem", "fs"),
    ("AWS::ServiceDiscovery::PrivateDnsNamespace", "ns"),
    ("AWS::ServiceDiscovery::Service", "srv"),
];

/// Services that take small letters only.
const SMALL: [&str; 6] = [
    "AWS::S3::",
    "AWS::ECR::",
    "AWS::RDS::",
    "AWS::ElastiCache::",
    "AWS::DocDB::",
    "AWS::Neptune::",
];

impl Maker<'_> {
    pub(super) fn schema(&self) -> Option<ResourceSchema> {
        resource_type(self.type_name)
    }

    /// What makes this resource's ids differ from those of others.
    pub(super) fn seed(&self) -> String {
        let place = self.place;
        format!(
            "{}/{}/{}/{}/{}",
            place.account, place.region, self.stack_name, self.logical_id, self.serial
        )
    }

    /// What `Ref` returns.
    pub(super) fn physical_id(&self) -> String {
        let Some(schema) = self.schema() else { return self.generated_name(255) };
        if self.type_name == "AWS::Route53::RecordSet" {
            return self.record_set();
        }
        let parts: Vec<String> = schema.reference().map(|name| self.value_of(name)).collect();
        if parts.is_empty() {
            let primary = schema.primary_identifier().map(|name| self.value_of(name));
            let primary: Vec<String> = primary.collect();
            return if primary.is_empty() { self.generated_name(255) } else { primary.join("|") };
        }
        parts.join("|")
    }

    /// The name, and what else tells it from other records of the name. `Ref` returns the name alone.
    fn record_set(&self) -> String {
        let given = |name: &str| at(self.properties, name).and_then(plain);
        let kind = given("Type").filter(|kind| kind != "A");
        let parts = [Some(self.value_of("Name")), kind, given("SetIdentifier")];
        parts.into_iter().flatten().collect::<Vec<_>>().join("|")
    }

    /// The properties that identify the resource.
    pub(super) fn identifier(&self) -> Map<String, Value> {
        let Some(schema) = self.schema() else { return Map::new() };
        let names = schema.primary_identifier();
        names
            .map(|name| (name.to_owned(), Value::from(self.value_of(name))))
            .collect()
    }

    /// Whether the template itself says what identifies the resource.
    pub(super) fn is_named_by_template(&self) -> bool {
        let Some(schema) = self.schema() else { return false };
        let mut names = schema.primary_identifier().peekable();
        names.peek().is_some() && names.all(|name| at(self.properties, name).is_some())
    }

    /// The value of a property or attribute that identifies the resource.
    pub(super) fn value_of(&self, name: &str) -> String {
        if let Some(given) = at(self.properties, name).and_then(plain) {
            return given;
        }
        // What belongs to a secret is named by it.
        if self.type_name.starts_with("AWS::SecretsManager::")
            && let Some(secret) = at(self.properties, "SecretId").and_then(plain)
        {
            return secret;
        }
        let seed = self.seed();
        let last = name.rsplit(['/', '.']).next().unwrap_or(name);
        if last == "QueueUrl" {
            let host = format!("sqs.{}.{}", self.place.region, self.place.url_suffix());
            return format!("https://{host}/{}/{}", self.place.account, self.name());
        }
        if last == "PublicIp" || last.ends_with("IpAddress") {
            let number = |part: &str| digest::number(&["ip", &seed, part], 250);
            return format!("203.0.{}.{}", number("a") % 113, number("b"));
        }
        if last.ends_with("Arn") {
            return self.arn();
        }
        if let Some((_, prefix)) = PREFIXES.iter().find(|(name, _)| *name == self.type_name)
            && last.ends_with("Id")
        {
            return format!("{prefix}-0{}", digest::hex(&["id", &seed], 16));
        }
        match (self.type_name, last) {
            ("AWS::EC2::EIP", "AllocationId") => {
                format!("eipalloc-0{}", digest::hex(&["id", &seed], 16))
            }
            ("AWS::SecretsManager::Secret", _) => self.arn(),
            ("AWS::KMS::Key", "KeyId") => digest::uuid(&[&seed]),
            ("AWS::CloudFront::Distribution" | "AWS::Route53::HostedZone", "Id") => {
                format!("E{}", digest::suffix(&["id", &seed], 13))
            }
            (_, last) if last == "Id" || last.ends_with("Id") => self.id(last),
            _ => self.name(),
        }
    }

    /// The resource's ARN.
    pub(super) fn arn(&self) -> String {
        let name = self.name();
        let name = match self.type_name {
            "AWS::ECS::TaskDefinition" => format!("{name}:{}", self.serial),
            _ => name,
        };
        arn::arn(self.place, self.type_name, &name, &self.seed())
    }

    /// The name that the template gives, or a generated one.
    pub(super) fn name(&self) -> String {
        let kind = self.type_name.rsplit("::").next().unwrap_or_default();
        let candidates = [
            format!("{kind}Name"),
            "Name".to_owned(),
            format!("{kind}Identifier"),
            format!("{kind}Id"),
            "Family".to_owned(),
            format!("{}Name", kind.trim_start_matches("DB")),
        ];
        let given = candidates
            .iter()
            .find_map(|name| at(self.properties, name).and_then(plain));
        given.unwrap_or_else(|| self.generated_name(self.longest(&candidates)))
    }

    fn longest(&self, candidates: &[String]) -> usize {
        let object = self.schema().map(ResourceSchema::object);
        let length = object.and_then(|object| {
            let mut names = candidates.iter();
            names.find_map(|name| object.property(name)?.shape().max_length)
        });
        length
            .and_then(|it| usize::try_from(it).ok())
            .unwrap_or(64)
            .clamp(24, 128)
    }

    /// `stack-logical-SUFFIX`, in at most `longest` characters.
    fn generated_name(&self, longest: usize) -> String {
        let suffix = digest::suffix(&["name", &self.seed()], 12);
        let mut start = format!("{}-{}", self.stack_name, self.logical_id);
        start.truncate(longest.saturating_sub(13));
        let name = format!("{}-{suffix}", start.trim_end_matches('-'));
        let is_small = SMALL.iter().any(|it| self.type_name.starts_with(it));
        if is_small { name.to_lowercase() } else { name }
    }

    /// An id that the template may give as a name: `DBInstanceIdentifier`, `ReplicationGroupId`.
    fn id(&self, last: &str) -> String {
        let object = self.schema().map(ResourceSchema::object);
        let can_be_given = object.is_some_and(|it| it.property(last).is_some());
        if can_be_given { self.name() } else { digest::uuid(&["id", &self.seed()]) }
    }
}

/// The value at a path such as `Endpoint/Port`.
pub(super) fn at<'a>(properties: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('/')
        .try_fold(properties, |value, part| value.get(part))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_look_like_those_of_aws() {
        let place = Place::default();
        let id = |type_name: &str, properties: Value| {
            let maker = Maker {
                place: &place,
                stack_name: "shop-prod",
                logical_id: "Thing8896A56D",
                type_name,
                properties: &properties,
                serial: 7,
            };
            format!("{type_name} {}", maker.physical_id())
        };
        let ids = [
            id("AWS::EC2::VPC", json!({})),
            id("AWS::EC2::EIP", json!({})),
            id("AWS::S3::Bucket", json!({})),
            id("AWS::S3::Bucket", json!({"BucketName": "mine"})),
            id("AWS::SQS::Queue", json!({"QueueName": "jobs"})),
            id("AWS::SNS::Topic", json!({})),
            id("AWS::RDS::DBInstance", json!({})),
            id("AWS::ElastiCache::ReplicationGroup", json!({})),
            id("AWS::KMS::Key", json!({})),
            id("AWS::ECS::TaskDefinition", json!({"Family": "api"})),
            id("AWS::ElasticLoadBalancingV2::TargetGroup", json!({})),
            id("AWS::Route53::RecordSet", json!({"Name": "a.example.com", "Type": "A"})),
            id("AWS::Route53::RecordSet", json!({"Name": "a.example.com", "Type": "AAAA"})),
            id("AWS::IAM::Role", json!({})),
            id("AWS::SecretsManager::Secret", json!({})),
            id("AWS::EC2::SubnetRouteTableAssociation", json!({})),
            id("Custom::Thing", json!({})),
        ];
        insta::assert_snapshot!(ids.join("\n"), @"
        AWS::EC2::VPC vpc-007e1b9a4340e396a
        AWS::EC2::EIP 203.0.41.95
        AWS::S3::Bucket shop-prod-thing8896a56d-w4luf3qwuczl
        AWS::S3::Bucket mine
        AWS::SQS::Queue https://sqs.us-east-1.amazonaws.com/000000000000/jobs
        AWS::SNS::Topic arn:aws:sns:us-east-1:000000000000:shop-prod-Thing8896A56D-W4LUF3QWUCZL
        AWS::RDS::DBInstance shop-prod-thing8896a56d-w4luf3qwuczl
        AWS::ElastiCache::ReplicationGroup shop-prod-thing8896a56d-w4luf3qwuczl
        AWS::KMS::Key 52aa2f11-9d52-43a3-8017-2e0e18821309
        AWS::ECS::TaskDefinition arn:aws:ecs:us-east-1:000000000000:task-definition/api:7
        AWS::ElasticLoadBalancingV2::TargetGroup arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/shop-prod-Thing8896A56D-W4LUF3QWUCZL/974cf455d1edc375
        AWS::Route53::RecordSet a.example.com
        AWS::Route53::RecordSet a.example.com|AAAA
        AWS::IAM::Role shop-prod-Thing8896A56D-W4LUF3QWUCZL
        AWS::SecretsManager::Secret arn:aws:secretsmanager:us-east-1:000000000000:secret:shop-prod-Thing8896A56D-W4LUF3QWUCZL-3SVCVX
        AWS::EC2::SubnetRouteTableAssociation rtbassoc-007e1b9a4340e396a
        Custom::Thing shop-prod-Thing8896A56D-W4LUF3QWUCZL
        ");
    }
}
