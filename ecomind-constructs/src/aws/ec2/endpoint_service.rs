//! Services that can be reached without the internet.

/// A service of AWS with an [interface endpoint](super::InterfaceEndpoint).
///
/// AWS: [services that integrate with PrivateLink](https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EndpointService {
    /// CloudWatch Logs: `logs`.
    CloudWatchLogs,
    /// CloudWatch metrics and alarms: `monitoring`.
    CloudWatchMonitoring,
    /// The API of the container registry: `ecr.api`. Images also take [`Self::EcrDocker`] and the
    /// gateway endpoint of S3, where their layers are.
    EcrApi,
    /// The container registry itself: `ecr.dkr`.
    EcrDocker,
    /// Key Management Service: `kms`.
    Kms,
    /// Secrets Manager: `secretsmanager`.
    SecretsManager,
    /// Simple Notification Service: `sns`.
    Sns,
    /// Simple Queue Service: `sqs`.
    Sqs,
    /// Systems Manager: `ssm`.
    Ssm,
    /// Sessions of Systems Manager, which ECS Exec uses: `ssmmessages`.
    SsmMessages,
    /// Security Token Service: `sts`.
    Sts,
    /// Another service: an id such as `EventBridge`, and its name after `com.amazonaws.<region>.`,
    /// such as `events`.
    Other(&'static str, &'static str),
}

impl EndpointService {
    /// What the endpoint is called in the tree, as in the AWS CDK.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::CloudWatchLogs => "CloudWatchLogs",
            Self::CloudWatchMonitoring => "CloudWatchMonitoring",
            Self::EcrApi => "EcrApi",
            Self::EcrDocker => "EcrDocker",
            Self::Kms => "Kms",
            Self::SecretsManager => "SecretsManager",
            Self::Sns => "Sns",
            Self::Sqs => "Sqs",
            Self::Ssm => "Ssm",
            Self::SsmMessages => "SsmMessages",
            Self::Sts => "Sts",
            Self::Other(id, _) => id,
        }
    }

    /// The end of the name that AWS gives the service.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CloudWatchLogs => "logs",
            Self::CloudWatchMonitoring => "monitoring",
            Self::EcrApi => "ecr.api",
            Self::EcrDocker => "ecr.dkr",
            Self::Kms => "kms",
            Self::SecretsManager => "secretsmanager",
            Self::Sns => "sns",
            Self::Sqs => "sqs",
            Self::Ssm => "ssm",
            Self::SsmMessages => "ssmmessages",
            Self::Sts => "sts",
            Self::Other(_, name) => name,
        }
    }
}
