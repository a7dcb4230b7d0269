//! Gateways, addresses and endpoints.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// A public address, in use or not.
pub(super) fn address(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.hours("public IPv4 address", "ipv4/hour", 1);
}

/// A gateway in one zone, and what passes it. Its address is a resource of its own.
pub(super) fn nat_gateway(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    if subject.text("AvailabilityMode") == Some("regional") {
        bill.unpriced("a regional gateway, by the zones that it covers");
    } else {
        bill.hours("NAT gateway", "nat/hour", 1);
    }
    bill.usage("data", "nat/data", Usage::NatData, 1);
}

/// Endpoints of the gateway kind are free; others are charged in every subnet.
pub(super) fn endpoint(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    match subject.text("VpcEndpointType").unwrap_or("Gateway") {
        "Gateway" => {}
        "Interface" => match subject.items("SubnetIds").len() {
            0 => bill.unpriced("an endpoint whose subnets are known only at deployment"),
            zones => {
                let zones = u32::try_from(zones).unwrap_or(u32::MAX);
                bill.hours(format!("endpoint in {zones} zones"), "endpoint/hour", zones);
                bill.usage("data", "endpoint/data", Usage::EndpointData, 1);
            }
        },
        other => bill.unpriced(format!("an endpoint of the kind {other}")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn a_gateway_costs_by_the_hour_and_by_what_passes() {
        // 730 x 0.045 and 10 x 0.045; 730 x 0.005
        insta::assert_snapshot!(bill("AWS::EC2::NatGateway", &json!({"SubnetId": "s"})), @"
        $32.85 NAT gateway: 730 hour
        $0.45 data: 10 GB, assumed
        ");
        insta::assert_snapshot!(bill("AWS::EC2::EIP", &json!({})), @"$3.65 public IPv4 address: 730 hour");
        let regional = json!({"AvailabilityMode": "regional"});
        insta::assert_snapshot!(bill("AWS::EC2::NatGateway", &regional), @"
        $0.45 data: 10 GB, assumed
        not priced: a regional gateway, by the zones that it covers
        ");
    }

    #[test]
    fn an_interface_endpoint_costs_in_every_zone() {
        let endpoint = |properties| bill("AWS::EC2::VPCEndpoint", &properties);
        // 3 x 730 x 0.01
        insta::assert_snapshot!(endpoint(json!({"VpcEndpointType": "Interface",
            "SubnetIds": [{"Ref": "A"}, {"Ref": "B"}, {"Ref": "C"}]})), @"
        $21.90 endpoint in 3 zones: 2190 hour
        $0.01 data: 1 GB, assumed
        ");
        assert_eq!(endpoint(json!({"ServiceName": "com.amazonaws.us-east-1.s3"})), "");
    }
}
