//! Databases that begin with the data of another one.

use crate::aws::ec2::Vpc;

use super::{DatabaseInstance, DatabaseInstanceBuilder, origin::Origin};

impl DatabaseInstance {
    /// Starts a database in `vpc` that begins as a snapshot, given by its ARN or name. The
    /// names of those that AWS Backup made or copied begin with `awsbackup:`.
    ///
    /// **A database that was restored says so for as long as it lives.** CloudFormation takes a
    /// database that names no snapshot any more, or another one, for a new one: it makes it, empty,
    /// and deletes what there was. So the snapshot is no setting that can be left out of a chain of
    /// calls but the way to begin one; it is a parameter of the template that takes no other value;
    /// and the database has the metadata `NeverChange`, so that whoever deploys can refuse a
    /// template where what it names is gone. The snapshot itself may be deleted.
    ///
    /// Its master user, its databases and its key are those of the snapshot. Tell
    /// [`master_username`](DatabaseInstanceBuilder::master_username) and
    /// [`database_name`](DatabaseInstanceBuilder::database_name) what they are called, if they
    /// aren't `postgres`. A snapshot that isn't encrypted gives a database that isn't either: copy
    /// it with a key first.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new().region("us-east-1");
    /// # let stack = &mut app.stack("Test")?;
    /// # let vpc = Vpc::builder("Vpc").build(stack)?;
    /// let snapshot = "arn:aws:rds:us-east-1:111122223333:snapshot:orders-2026-11-20";
    /// let orders = DatabaseInstance::from_snapshot("Orders", &vpc, snapshot).build(stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn from_snapshot(
        id: impl Into<String>,
        vpc: &Vpc,
        snapshot: impl Into<String>,
    ) -> DatabaseInstanceBuilder<'_> {
        DatabaseInstanceBuilder::new(id.into(), vpc, Origin::Snapshot(snapshot.into()))
    }

    /// Starts a database in `vpc` that begins as the newest of what another region sent, by
    /// [`BackupReplication`](super::BackupReplication): after that region is gone, all but the last
    /// minutes. `backups` is the ARN in this region, which
    /// `aws rds describe-db-instance-automated-backups` tells.
    ///
    /// [`restore_time`](DatabaseInstanceBuilder::restore_time) is for a moment before that. What
    /// [`from_snapshot`](Self::from_snapshot) says of a database that was restored is true of this
    /// one too. Its key is the one that the backups were replicated with.
    ///
    /// ```
    /// use ecomind_constructs::prelude::*;
    ///
    /// # let mut app = App::new().region("us-west-2");
    /// # let stack = &mut app.stack("Test")?;
    /// # let vpc = Vpc::builder("Vpc").build(stack)?;
    /// let backups = "arn:aws:rds:us-west-2:111122223333:auto-backup:ab-l2ijcexjp7xq7hoj4sie";
    /// let orders = DatabaseInstance::from_replicated_backups("Orders", &vpc, backups).build(stack)?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn from_replicated_backups(
        id: impl Into<String>,
        vpc: &Vpc,
        backups: impl Into<String>,
    ) -> DatabaseInstanceBuilder<'_> {
        DatabaseInstanceBuilder::new(id.into(), vpc, Origin::ReplicatedBackups(backups.into()))
    }
}
