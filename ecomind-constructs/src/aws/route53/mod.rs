//! Route 53: zones, the records in them, and checks from the outside.

mod alias_record;
mod alias_target;
mod all_healthy;
mod domain_name;
mod existing_hosted_zone;
mod failover_record;
mod health_check;
mod hosted_zone;
mod record;
mod record_parts;
mod record_type;

pub(crate) use self::domain_name::flaw_of_domain_name;
pub use self::{
    alias_record::{AliasRecord, AliasRecordBuilder},
    alias_target::AliasTarget,
    all_healthy::AllHealthyBuilder,
    existing_hosted_zone::ExistingHostedZoneBuilder,
    failover_record::{FailoverRecord, FailoverRecordBuilder},
    health_check::{HealthCheck, HealthCheckBuilder},
    hosted_zone::{HostedZone, HostedZoneBuilder},
    record::{Record, RecordBuilder},
    record_type::RecordType,
};
