//! Kafka.

use rust_decimal::Decimal;

use super::{Bill, Subject};

/// Brokers and their storage. Express brokers charge for what they take in instead.
pub(super) fn cluster(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let (Some(brokers), Some(class)) =
        (subject.number("NumberOfBrokerNodes"), subject.text("BrokerNodeGroupInfo/InstanceType"))
    else {
        return bill.unpriced("brokers whose number or type is known only at deployment");
    };
    bill.hours(format!("{brokers} x {class}"), &format!("msk/{class}"), brokers);
    if class.starts_with("express.") {
        return bill.unpriced("data that express brokers take in and keep");
    }
    match subject.number("BrokerNodeGroupInfo/StorageInfo/EBSStorageInfo/VolumeSize") {
        Some(gigabytes) => {
            let what = format!("{brokers} x {gigabytes} GB");
            let all = Decimal::from(gigabytes).saturating_mul(brokers.into());
            bill.charge(what, "msk/storage", all);
        }
        None => bill.unpriced("storage whose size is not said"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn every_broker_has_its_storage() {
        let cluster = |class: &str| {
            bill(
                "AWS::MSK::Cluster",
                &json!({"NumberOfBrokerNodes": 3, "BrokerNodeGroupInfo": {
                "InstanceType": class, "StorageInfo": {"EBSStorageInfo": {"VolumeSize": 50}}}}),
            )
        };
        // 3 x 730 x 0.0456 and 3 x 50 x 0.10
        insta::assert_snapshot!(cluster("kafka.t3.small"), @"
        $99.86 3 x kafka.t3.small: 2190 hour
        $15.00 3 x 50 GB: 150 GB
        ");
        insta::assert_snapshot!(cluster("express.m7g.large"), @"
        $893.52 3 x express.m7g.large: 2190 hour
        not priced: data that express brokers take in and keep
        ");
    }
}
