//! What a cache says of itself.

use crate::{
    Result,
    aws::logs::{LogGroup, Retention},
    cfn::elasticache as cfn,
    tree::Scope,
    value::Value,
};

/// Adds `SlowLog` and `EngineLog` to `scope`, and says that lines of JSON go there.
///
/// `ElastiCache` itself lets the service that delivers them write to the groups.
pub(super) fn add(
    retention: Retention,
    scope: &mut Scope<'_>,
) -> Result<Vec<cfn::ReplicationGroupLogDeliveryConfigurationRequest>> {
    use cfn::ReplicationGroupLogType::{EngineLog, SlowLog};
    let mut deliver = |id, log_type| {
        let group = LogGroup::builder(id).retention(retention).build(scope)?;
        let name: Value<String> = group.name().cast();
        let details = cfn::ReplicationGroupCloudWatchLogsDestinationDetails::new(name);
        Ok(cfn::ReplicationGroupLogDeliveryConfigurationRequest::new(
            cfn::ReplicationGroupLogDeliveryConfigurationRequestArgs {
                destination_details: cfn::ReplicationGroupDestinationDetails::new()
                    .cloud_watch_logs_details(details),
                destination_type: cfn::ReplicationGroupDestinationType::CloudwatchLogs,
                log_format: cfn::ReplicationGroupLogFormat::Json,
                log_type,
            },
        ))
    };
    Ok(vec![deliver("SlowLog", SlowLog)?, deliver("EngineLog", EngineLog)?])
}
