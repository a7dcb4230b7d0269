//! The settings that open a resource, or leave it without protection, as data.
//!
//! What a setting means when it is not there is the service's default, from the page of the type
//! in the [template reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html).

use super::ExposureKind::{self, Encryption, Protection, PublicAccess};

/// One setting.
pub(super) struct Switch {
    pub(super) type_name: &'static str,
    /// The way to the property.
    pub(super) path: &'static [&'static str],
    pub(super) safe: Safe,
    pub(super) kind: ExposureKind,
    /// What it means when it is not safe.
    pub(super) says: &'static str,
}

/// When a setting is safe.
#[derive(Clone, Copy)]
pub(super) enum Safe {
    /// When it is true; not there is false.
    True,
    /// When it is false; not there is false.
    False,
    /// When it is false; not there is true.
    SaidFalse,
    /// When it is one of these; not there is unsafe.
    OneOf(&'static [&'static str]),
    /// When it is none of these; not there is safe.
    NoneOf(&'static [&'static str]),
    /// When it is there.
    Present,
    /// When it is not less than before; not there is this number.
    NotLess(u64),
}

use Safe::{False, NoneOf, NotLess, OneOf, Present, SaidFalse, True};

const fn switch(
    type_name: &'static str,
    path: &'static [&'static str],
    safe: Safe,
    kind: ExposureKind,
    says: &'static str,
) -> Switch {
    Switch { type_name, path, safe, kind, says }
}

const PUBLIC: &str = "it has an address that the internet can reach";
const AT_REST: &str = "data at rest is not encrypted";
const IN_TRANSIT: &str = "data in transit is not encrypted";
const DELETION: &str = "nothing refuses its deletion";
const OWN_KEY: &str = "no key of this account encrypts it";
const BACKUPS: &str = "backups are kept for fewer days";
const PUBLIC_ACLS: &[&str] = &["PublicRead", "PublicReadWrite", "AuthenticatedRead"];

/// Every setting that is looked at.
#[rustfmt::skip] // A table is read by its columns.
pub(super) const SWITCHES: &[Switch] = &[
    // Who can reach it.
    switch("AWS::RDS::DBInstance", &["PubliclyAccessible"], False, PublicAccess, PUBLIC),
    switch("AWS::RDS::DBCluster", &["PubliclyAccessible"], False, PublicAccess, PUBLIC),
    switch("AWS::Redshift::Cluster", &["PubliclyAccessible"], False, PublicAccess, PUBLIC),
    switch("AWS::RedshiftServerless::Workgroup", &["PubliclyAccessible"], False, PublicAccess, PUBLIC),
    switch("AWS::AmazonMQ::Broker", &["PubliclyAccessible"], False, PublicAccess, PUBLIC),
    switch("AWS::DMS::ReplicationInstance", &["PubliclyAccessible"], SaidFalse, PublicAccess, PUBLIC),
    switch("AWS::MSK::Cluster", &["BrokerNodeGroupInfo", "ConnectivityInfo", "PublicAccess", "Type"], NoneOf(&["SERVICE_PROVIDED_EIPS"]), PublicAccess, PUBLIC),
    switch("AWS::MSK::Cluster", &["ClientAuthentication", "Unauthenticated", "Enabled"], False, PublicAccess, "clients need not say who they are"),
    switch("AWS::ElasticLoadBalancingV2::LoadBalancer", &["Scheme"], OneOf(&["internal"]), PublicAccess, "it faces the internet"),
    switch("AWS::ElasticLoadBalancing::LoadBalancer", &["Scheme"], OneOf(&["internal"]), PublicAccess, "it faces the internet"),
    switch("AWS::EC2::Subnet", &["MapPublicIpOnLaunch"], False, PublicAccess, "what is launched in it gets a public address"),
    switch("AWS::EC2::Instance", &["NetworkInterfaces", "*", "AssociatePublicIpAddress"], False, PublicAccess, "it gets a public address"),
    switch("AWS::EC2::LaunchTemplate", &["LaunchTemplateData", "NetworkInterfaces", "*", "AssociatePublicIpAddress"], False, PublicAccess, "instances get public addresses"),
    switch("AWS::ECS::Service", &["NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"], NoneOf(&["ENABLED"]), PublicAccess, "its tasks get public addresses"),
    switch("AWS::EKS::Cluster", &["ResourcesVpcConfig", "EndpointPublicAccess"], SaidFalse, PublicAccess, "the internet reaches its API"),
    switch("AWS::Lambda::Url", &["AuthType"], NoneOf(&["NONE"]), PublicAccess, "anybody can call it"),
    switch("AWS::ApiGateway::Method", &["AuthorizationType"], NoneOf(&["NONE"]), PublicAccess, "anybody can call it"),
    switch("AWS::ApiGatewayV2::Route", &["AuthorizationType"], NoneOf(&["NONE"]), PublicAccess, "anybody can call it"),
    switch("AWS::S3::Bucket", &["AccessControl"], NoneOf(PUBLIC_ACLS), PublicAccess, "its ACL lets others read it"),
    switch("AWS::S3::Bucket", &["PublicAccessBlockConfiguration", "BlockPublicAcls"], True, PublicAccess, "public ACLs are not blocked"),
    switch("AWS::S3::Bucket", &["PublicAccessBlockConfiguration", "BlockPublicPolicy"], True, PublicAccess, "public policies are not blocked"),
    switch("AWS::S3::Bucket", &["PublicAccessBlockConfiguration", "IgnorePublicAcls"], True, PublicAccess, "public ACLs are not ignored"),
    switch("AWS::S3::Bucket", &["PublicAccessBlockConfiguration", "RestrictPublicBuckets"], True, PublicAccess, "public policies are not restricted"),
    switch("AWS::SageMaker::NotebookInstance", &["DirectInternetAccess"], OneOf(&["Disabled"]), PublicAccess, "it reaches the internet past the VPC"),
    // Who can read what is stored and sent.
    switch("AWS::RDS::DBInstance", &["StorageEncrypted"], True, Encryption, AT_REST),
    switch("AWS::RDS::DBCluster", &["StorageEncrypted"], True, Encryption, AT_REST),
    switch("AWS::DocDB::DBCluster", &["StorageEncrypted"], True, Encryption, AT_REST),
    switch("AWS::Neptune::DBCluster", &["StorageEncrypted"], True, Encryption, AT_REST),
    switch("AWS::Redshift::Cluster", &["Encrypted"], True, Encryption, AT_REST),
    switch("AWS::EFS::FileSystem", &["Encrypted"], True, Encryption, AT_REST),
    switch("AWS::EC2::Volume", &["Encrypted"], True, Encryption, AT_REST),
    switch("AWS::ElastiCache::ReplicationGroup", &["AtRestEncryptionEnabled"], True, Encryption, AT_REST),
    switch("AWS::ElastiCache::ReplicationGroup", &["TransitEncryptionEnabled"], True, Encryption, IN_TRANSIT),
    switch("AWS::DynamoDB::Table", &["SSESpecification", "SSEEnabled"], True, Encryption, OWN_KEY),
    switch("AWS::Kinesis::Stream", &["StreamEncryption"], Present, Encryption, AT_REST),
    switch("AWS::S3::Bucket", &["BucketEncryption"], Present, Encryption, "only S3's own key encrypts it"),
    switch("AWS::SQS::Queue", &["KmsMasterKeyId"], Present, Encryption, OWN_KEY),
    switch("AWS::SQS::Queue", &["SqsManagedSseEnabled"], NoneOf(&["false"]), Encryption, AT_REST),
    switch("AWS::SNS::Topic", &["KmsMasterKeyId"], Present, Encryption, AT_REST),
    switch("AWS::Logs::LogGroup", &["KmsKeyId"], Present, Encryption, OWN_KEY),
    switch("AWS::SecretsManager::Secret", &["KmsKeyId"], Present, Encryption, OWN_KEY),
    switch("AWS::CloudTrail::Trail", &["KMSKeyId"], Present, Encryption, OWN_KEY),
    switch("AWS::ECR::Repository", &["EncryptionConfiguration"], Present, Encryption, OWN_KEY),
    switch("AWS::MSK::Cluster", &["EncryptionInfo", "EncryptionInTransit", "ClientBroker"], NoneOf(&["TLS_PLAINTEXT", "PLAINTEXT"]), Encryption, IN_TRANSIT),
    switch("AWS::MSK::Cluster", &["EncryptionInfo", "EncryptionInTransit", "InCluster"], NoneOf(&["false"]), Encryption, IN_TRANSIT),
    switch("AWS::OpenSearchService::Domain", &["EncryptionAtRestOptions", "Enabled"], True, Encryption, AT_REST),
    switch("AWS::OpenSearchService::Domain", &["NodeToNodeEncryptionOptions", "Enabled"], True, Encryption, IN_TRANSIT),
    switch("AWS::OpenSearchService::Domain", &["DomainEndpointOptions", "EnforceHTTPS"], True, Encryption, IN_TRANSIT),
    switch("AWS::ElasticLoadBalancingV2::Listener", &["Protocol"], NoneOf(&["HTTP", "TCP", "UDP", "TCP_UDP"]), Encryption, IN_TRANSIT),
    switch("AWS::CloudFront::Distribution", &["DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"], NoneOf(&["allow-all"]), Encryption, IN_TRANSIT),
    switch("AWS::EKS::Cluster", &["EncryptionConfig"], Present, Encryption, "no key of this account encrypts its secrets"),
    switch("AWS::KMS::Key", &["EnableKeyRotation"], True, Encryption, "the key does not rotate"),
    // What keeps it from going.
    switch("AWS::RDS::DBInstance", &["DeletionProtection"], True, Protection, DELETION),
    switch("AWS::RDS::DBCluster", &["DeletionProtection"], True, Protection, DELETION),
    switch("AWS::DocDB::DBCluster", &["DeletionProtection"], True, Protection, DELETION),
    switch("AWS::Neptune::DBCluster", &["DeletionProtection"], True, Protection, DELETION),
    switch("AWS::DynamoDB::Table", &["DeletionProtectionEnabled"], True, Protection, DELETION),
    switch("AWS::EKS::Cluster", &["DeletionProtection"], True, Protection, DELETION),
    switch("AWS::Cognito::UserPool", &["DeletionProtection"], OneOf(&["ACTIVE"]), Protection, DELETION),
    switch("AWS::EC2::Instance", &["DisableApiTermination"], True, Protection, DELETION),
    switch("AWS::ElasticLoadBalancingV2::LoadBalancer", &["LoadBalancerAttributes", "deletion_protection.enabled"], True, Protection, DELETION),
    switch("AWS::S3::Bucket", &["VersioningConfiguration", "Status"], OneOf(&["Enabled"]), Protection, "overwritten and deleted objects are lost"),
    switch("AWS::S3::Bucket", &["ObjectLockEnabled"], True, Protection, "objects are not locked"),
    switch("AWS::DynamoDB::Table", &["PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"], True, Protection, "it cannot be restored to a point in time"),
    switch("AWS::RDS::DBInstance", &["BackupRetentionPeriod"], NotLess(1), Protection, BACKUPS),
    switch("AWS::RDS::DBCluster", &["BackupRetentionPeriod"], NotLess(1), Protection, BACKUPS),
    switch("AWS::ElastiCache::ReplicationGroup", &["SnapshotRetentionLimit"], NotLess(0), Protection, BACKUPS),
    switch("AWS::KMS::Key", &["PendingWindowInDays"], NotLess(30), Protection, "fewer days remain to stop its deletion"),
    switch("AWS::ECR::Repository", &["ImageTagMutability"], OneOf(&["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"]), Protection, "a tag can become another image"),
    switch("AWS::ECR::Repository", &["ImageScanningConfiguration", "ScanOnPush"], True, Protection, "images are not scanned"),
    switch("AWS::CloudTrail::Trail", &["IsLogging"], True, Protection, "calls are not recorded"),
    switch("AWS::CloudTrail::Trail", &["EnableLogFileValidation"], True, Protection, "changed logs are not noticed"),
    switch("AWS::GuardDuty::Detector", &["Enable"], True, Protection, "threats are not looked for"),
    switch("AWS::RDS::DBInstance", &["EnableIAMDatabaseAuthentication"], True, Protection, "passwords are the only way in"),
];

/// The types whose removal takes a protection away, and what is missing then.
pub(super) const GUARDS: &[(&str, &str)] = &[
    ("AWS::AccessAnalyzer::Analyzer", "outside access is no longer looked for"),
    ("AWS::Backup::BackupSelection", "what it selected is no longer backed up"),
    ("AWS::CloudTrail::Trail", "calls are no longer recorded"),
    ("AWS::Config::ConfigurationRecorder", "configurations are no longer recorded"),
    ("AWS::EC2::FlowLog", "traffic is no longer recorded"),
    ("AWS::GuardDuty::Detector", "threats are no longer looked for"),
    ("AWS::SecretsManager::RotationSchedule", "the secret no longer rotates"),
    ("AWS::WAFv2::LoggingConfiguration", "refused requests are no longer recorded"),
    ("AWS::WAFv2::WebACLAssociation", "requests are no longer filtered"),
];

#[cfg(test)]
mod tests {
    use ecomind_constructs::schema::{self, Kind, ObjectSchema};

    use super::*;

    /// Whether the schema has a property at a path. Attributes of load balancers are keys.
    fn exists(object: ObjectSchema, path: &[&str]) -> bool {
        let Some((name, rest)) = path.split_first() else { return true };
        let Some(property) = object.property(name) else { return false };
        let rest = rest.strip_prefix(&["*"][..]).unwrap_or(rest);
        match property.shape().kind {
            Kind::Object(inner) => exists(inner, rest),
            Kind::List(item) => match item.kind {
                Kind::Object(inner) => {
                    rest.iter().all(|it| it.contains('.')) || exists(inner, rest)
                }
                _ => rest.is_empty(),
            },
            _ => rest.is_empty(),
        }
    }

    #[test]
    fn every_setting_and_every_type_is_in_the_schemas() {
        for switch in SWITCHES {
            let schema = schema::resource_type(switch.type_name).unwrap();
            assert!(exists(schema.object(), switch.path), "{} {:?}", switch.type_name, switch.path);
        }
        for (type_name, _) in GUARDS {
            assert!(schema::resource_type(type_name).is_some(), "{type_name}");
        }
    }
}
