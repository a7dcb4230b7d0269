//! Secrets that change by themselves.

use crate::{
    Result,
    aws::ec2::{Connectable, Connections, Vpc},
    cfn::secretsmanager as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{self, Duration},
};

use super::{SecretTargetAttachment, generated_text::EXCLUDED};

/// Changes the password of a secret and of its database from time to time.
///
/// A function of AWS, which CloudFormation deploys in a stack below this one, does it every 30
/// days from the private subnets of the VPC. It can connect to nothing until you allow it: to the
/// database, and to Secrets Manager, through an interface endpoint or a NAT gateway.
///
/// The first rotation follows right after the deployment. Services that were given the password
/// when they started need the new one then, so let them read it when they connect.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// # use ecomind_constructs::aws::secretsmanager::SecretTarget;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let database = SecurityGroup::builder("Database", &vpc).port(Port::POSTGRES).build(stack)?;
/// # let attached = Secret::builder("Credentials")
/// #     .username("ecomind")
/// #     .build(stack)?
/// #     .attach(&SecretTarget::other("AWS::RDS::DBInstance", "orders"), stack)?;
/// let rotation = RotationSchedule::builder("Rotation", &attached, &vpc).build(stack)?;
/// rotation.allow_to(&database, stack)?;
/// rotation.allow_to_block(CidrBlock::ANYWHERE, Port::HTTPS, stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::SecretsManager::RotationSchedule`](cfn::RotationSchedule)
#[derive(Debug, Clone, Copy)]
pub struct RotationSchedule {
    resource: Ref<cfn::RotationSchedule>,
    connections: Connections,
}

/// Builds a [`RotationSchedule`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RotationScheduleBuilder<'a> {
    id: String,
    secret: SecretTargetAttachment,
    vpc: &'a Vpc,
    rotation: HostedRotation,
    every: Duration,
    exclude_characters: String,
}

/// The functions that AWS has for rotations.
///
/// AWS: [rotation function templates](https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostedRotation {
    /// PostgreSQL: the user changes its own password.
    PostgresSingleUser,
    /// Another one, as templates write it.
    Other(&'static str),
}

impl HostedRotation {
    /// The name that templates use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PostgresSingleUser => "PostgreSQLSingleUser",
            Self::Other(name) => name,
        }
    }
}

/// The macro that deploys the functions; older ones deploy older versions of Python.
const TRANSFORM: &str = "AWS::SecretsManager-2024-09-16";

impl RotationSchedule {
    /// Starts a schedule for a secret that says where its database is.
    pub fn builder<'a>(
        id: impl Into<String>,
        secret: &SecretTargetAttachment,
        vpc: &'a Vpc,
    ) -> RotationScheduleBuilder<'a> {
        RotationScheduleBuilder {
            id: id.into(),
            secret: *secret,
            vpc,
            rotation: HostedRotation::PostgresSingleUser,
            every: Duration::days(30),
            exclude_characters: EXCLUDED.to_owned(),
        }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::RotationSchedule> {
        self.resource
    }
}

impl Connectable for RotationSchedule {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl RotationScheduleBuilder<'_> {
    /// Which function does it. Default: [`HostedRotation::PostgresSingleUser`].
    pub fn rotation(mut self, rotation: HostedRotation) -> Self {
        self.rotation = rotation;
        self
    }

    /// How long a password lasts, 1 to 1,000 whole days. Default: 30 days.
    pub fn every(mut self, time: Duration) -> Self {
        self.every = time;
        self
    }

    /// The characters that new passwords do not have; the same as those of the secret. Default:
    /// the same as the default of secrets.
    pub fn exclude_characters(mut self, characters: impl Into<String>) -> Self {
        self.exclude_characters = characters.into();
        self
    }

    /// Adds the schedule to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<RotationSchedule> {
        let mut scope = scope.child(&self.id)?;
        let Some(days @ 1..=1_000) = self.every.as_days() else {
            let reason = format!("must be 1 to 1,000 whole days, got {}", self.every);
            return Err(scope.invalid("every", reason));
        };
        let subnets = self.vpc.private_subnet_ids();
        if subnets.is_empty() {
            let reason = "must have private subnets, from which the function reaches AWS";
            return Err(scope.invalid("vpc", reason));
        }
        let connections = Connections::closed(self.vpc, None, &mut scope)?;
        let mut function = cfn::RotationScheduleHostedRotationLambda::new(self.rotation.name())
            .exclude_characters(self.exclude_characters)
            .vpc_security_group_ids(connections.security_group_id())
            .vpc_subnet_ids(value::join(",", subnets));
        if let Some(key) = self.secret.secret().encryption_key() {
            function = function.kms_key_arn(key.resource());
        }
        let unit = if days == 1 { "day" } else { "days" };
        let resource = cfn::RotationSchedule::new(self.secret.arn())
            .hosted_rotation_lambda(function)
            .rotation_rules(
                cfn::RotationScheduleRotationRules::new()
                    .schedule_expression(format!("rate({days} {unit})")),
            )
            .add("Resource", &mut scope)?;
        scope.transform(TRANSFORM)?;
        Ok(RotationSchedule { resource, connections })
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::secretsmanager::{HostedRotation, RotationScheduleBuilder, SecretTarget},
        prelude::*,
        testing,
    };

    fn rotated(
        key: Option<&Key>,
        stack: &mut Scope<'_>,
        change: impl FnOnce(RotationScheduleBuilder<'_>) -> RotationScheduleBuilder<'_>,
    ) -> Result<RotationSchedule> {
        let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c3d")
            .private_subnet("use1-az2", "subnet-1a1b2c3d")
            .build(stack)?;
        let secret = Secret::builder("Credentials").username("ecomind");
        let secret = match key {
            Some(key) => secret.encryption_key(key),
            None => secret,
        };
        let attached = secret
            .build(stack)?
            .attach(&SecretTarget::other("AWS::RDS::DBInstance", "orders"), stack)?;
        change(RotationSchedule::builder("Rotation", &attached, &vpc)).build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| rotated(None, stack, |rotation| rotation));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            rotated(Some(&key), stack, |rotation| {
                rotation
                    .rotation(HostedRotation::Other("MySQLSingleUser"))
                    .every(Duration::days(1))
                    .exclude_characters("\"@")
            })
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_time_that_secrets_manager_refuses() {
        for time in [Duration::hours(12), Duration::days(1_001)] {
            let error = testing::reject(|stack| rotated(None, stack, |r| r.every(time)));
            assert!(
                error
                    .to_string()
                    .contains("must be 1 to 1,000 whole days, got ")
            );
        }
    }
}
