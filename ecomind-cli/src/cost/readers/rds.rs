//! Databases.

use rust_decimal::Decimal;

use super::{super::subject::Part, Bill, Subject};

/// IOPS that come with gp3 from 400 GB on.
const GP3_IOPS: u32 = 12_000;

/// An instance, twice with a standby in another zone, and its storage.
///
/// Backups up to the size of the storage are free.
pub(super) fn instance(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let source = subject.target("SourceDBInstanceIdentifier");
    let own_or_sources = |name: &str| subject.part(name).or_else(|| source.as_ref()?.part(name));
    let is_multi_az = subject.is_on("MultiAZ");
    let (copies, zones) = if is_multi_az { (2, "Multi-AZ") } else { (1, "Single-AZ") };
    let class = subject.text("DBInstanceClass");
    let engine = own_or_sources("Engine").and_then(Part::text);
    match class.zip(engine) {
        Some((class, engine)) => {
            bill.hours(format!("{class}, {zones}"), &format!("rds/{engine}/{class}"), copies);
        }
        None => bill.unpriced("an instance whose class or engine is known only at deployment"),
    }

    let storage = own_or_sources("StorageType")
        .and_then(Part::text)
        .unwrap_or("gp2");
    match own_or_sources("AllocatedStorage").and_then(Part::number) {
        Some(gigabytes) => {
            let quantity = Decimal::from(gigabytes).saturating_mul(copies.into());
            let what = format!("{gigabytes} GB of {storage}, {zones}");
            bill.charge(what, &format!("rds/storage/{storage}"), quantity);
        }
        None => bill.unpriced("storage whose size is known only at deployment"),
    }
    let iops = subject.number("Iops").unwrap_or_default();
    if storage != "gp3" && 0 < iops {
        bill.unpriced(format!("{iops} IOPS of {storage}"));
    } else if GP3_IOPS < iops {
        let item = if is_multi_az { "rds/iops/gp3/multi-az" } else { "rds/iops/gp3" };
        bill.charge("IOPS above 12,000", item, iops - GP3_IOPS);
    }

    if subject.is_on("ManageMasterUserPassword") {
        bill.charge("password of the master user", "secretsmanager/secret", 1);
    }
    if subject.has("MonitoringInterval") && subject.number("MonitoringInterval") != Some(0) {
        bill.unpriced("logs of enhanced monitoring");
    }
    if subject.has("AutomaticBackupReplicationRegion") {
        bill.unpriced("copies of backups in another region");
    }
    // Seven days of Performance Insights are free.
    if subject
        .number("PerformanceInsightsRetentionPeriod")
        .is_some_and(|days| 7 < days)
    {
        bill.unpriced("Performance Insights beyond seven days");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{bill, bill_in};

    const TYPE: &str = "AWS::RDS::DBInstance";

    #[test]
    fn a_standby_doubles_instance_and_storage() {
        let properties = json!({"DBInstanceClass": "db.t4g.medium", "Engine": "postgres",
            "AllocatedStorage": "50", "StorageType": "gp3", "MultiAZ": true});
        // 2 x 730 x 0.065 and 2 x 50 x 0.115
        insta::assert_snapshot!(bill(TYPE, &properties), @"
        $94.90 db.t4g.medium, Multi-AZ: 1460 hour
        $11.50 50 GB of gp3, Multi-AZ: 100 GB
        ");
    }

    #[test]
    fn a_replica_has_the_storage_of_its_source() {
        let resources = json!({
            "Source": {"Type": TYPE, "Properties": {"DBInstanceClass": "db.t4g.micro",
                "Engine": "postgres", "AllocatedStorage": 20, "StorageType": "gp3"}},
            "It": {"Type": TYPE, "Properties": {"DBInstanceClass": "db.t4g.micro",
                "SourceDBInstanceIdentifier": {"Fn::GetAtt": ["Source", "DBInstanceArn"]}}},
        });
        // 730 x 0.016 and 20 x 0.115
        insta::assert_snapshot!(bill_in(resources), @"
        $11.68 db.t4g.micro, Single-AZ: 730 hour
        $2.30 20 GB of gp3, Single-AZ: 20 GB
        ");
    }

    #[test]
    fn what_has_no_row_is_not_priced() {
        let properties = json!({"DBInstanceClass": {"Ref": "AWS::NoValue"}, "Engine": "postgres",
            "AllocatedStorage": "500", "StorageType": "gp3", "Iops": 14000, "MultiAZ": true,
            "MonitoringInterval": 60, "ManageMasterUserPassword": true});
        insta::assert_snapshot!(bill(TYPE, &properties), @"
        $115.00 500 GB of gp3, Multi-AZ: 1000 GB
        $80.00 IOPS above 12,000: 2000 IOPS
        $0.40 password of the master user: 1 secret
        not priced: an instance whose class or engine is known only at deployment
        not priced: logs of enhanced monitoring
        ");
    }
}
