//! Containers.

use rust_decimal::Decimal;

use super::{super::subject::Part, Bill, Subject};

/// Gigabytes of scratch storage that come with every task.
const FREE_SCRATCH: u32 = 20;

/// The tasks of a service on Fargate: as many as are asked for, or the least when it scales.
pub(super) fn service(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    match launch_type(subject) {
        Launch::Fargate => {}
        Launch::Servers => return,
        Launch::Other => return bill.unpriced("tasks on Spot or on several capacity providers"),
    }
    let scaled = subject
        .all("AWS::ApplicationAutoScaling::ScalableTarget")
        .find(|target| target.mentions("ResourceId", subject));
    let tasks = match &scaled {
        Some(target) => target.number("MinCapacity"),
        None if subject.has("DesiredCount") => subject.number("DesiredCount"),
        None => Some(1),
    };
    let (Some(tasks), Some(definition)) = (tasks, subject.target("TaskDefinition")) else {
        return bill.unpriced("tasks whose number or definition is known only at deployment");
    };
    let (Some(cpu), Some(memory)) = (definition.number("Cpu"), definition.number("Memory")) else {
        return bill.unpriced("tasks whose size is known only at deployment");
    };
    if definition
        .text("RuntimePlatform/OperatingSystemFamily")
        .is_some_and(|it| it != "LINUX")
    {
        return bill.unpriced("tasks that run Windows");
    }
    let is_arm = definition.text("RuntimePlatform/CpuArchitecture") == Some("ARM64");
    let processor = if is_arm { "arm" } else { "x86" };
    // Both are said in 1,024ths.
    let all = |each: u32| Decimal::from(each).saturating_mul(tasks.into()) / Decimal::from(1_024);
    let least = if scaled.is_some() { ", at least" } else { "" };
    let vcpu = format!("{tasks} x {} vCPU, {processor}{least}", share(cpu));
    bill.hours(vcpu, &format!("fargate/{processor}/vcpu"), all(cpu));
    let gigabytes = format!("{tasks} x {} GB", share(memory));
    bill.hours(gigabytes, &format!("fargate/{processor}/memory"), all(memory));
    if definition
        .number("EphemeralStorage/SizeInGiB")
        .is_some_and(|size| FREE_SCRATCH < size)
    {
        bill.unpriced("scratch storage above 20 GB");
    }
}

/// A cluster is free; its metrics are not.
pub(super) fn cluster(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    let is_insight = |setting: &Part<'_>| {
        setting.part("Name").and_then(Part::text) == Some("containerInsights")
            && setting.part("Value").and_then(Part::text) != Some("disabled")
    };
    if subject.items("ClusterSettings").iter().any(is_insight) {
        bill.unpriced("metrics of Container Insights");
    }
}

enum Launch {
    Fargate,
    Servers,
    Other,
}

fn launch_type(subject: &Subject<'_>) -> Launch {
    let providers = subject.items("CapacityProviderStrategy");
    let names: Vec<_> = providers
        .iter()
        .map(|it| it.part("CapacityProvider").and_then(Part::text))
        .collect();
    match (subject.text("LaunchType"), names.as_slice()) {
        (Some("FARGATE"), _) | (_, [Some("FARGATE")]) => Launch::Fargate,
        (Some("EC2") | None, []) => Launch::Servers,
        _ => Launch::Other,
    }
}

fn share(of_1024: u32) -> Decimal {
    (Decimal::from(of_1024) / Decimal::from(1_024)).normalize()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{bill, bill_in};

    fn service(service: &Value, more: &[(&str, Value)]) -> String {
        let mut resources = json!({
            "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"Cpu": "256",
                "Memory": "512", "RuntimePlatform": {"CpuArchitecture": "ARM64"}}},
            "It": {"Type": "AWS::ECS::Service", "Properties": service},
        });
        resources["It"]["Properties"]["TaskDefinition"] = json!({"Ref": "Task"});
        for (id, resource) in more {
            resources[*id] = resource.clone();
        }
        bill_in(resources)
    }

    #[test]
    fn every_task_is_charged_for_processor_and_memory() {
        // 10 x 0.25 x 730 x 0.03238 and 10 x 0.5 x 730 x 0.00356
        insta::assert_snapshot!(
            service(&json!({"LaunchType": "FARGATE", "DesiredCount": 10}), &[]), @"
        $59.09 10 x 0.25 vCPU, arm: 1825 vCPU-hour
        $12.99 10 x 0.5 GB: 3650 GB-hour
        ");
    }

    #[test]
    fn a_service_that_scales_is_charged_for_the_least() {
        let target = json!({"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
            "MinCapacity": 2, "MaxCapacity": 9, "ResourceId":
                {"Fn::Join": ["", ["service/c/", {"Fn::GetAtt": ["It", "Name"]}]]}}});
        insta::assert_snapshot!(
            service(&json!({"LaunchType": "FARGATE"}), &[("Target", target)]), @"
        $11.82 2 x 0.25 vCPU, arm, at least: 365 vCPU-hour
        $2.60 2 x 0.5 GB: 730 GB-hour
        ");
    }

    #[test]
    fn what_runs_elsewhere_is_not_priced_here() {
        assert_eq!(service(&json!({"LaunchType": "EC2"}), &[]), "");
        let spot = json!({"CapacityProviderStrategy": [{"CapacityProvider": "FARGATE_SPOT"}]});
        insta::assert_snapshot!(service(&spot, &[]), @"not priced: tasks on Spot or on several capacity providers");
        let insights =
            json!({"ClusterSettings": [{"Name": "containerInsights", "Value": "enhanced"}]});
        insta::assert_snapshot!(bill("AWS::ECS::Cluster", &insights), @"not priced: metrics of Container Insights");
    }
}
