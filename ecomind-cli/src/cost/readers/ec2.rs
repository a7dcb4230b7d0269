//! Servers and their volumes.

use super::{super::subject::Part, Bill, Subject};

/// IOPS and MiB/s that come with every gp3 volume.
const GP3_IOPS: u32 = 3_000;
const GP3_THROUGHPUT: u32 = 125;

/// A server with the volumes that it starts with.
pub(super) fn instance(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let template = subject.target("LaunchTemplate/LaunchTemplateId");
    let part = |name: &str| {
        let of_template = || {
            template
                .as_ref()?
                .part(&format!("LaunchTemplateData/{name}"))
        };
        subject.part(name).or_else(of_template)
    };
    match part("InstanceType").and_then(Part::text) {
        Some(class) => bill.hours(class, &format!("ec2/{class}"), 1),
        None => bill.unpriced("a server whose type is known only at deployment"),
    }
    let devices = part("BlockDeviceMappings")
        .map(Part::items)
        .unwrap_or_default();
    for device in &devices {
        let Some(disk) = device.part("Ebs") else { continue };
        of_volume(
            disk.part("VolumeSize").and_then(Part::number),
            disk.part("VolumeType").and_then(Part::text),
            disk.part("Iops").and_then(Part::number),
            disk.part("Throughput").and_then(Part::number),
            bill,
        );
    }
    if devices.is_empty() {
        bill.unpriced("the first volume, as large as the image");
    }
    let interfaces = part("NetworkInterfaces")
        .map(Part::items)
        .unwrap_or_default();
    let has_public_address = |it: &Part<'_>| {
        it.part("AssociatePublicIpAddress")
            .is_some_and(Part::is_true)
    };
    if interfaces.iter().any(has_public_address) {
        bill.hours("public IPv4 address", "ipv4/hour", 1);
    }
    let is_watched = part("Monitoring")
        .is_some_and(|it| it.is_true() || it.part("Enabled").is_some_and(Part::is_true));
    if is_watched {
        bill.unpriced("metrics of detailed monitoring");
    }
}

/// A volume of its own.
pub(super) fn volume(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    of_volume(
        subject.number("Size"),
        subject.text("VolumeType"),
        subject.number("Iops"),
        subject.number("Throughput"),
        bill,
    );
}

fn of_volume(
    size: Option<u32>,
    kind: Option<&str>,
    iops: Option<u32>,
    throughput: Option<u32>,
    bill: &mut Bill<'_>,
) {
    let kind = kind.unwrap_or("gp2");
    match size {
        Some(size) => bill.charge(format!("{size} GB of {kind}"), &format!("ebs/{kind}"), size),
        None => bill.unpriced("a volume whose size is known only at deployment"),
    }
    match (kind, iops) {
        ("gp3", Some(iops)) if GP3_IOPS < iops => {
            bill.charge("IOPS above 3,000", "ebs/gp3/iops", iops - GP3_IOPS);
        }
        ("gp3", _) | (_, None) => {}
        (_, Some(iops)) => bill.unpriced(format!("{iops} IOPS of {kind}")),
    }
    if let Some(more) = throughput
        .and_then(|it| it.checked_sub(GP3_THROUGHPUT))
        .filter(|it| 0 < *it)
    {
        bill.charge("throughput above 125 MiB/s", "ebs/gp3/throughput", more);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{bill, bill_in};

    #[test]
    fn a_server_is_what_its_launch_template_says() {
        let resources = json!({
            "Template": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": {
                "InstanceType": "t4g.medium", "Monitoring": {"Enabled": true},
                "BlockDeviceMappings": [{"DeviceName": "/dev/xvda",
                    "Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}]}}},
            "It": {"Type": "AWS::EC2::Instance",
                "Properties": {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}}}},
        });
        // 730 x 0.0336 and 20 x 0.08
        insta::assert_snapshot!(bill_in(resources), @"
        $24.53 t4g.medium: 730 hour
        $1.60 20 GB of gp3: 20 GB
        not priced: metrics of detailed monitoring
        ");
        insta::assert_snapshot!(bill("AWS::EC2::Instance", &json!({"InstanceType": "x9.large",
            "NetworkInterfaces": [{"AssociatePublicIpAddress": true}]})), @"
        $3.65 public IPv4 address: 730 hour
        not priced: x9.large: no price of `ec2/x9.large` in us-east-1
        not priced: the first volume, as large as the image
        ");
    }

    #[test]
    fn only_what_exceeds_the_baseline_of_a_volume_is_charged() {
        let volume = |properties| bill("AWS::EC2::Volume", &properties);
        let fast = json!({"Size": 100, "VolumeType": "gp3", "Iops": 4000, "Throughput": 130});
        // 100 x 0.08, 1,000 x 0.005, 5 x 0.04
        insta::assert_snapshot!(volume(fast), @"
        $8.00 100 GB of gp3: 100 GB
        $5.00 IOPS above 3,000: 1000 IOPS
        $0.20 throughput above 125 MiB/s: 5 MiB/s
        ");
        let plain = json!({"Size": 100, "VolumeType": "gp3", "Iops": 3000, "Throughput": 125});
        insta::assert_snapshot!(volume(plain), @"$8.00 100 GB of gp3: 100 GB");
        insta::assert_snapshot!(volume(json!({"Size": 10, "VolumeType": "io2", "Iops": 9})), @"
        not priced: 10 GB of io2: no price of `ebs/io2` in us-east-1
        not priced: 9 IOPS of io2
        ");
    }
}
