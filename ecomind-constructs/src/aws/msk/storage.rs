//! Storage that grows.

use crate::{
    Result,
    cfn::{applicationautoscaling as cfn, msk},
    tree::{Ref, Resource as _, Scope},
    value::Size,
};

/// How full disks are kept at most, in percent: well below the 85 at which an alarm is due.
const TARGET: i32 = 60;

/// Grows the storage of every broker up to `most` gibibytes; it can't shrink.
pub(super) fn grow(cluster: Ref<msk::Cluster>, most: i64, scope: &mut Scope<'_>) -> Result<()> {
    let mut scope = scope.child("StorageScaling")?;
    let target = cfn::ScalableTarget::new(cfn::ScalableTargetArgs {
        max_capacity: most,
        // What MSK wants of every cluster: the size itself is the least there is.
        min_capacity: 1,
        resource_id: cluster.arn(),
        scalable_dimension: cfn::ScalableTargetScalableDimension::KafkaBrokerStorageVolumeSize,
        service_namespace: cfn::ScalableTargetServiceNamespace::Kafka,
    })
    .add("Target", &mut scope)?;
    let metric = cfn::ScalingPolicyPredefinedMetricSpecification::new(
        cfn::ScalingPolicyPredefinedMetricSpecificationPredefinedMetricType::KafkaBrokerStorageUtilization,
    );
    let tracking = cfn::ScalingPolicyTargetTrackingScalingPolicyConfiguration::new(TARGET)
        .predefined_metric_specification(metric)
        .disable_scale_in(true);
    cfn::ScalingPolicy::new("Storage", cfn::ScalingPolicyPolicyType::TargetTrackingScaling)
        .scaling_target_id(target.reference())
        .target_tracking_scaling_policy_configuration(tracking)
        .add("Policy", &mut scope)?;
    Ok(())
}

/// Whole gibibytes that a broker can have.
pub(super) fn gibibytes(size: Size) -> Result<i64, String> {
    match size.as_gibibytes() {
        Some(size @ 1..=16_384) => Ok(i64::try_from(size).expect("at most 16,384")),
        _ => Err(format!("must be 1 to 16,384 whole GiB, got {size}")),
    }
}
