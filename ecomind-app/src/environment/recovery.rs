//! What an environment has for the day on which its region is lost.

use ecomind_constructs::{
    cfn::ids::{backup::BackupVaultArn, kms::KeyArn, s3::BucketArn},
    prelude::*,
    value::StackOutput,
};

use super::{DatabaseChoice, Environment};

/// The environment that stands by for another one, as the other one sees it. It is deployed first.
#[derive(Debug, Clone, Copy)]
pub struct Standby {
    /// What people type. It is in the same account.
    pub name: &'static str,
    /// Its region.
    pub region: &'static str,
    /// How long copies of backups are kept there.
    pub copies_kept: Duration,
}

/// How far an environment that stands by for another one is.
///
/// It refers to nothing that the other one has, since that may be lost, and so may its region.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Recovery {
    /// It keeps copies of data and images, and what takes days or people to get: keys, a
    /// certificate, addresses that alarms go to.
    PilotLight,
    /// It is the whole platform.
    Active {
        /// What its database begins as. It has to stay as it is for as long as the database lives.
        database: DatabaseSource,
        /// Whether it answers for the domain.
        traffic: Traffic,
    },
}

/// What a database begins as that is not empty.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum DatabaseSource {
    /// The newest of the automated backups that another region sent, by their ARN:
    /// `arn:aws:rds:us-west-2:…:auto-backup:ab-…`.
    ReplicatedBackups(&'static str),
    /// The same, as they were at a moment.
    ReplicatedBackupsAt {
        /// Their ARN.
        backups: &'static str,
        /// The moment, such as `2026-11-29T10:00:00Z`.
        moment: &'static str,
    },
    /// A snapshot of this region, by its ARN: one of your own, or a copy of AWS Backup.
    Snapshot(&'static str),
}

/// Whether a platform that stands by answers for the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// The other one answers: for rehearsals.
    Stays,
    /// This one answers, for as long as this says so, whatever becomes of the other one.
    Taken,
}

/// Where the records of the domain are.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// In a zone of its own, which the parent of the domain has to delegate to.
    Own,
    /// In the zone of another environment, by the id that its stack `Dns` shows.
    Existing(&'static str),
}

/// How requests come in.
#[derive(Debug, Clone, Copy)]
pub enum WayIn {
    /// By CloudFront, which alone reaches the load balancer.
    CloudFront {
        /// The list of the addresses that CloudFront asks from, `pl-…`, which has another id in
        /// each region: `aws ec2 describe-managed-prefix-lists` shows it as
        /// `com.amazonaws.global.cloudfront.origin-facing`.
        addresses: &'static str,
    },
    /// By the load balancer itself: nothing of it is in us-east-1.
    LoadBalancer,
}

impl Standby {
    /// A key that one of its stacks shows.
    pub fn key(self, stack: &str, output: &str) -> Value<KeyArn> {
        self.output(stack, output)
    }

    /// A bucket that one of its stacks shows.
    pub fn bucket(self, stack: &str, output: &str) -> Value<BucketArn> {
        self.output(stack, output)
    }

    /// An output of one of its stacks.
    fn output<T: ?Sized>(self, stack: &str, output: &str) -> Value<T> {
        StackOutput::new(format!("ecomind-{}-{stack}", self.name), output)
            .region(self.region)
            .value()
    }
}

impl Environment {
    /// Whether it only keeps copies, and is no platform.
    pub fn is_pilot_light(&self) -> bool {
        matches!(self.recovery, Some(Recovery::PilotLight))
    }

    /// What its database begins as where that is not empty.
    pub fn database_source(&self) -> Option<DatabaseSource> {
        match (self.recovery, self.database) {
            (Some(Recovery::Active { database, .. }), _) => Some(database),
            (_, DatabaseChoice::Rds(size)) => size.restored_from,
            _ => None,
        }
    }

    /// Whether it answers for the domain in the place of another one.
    pub fn takes_traffic(&self) -> bool {
        matches!(self.recovery, Some(Recovery::Active { traffic: Traffic::Taken, .. }))
    }

    /// What a load balancer is called that answers for the domain in the place of another one.
    pub fn standby_name(&self) -> String {
        format!("standby.{}", self.domain_name)
    }
}

/// Where an environment sends copies of its backups to.
#[derive(Debug, Clone)]
pub struct CopyVault {
    /// The environment that has them.
    pub standby: Standby,
    /// What encrypts copies of the database's own backups.
    pub key: Value<KeyArn>,
    /// Where copies of the others are kept.
    pub vault: Value<BackupVaultArn>,
}

impl CopyVault {
    /// The stack that has them.
    pub const STACK: &str = "BackupCopies";
    /// The output of the key.
    pub const KEY: &str = "KeyArn";
    /// The output of the vault.
    pub const VAULT: &str = "VaultArn";

    /// That of the environment that stands by.
    pub fn of(standby: Standby) -> Self {
        let vault = standby.output(Self::STACK, Self::VAULT);
        Self { standby, key: standby.key(Self::STACK, Self::KEY), vault }
    }
}
