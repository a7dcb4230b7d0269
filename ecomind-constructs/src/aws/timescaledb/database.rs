//! Databases.

use std::net::Ipv4Addr;

use crate::{
    Result,
    aws::{
        ec2::{Connectable, Connections, Image, Vpc},
        iam::{Grantee, Role},
        kms::Key,
        logs::LogGroup,
        s3::Bucket,
        secretsmanager::Secret,
    },
    cfn::{ec2 as cfn, ids::secretsmanager::SecretArn},
    tree::{Ref, Scope},
    value::{self, IntoValue as _, SecretValue, Value},
};

use super::{TimescaleDbBuilder, TimescaleRelease, origin::Origin};

/// `PostgreSQL` with TimescaleDB on an instance of your own, in a private subnet of a VPC: for
/// those who need hypertables, which RDS does not have.
///
/// The instance has an address that stays and a volume of its own; both are encrypted with a key of
/// its own, and the volume leaves a snapshot when it goes. The write-ahead log goes to a bucket as
/// it is written, with a backup every day, so that the last seven days can be brought back to any
/// minute; the volume has a snapshot every day too. EC2 moves the instance to another host when its
/// own fails. It is reached with Session Manager instead of SSH, and can't be terminated by
/// accident. The deployment waits until the first backup is in the bucket.
///
/// Nobody can connect until you [allow](Connectable::allow_from) it, and then only over TLS and
/// with a password that nobody knows. It has the certificate that it made for its address: clients
/// encrypt with `sslmode=require`, and have nobody who says that the certificate is right.
///
/// One `m7g.large` with 100 GiB costs $68 a month; RDS of that size $134, or $268 with a standby.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::aws::{ec2::Image, timescaledb::TimescaleRelease};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Data")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
/// let image = Image::id("ami-0123456789abcdef0");
/// let release = TimescaleRelease::new("17.11", "2.30.1");
/// let readings = TimescaleDb::builder("Readings", &vpc, image, release)
///     .database_name("readings")
///     .build(stack)?;
/// readings.allow_from(&worker, stack)?;
/// assert_eq!(readings.address().to_string(), "10.0.64.10");
/// # Ok::<(), Error>(())
/// ```
///
/// # What it does not do
///
/// There is no standby: while the instance is away, so is the database. A host that fails is minutes
/// of downtime, a zone that fails is as long as the zone is away, or until you restore elsewhere.
/// There are no read replicas, nobody patches it but you, and the password changes only when you
/// change it.
///
/// # Changes
///
/// The image, the release and the script are for the first start; an instance that runs stays as it
/// is. To upgrade, connect with Session Manager, change `IMAGE` in `/etc/timescaledb/environment`,
/// `systemctl restart timescaledb`, and `ALTER EXTENSION timescaledb UPDATE` in each database. A new
/// major version of `PostgreSQL` is a new database to move to. Another instance type restarts it,
/// and it has its memory settings by the new size. After somebody changed the secret,
/// `timescaledb-password` gives the master user the new password.
///
/// # Bringing data back
///
/// - To a time: `timescaledb-restore '2026-11-20 09:30:00+00'` on the instance.
/// - After its volume or its instance was lost: start an instance from the launch template with the
///   interface and a volume, the old one or an empty one. An empty one is filled from the bucket.
/// - As a second database: [`from_snapshot`](Self::from_snapshot).
///
/// Who wants copies in another region, or a vault that nobody can empty, has
/// [`volume_arn`](Self::volume_arn) for a [`BackupSelection`](crate::aws::backup::BackupSelection).
///
/// CloudFormation: [`AWS::EC2::Instance`](cfn::Instance), [`AWS::EC2::Volume`](cfn::Volume),
/// [`AWS::EC2::NetworkInterface`](cfn::NetworkInterface),
/// [`AWS::DLM::LifecyclePolicy`](crate::cfn::dlm::LifecyclePolicy)
#[derive(Debug, Clone, Copy)]
pub struct TimescaleDb {
    pub(super) address: Ipv4Addr,
    pub(super) instance: Ref<cfn::Instance>,
    pub(super) volume: Ref<cfn::Volume>,
    pub(super) connections: Connections,
    pub(super) role: Role,
    pub(super) secret: Secret,
    pub(super) encryption_key: Key,
    pub(super) backup_bucket: Bucket,
    pub(super) log_group: LogGroup,
}

impl TimescaleDb {
    /// Starts an empty database in the first private subnet of `vpc`, on an image of Amazon Linux
    /// 2023.
    pub fn builder(
        id: impl Into<String>,
        vpc: &Vpc,
        image: Image,
        release: TimescaleRelease,
    ) -> TimescaleDbBuilder<'_> {
        TimescaleDbBuilder::new(id.into(), vpc, image, release, Origin::Empty)
    }

    /// Starts a database whose volume begins as this snapshot, such as `snap-0123456789abcdef0`.
    ///
    /// The release must be of the same major version of `PostgreSQL`. The password of the master
    /// user becomes that of the new secret; backups go to a place of their own. EC2 refuses to
    /// change the snapshot of a volume, so that it stays in the code as long as the database lives.
    pub fn from_snapshot(
        id: impl Into<String>,
        vpc: &Vpc,
        image: Image,
        release: TimescaleRelease,
        snapshot: impl Into<String>,
    ) -> TimescaleDbBuilder<'_> {
        TimescaleDbBuilder::new(id.into(), vpc, image, release, Origin::Snapshot(snapshot.into()))
    }

    /// Its address, always the same.
    #[must_use]
    pub fn address(self) -> Ipv4Addr {
        self.address
    }

    /// Where clients connect: its address.
    #[must_use]
    pub fn endpoint(self) -> Value<String> {
        self.address.to_string().into_value()
    }

    /// The port: 5432.
    #[must_use]
    pub fn port(self) -> Value<String> {
        "5432".into_value()
    }

    /// The ARN of the secret of the master user `postgres`: JSON with the keys `username`,
    /// `password`, `host`, `port`, `dbname` and `engine`.
    #[must_use]
    pub fn secret(self) -> Value<SecretArn> {
        self.secret.arn()
    }

    /// The password of the master user, for properties of resources.
    #[must_use]
    pub fn password(self) -> SecretValue {
        self.secret.value("password")
    }

    /// Lets `grantee` read the secret of the master user, who may do everything.
    #[track_caller]
    pub fn grant_read_secret(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        self.secret.grant_read(grantee, scope)
    }

    /// The key that volume, secret and backups are encrypted with.
    #[must_use]
    pub fn encryption_key(self) -> Key {
        self.encryption_key
    }

    /// Where backups are, in a folder of its own below the name of the stack.
    #[must_use]
    pub fn backup_bucket(self) -> Bucket {
        self.backup_bucket
    }

    /// What `PostgreSQL` says.
    #[must_use]
    pub fn log_group(self) -> LogGroup {
        self.log_group
    }

    /// The instance, for alarms and to set what this construct has no method for.
    #[must_use]
    pub fn instance(self) -> Ref<cfn::Instance> {
        self.instance
    }

    /// The volume with the data.
    #[must_use]
    pub fn volume(self) -> Ref<cfn::Volume> {
        self.volume
    }

    /// The ARN of the volume, to be backed up by AWS Backup too.
    #[must_use]
    pub fn volume_arn(self) -> Value<String> {
        value::concat([
            "arn:".into_value(),
            value::partition(),
            ":ec2:".into_value(),
            value::region(),
            ":".into_value(),
            value::account_id(),
            ":volume/".into_value(),
            self.volume.volume_id().cast(),
        ])
    }
}

impl Connectable for TimescaleDb {
    fn connections(&self) -> Connections {
        self.connections
    }
}

impl Grantee for TimescaleDb {
    fn role(&self) -> Role {
        self.role
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use crate::{
        aws::{ec2::Image, timescaledb::TimescaleRelease},
        prelude::*,
        testing,
    };

    const ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 8, 0, 10);

    fn image() -> Image {
        Image::id("ami-0123456789abcdef0")
    }

    fn release() -> TimescaleRelease {
        TimescaleRelease::new("17.11", "2.30.1")
    }

    fn network(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::from_ids("Vpc", "vpc-0a1b2c3d")
            .private_subnet("use1-az1", "subnet-0a1b2c3d")
            .build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let vpc = network(stack)?;
            let readings = TimescaleDb::builder("Readings", &vpc, image(), release());
            readings.address(ADDRESS).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let key = Key::builder("Key").build(stack)?;
            let bucket = Bucket::builder("Backups")
                .encryption_key(&key)
                .build(stack)?;
            let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
            let digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
            let release = release().apache_only().digest(digest);
            let image = Image::parameter(name, 88);
            let snapshot = "snap-0123456789abcdef0";
            let readings = TimescaleDb::from_snapshot("Readings", &vpc, image, release, snapshot)
                .database_name("readings")
                .subnet(&vpc.private_subnets()[1])
                .address(Ipv4Addr::new(10, 0, 65, 20))
                .instance_type("r7i.2xlarge")
                .storage(Size::gibibytes(500))
                .iops(20_000)
                .throughput_mib_per_second(1_000)
                .encryption_key(&key)
                .backup_bucket(&bucket)
                .backup_retention(Duration::days(35))
                .backup_hour(23)
                .snapshots(30)
                .log_retention(Retention::OneYear)
                .termination_protection(false)
                .startup_timeout(Duration::hours(2))
                .statement(
                    PolicyStatement::allow()
                        .actions(["s3:GetObject"])
                        .resources(["arn:aws:s3:::imports/*"]),
                )
                .build(stack)?;
            let worker = SecurityGroup::builder("Worker", &vpc).build(stack)?;
            readings.allow_from(&worker, stack)?;
            let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            readings.grant_read_secret(&task, stack)?;
            Output::new(readings.endpoint()).add("Host", stack)?;
            Output::new(readings.port()).add("Port", stack)?;
            Output::new(readings.secret()).add("Secret", stack)?;
            Output::new(readings.volume_arn()).add("Volume", stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn two_databases_in_one_stack_have_snapshots_and_backups_of_their_own() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::builder("Vpc").build(stack)?;
            let bucket = Bucket::builder("Backups").build(stack)?;
            for (id, last) in [("Readings", 10), ("Prices", 11)] {
                TimescaleDb::builder(id, &vpc, image(), release())
                    .address(Ipv4Addr::new(10, 0, 64, last))
                    .backup_bucket(&bucket)
                    .build(stack)?;
            }
            Ok(())
        });
        let text = template.json();
        for folder in ["ReadingsReady49E9B6CF", "PricesReady"] {
            assert!(text.contains(&format!("BACKUPS='/${{AWS::StackName}}/{folder}")), "{folder}");
        }
        template.assert_count("AWS::DLM::LifecyclePolicy", 2);
    }
}
