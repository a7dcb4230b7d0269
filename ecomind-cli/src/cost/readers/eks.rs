//! Kubernetes.

use super::{super::subject::Part, Bill, Subject};

/// The control plane.
pub(super) fn cluster(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.hours("control plane, in standard support", "eks/cluster", 1);
    if subject.is_on("ComputeConfig/Enabled") {
        bill.unpriced("servers that Auto Mode starts");
    }
}

/// The servers of a group, as many as are asked for.
pub(super) fn node_group(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let size = |name: &str| subject.number(&format!("ScalingConfig/{name}"));
    let nodes = size("DesiredSize").or_else(|| size("MinSize"));
    let classes: Vec<_> = subject
        .items("InstanceTypes")
        .into_iter()
        .filter_map(Part::text)
        .collect();
    match (nodes, classes.as_slice()) {
        (Some(nodes), [class]) => {
            bill.hours(format!("{nodes} x {class}"), &format!("ec2/{class}"), nodes);
        }
        _ => bill.unpriced("servers whose number or type is not said"),
    }
    bill.unpriced("volumes of the servers");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn control_plane_and_servers_are_charged() {
        // 730 x 0.10; 2 x 730 x 0.0336
        insta::assert_snapshot!(
            bill("AWS::EKS::Cluster", &json!({"ComputeConfig": {"Enabled": true}})), @"
        $73.00 control plane, in standard support: 730 hour
        not priced: servers that Auto Mode starts
        ");
        insta::assert_snapshot!(bill("AWS::EKS::Nodegroup", &json!({
            "InstanceTypes": ["t4g.medium"], "ScalingConfig": {"DesiredSize": 2}})), @"
        $49.06 2 x t4g.medium: 1460 hour
        not priced: volumes of the servers
        ");
    }
}
