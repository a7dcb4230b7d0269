//! The alarms that each kind of system needs, with thresholds that suit most.
//!
//! Each set takes the names that its metrics have as dimensions, so that it fits resources of this
//! app and of others. `notify` names the topics that hear of all alarms of a set; the fields of
//! what `build` gives are the alarms, for dashboards, composite alarms and deployments.

mod cache_alarms;
mod database_alarms;
mod instance_alarms;
mod kafka_alarms;
mod load_balancer_alarms;
mod pod_alarms;
mod service_alarms;
mod threshold;

pub(in crate::aws) use self::threshold::percent_flaw;
pub use self::{
    cache_alarms::{CacheAlarms, CacheAlarmsBuilder},
    database_alarms::{DatabaseAlarms, DatabaseAlarmsBuilder},
    instance_alarms::{InstanceAlarms, InstanceAlarmsBuilder},
    kafka_alarms::{KafkaAlarms, KafkaAlarmsBuilder},
    load_balancer_alarms::{LoadBalancerAlarms, LoadBalancerAlarmsBuilder},
    pod_alarms::{PodAlarms, PodAlarmsBuilder},
    service_alarms::{ServiceAlarms, ServiceAlarmsBuilder},
};
