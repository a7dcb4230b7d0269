//! What `Fn::GetAtt` returns.

use ecomind_constructs::schema::{Kind, Shape};
use serde_json::{Map, Value};

use crate::digest;

use super::{
    arn::arn,
    identifier::{Maker, at},
};

impl Maker<'_> {
    /// Every attribute of the type.
    pub(super) fn attributes(&self) -> Map<String, Value> {
        let Some(schema) = self.schema() else { return Map::new() };
        let identifiers: Vec<&str> = schema
            .primary_identifier()
            .chain(schema.reference())
            .collect();
        let attributes = schema.attributes().map(|(name, shape)| {
            let path = name.replace('.', "/");
            let value = match at(self.properties, &path) {
                Some(given) => given.clone(),
                None if identifiers.contains(&path.as_str()) => Value::from(self.value_of(&path)),
                None => self.attribute(name, &shape),
            };
            (name.to_owned(), value)
        });
        attributes.collect()
    }

    fn attribute(&self, name: &str, shape: &Shape) -> Value {
        match &shape.kind {
            Kind::Integer | Kind::Number => self.number(name),
            Kind::Boolean => Value::Bool(false),
            Kind::List(item) => Value::Array(vec![self.attribute(name, item)]),
            Kind::Map(_) | Kind::Object(_) => Value::Object(Map::new()),
            Kind::Union(shapes) => shapes
                .first()
                .map_or_else(|| self.text(name), |it| self.attribute(name, it)),
            _ => self.text(name),
        }
    }

    fn number(&self, name: &str) -> Value {
        if name.ends_with("Port") {
            return Value::from(self.port());
        }
        Value::from(1)
    }

    fn text(&self, name: &str) -> Value {
        let seed = self.seed();
        let last = name.rsplit('.').next().unwrap_or(name);
        let region = &self.place.region;
        let hex = |length| digest::hex(&[name, &seed], length);
        let text = match last {
            "Port" => self.port().to_string(),
            "Arn" => self.arn(),
            "AvailabilityZone" => format!("{region}a"),
            "AvailabilityZoneId" => "use1-az1".to_owned(),
            "AllocationId" => format!("eipalloc-0{}", hex(16)),
            "DefaultSecurityGroup" => format!("sg-0{}", hex(16)),
            "DefaultNetworkAcl" => format!("acl-0{}", hex(16)),
            "VpcId" => format!("vpc-0{}", hex(16)),
            "CanonicalHostedZoneID" | "CanonicalHostedZoneId" | "HostedZoneId" => {
                "Z35SXDOTRQ7X7K".to_owned()
            }
            "LatestVersionNumber" | "DefaultVersionNumber" | "Version" => "1".to_owned(),
            "SecretArn" => {
                let secret = format!("rds!db-{}", digest::uuid(&[name, &seed]));
                arn(self.place, "AWS::SecretsManager::Secret", &secret, &seed)
            }
            "DomainName" if self.type_name == "AWS::S3::Bucket" => self.host("s3"),
            "RegionalDomainName" => self.host(&format!("s3.{region}")),
            "WebsiteURL" => format!("http://{}", self.host(&format!("s3-website-{region}"))),
            "RepositoryUri" => {
                format!("{}.dkr.ecr.{region}.amazonaws.com/{}", self.place.account, self.name())
            }
            "Issuer" | "Url" | "URL" | "Uri" => format!("https://{}", self.host(&self.service())),
            _ if last.ends_with("Arn") || last.ends_with("ARN") => {
                format!("{}/{}", self.arn(), hex(8))
            }
            _ if is_host(last) => self.host(&self.service()),
            _ if last.ends_with("Id") || last.ends_with("ID") => hex(17),
            _ if last.ends_with("Name") => self.name(),
            _ => format!("{}-{}", last.to_lowercase(), hex(8)),
        };
        Value::from(text)
    }

    fn host(&self, service: &str) -> String {
        let name = self.name().to_lowercase().replace(['/', '_', ':'], "-");
        let service = service.strip_prefix("s3").map_or_else(
            || format!("{}.{service}", digest::hex(&["host", &self.seed()], 8)),
            |rest| format!("s3{rest}"),
        );
        format!("{name}.{service}.{}", self.place.url_suffix())
    }

    /// Such as `eu-west-1.rds`.
    fn service(&self) -> String {
        let service = self
            .type_name
            .split("::")
            .nth(1)
            .unwrap_or_default()
            .to_lowercase();
        format!("{}.{service}", self.place.region)
    }

    fn port(&self) -> u64 {
        let given = at(self.properties, "Port");
        let given = given.and_then(|it| it.as_u64().or_else(|| it.as_str()?.parse().ok()));
        let engine = at(self.properties, "Engine")
            .and_then(Value::as_str)
            .unwrap_or_default();
        given.unwrap_or(match engine {
            "redis" | "valkey" => 6379,
            "mysql" | "mariadb" | "aurora-mysql" => 3306,
            _ => 5432,
        })
    }
}

fn is_host(name: &str) -> bool {
    ["Address", "DomainName", "DNSName", "DnsName", "Endpoint", "BootstrapBrokerString"]
        .iter()
        .any(|it| name.contains(it))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::place::Place;

    #[test]
    fn attributes_have_the_types_of_the_schema() {
        let place = Place::default();
        let attributes = |type_name: &str, properties: Value, names: &[&str]| {
            let maker = Maker {
                place: &place,
                stack_name: "shop",
                logical_id: "Thing",
                type_name,
                properties: &properties,
                serial: 7,
            };
            let all = maker.attributes();
            let lines = names.iter().map(|name| format!("{name} {}", all[*name]));
            lines.collect::<Vec<_>>().join("\n")
        };
        let lines = [
            attributes(
                "AWS::S3::Bucket",
                json!({"BucketName": "b"}),
                &["Arn", "DomainName", "RegionalDomainName"],
            ),
            attributes(
                "AWS::RDS::DBInstance",
                json!({"Engine": "postgres"}),
                &["Endpoint.Address", "Endpoint.Port", "MasterUserSecret.SecretArn"],
            ),
            attributes(
                "AWS::EC2::VPC",
                json!({"CidrBlock": "10.0.0.0/16"}),
                &["CidrBlock", "VpcId", "DefaultSecurityGroup"],
            ),
            attributes("AWS::SQS::Queue", json!({"QueueName": "q"}), &["Arn", "QueueName"]),
            attributes("AWS::EC2::EIP", json!({}), &["AllocationId"]),
        ];
        insta::assert_snapshot!(lines.join("\n"), @r#"
        Arn "arn:aws:s3:::b"
        DomainName "b.s3.amazonaws.com"
        RegionalDomainName "b.s3.us-east-1.amazonaws.com"
        Endpoint.Address "shop-thing-hdyk0ocf89dm.fc04d5e9.us-east-1.rds.amazonaws.com"
        Endpoint.Port "5432"
        MasterUserSecret.SecretArn "arn:aws:secretsmanager:us-east-1:000000000000:secret:rds!db-e658909d-d6ab-47fb-8cd9-2b651018a140-K8FGBT"
        CidrBlock "10.0.0.0/16"
        VpcId "vpc-0d9e1a0b10ab3cb02"
        DefaultSecurityGroup "sg-0e5288e3619ed0db5"
        Arn "arn:aws:sqs:us-east-1:000000000000:q"
        QueueName "q"
        AllocationId "eipalloc-0d9e1a0b10ab3cb02"
        "#);
    }
}
