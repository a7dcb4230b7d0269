//! Load balancers.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// An application load balancer; one that faces the internet has an address in each subnet.
pub(super) fn load_balancer(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let kind = subject.text("Type").unwrap_or("application");
    if kind != "application" {
        return bill.unpriced(format!("a load balancer of the kind {kind}"));
    }
    bill.hours("load balancer", "alb/hour", 1);
    bill.usage("capacity units", "alb/lcu", Usage::BalancerUnitHours, 1);
    if subject.text("Scheme") == Some("internal") {
        return;
    }
    match subject
        .items("Subnets")
        .len()
        .max(subject.items("SubnetMappings").len())
    {
        0 => bill.unpriced("public addresses in subnets that are known only at deployment"),
        zones => {
            let zones = u32::try_from(zones).unwrap_or(u32::MAX);
            bill.hours(format!("{zones} public IPv4 addresses"), "ipv4/hour", zones);
        }
    }
    bill.usage("data to the internet", "transfer/internet", Usage::BalancerData, 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn one_that_faces_the_internet_pays_for_its_addresses() {
        let balancer = |properties| bill("AWS::ElasticLoadBalancingV2::LoadBalancer", &properties);
        let subnets = json!([{"Ref": "A"}, {"Ref": "B"}, {"Ref": "C"}]);
        // 730 x 0.0225, 730 x 0.008, 3 x 730 x 0.005, 10 x 0.09
        insta::assert_snapshot!(balancer(json!({"Scheme": "internet-facing", "Subnets": subnets})), @"
        $16.43 load balancer: 730 hour
        $5.84 capacity units: 730 LCU-hour, assumed
        $10.95 3 public IPv4 addresses: 2190 hour
        $0.90 data to the internet: 10 GB, assumed
        ");
        insta::assert_snapshot!(balancer(json!({"Scheme": "internal", "Subnets": subnets})), @"
        $16.43 load balancer: 730 hour
        $5.84 capacity units: 730 LCU-hour, assumed
        ");
        insta::assert_snapshot!(balancer(json!({"Type": "network"})), @"not priced: a load balancer of the kind network");
    }
}
