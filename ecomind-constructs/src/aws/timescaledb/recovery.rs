//! What happens when the host of the instance fails.

use crate::{
    Result,
    aws::cloudwatch::{Alarm, Metric, MissingData, Statistic},
    cfn::ec2 as cfn,
    tree::{Ref, Scope},
    value::Duration,
};

/// Adds the alarm that lets EC2 move the instance, with its address and its volume, to another host.
pub(super) fn add(instance: Ref<cfn::Instance>, scope: &mut Scope<'_>) -> Result<Alarm> {
    let failed = Metric::new("AWS/EC2", "StatusCheckFailed_System")
        .dimension("InstanceId", instance.instance_id())
        .statistic(Statistic::Maximum)
        .period(Duration::minutes(1));
    Alarm::builder("Recovery", failed, 1)
        .evaluation_periods(2)
        // An instance that was stopped on purpose says nothing.
        .missing_data(MissingData::NotBreaching)
        .recover_instance()
        .build(scope)
}
