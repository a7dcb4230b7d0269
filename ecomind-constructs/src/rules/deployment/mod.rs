//! What schemas do not know, and deployments fail by.

mod backup_cold_storage;
mod cloudfront_certificate_region;
mod cloudwatch_period;
mod dynamodb_billing;
mod ecs_essential_container;
mod ecs_fargate_size;
mod ecs_fargate_task;
mod ecs_forward_only_rule;
mod ecs_log_options;
mod ecs_network_configuration;
mod ecs_service_waits_for_listener;
mod ecs_shift_settings;
mod ecs_target_group_without_listener;
mod ecs_target_type;
mod elasticache_authentication_needs_tls;
mod elasticache_engine_version;
mod elasticache_shape;
mod elasticache_valkey_needs_transit_encryption;
mod elb_certificate;
mod elb_health_check_times;
mod elb_name;
mod elb_priorities;
mod elb_two_zones;
mod gateway_attachment;
mod iam_policy_grammar;
mod lambda_handler;
mod lambda_runtime;
mod msk_brokers_per_zone;
mod msk_secret_name;
mod msk_small_brokers;
mod msk_version;
mod msk_zone;
mod rds_engine_version;
mod rds_gp3_numbers;
mod rds_key_needs_encryption;
mod rds_managed_password_and_replica;
mod rds_monitoring_role;
mod rds_one_password;
mod rds_preload_libraries;
mod route53_alias;
mod route53_values;
mod s3_acl_with_owner;
mod secret_one_source;
mod sg_ports;
mod sns_fifo_name;
mod sqs_dead_letter_kind;
mod sqs_fifo_name;
mod sqs_fifo_settings;
mod subnet_in_vpc;
mod unique_identifiers;
mod waf_region;

use super::Rule;

/// Each of them.
pub(super) const ALL: &[&dyn Rule] = &[
    &backup_cold_storage::RULE,
    &cloudfront_certificate_region::RULE,
    &cloudwatch_period::RULE,
    &dynamodb_billing::RULE,
    &ecs_essential_container::RULE,
    &ecs_fargate_size::RULE,
    &ecs_fargate_task::RULE,
    &ecs_forward_only_rule::RULE,
    &ecs_log_options::RULE,
    &ecs_network_configuration::RULE,
    &ecs_service_waits_for_listener::RULE,
    &ecs_shift_settings::RULE,
    &ecs_target_group_without_listener::RULE,
    &ecs_target_type::RULE,
    &elasticache_authentication_needs_tls::RULE,
    &elasticache_engine_version::RULE,
    &elasticache_shape::RULE,
    &elasticache_valkey_needs_transit_encryption::RULE,
    &elb_certificate::RULE,
    &elb_health_check_times::RULE,
    &elb_name::RULE,
    &elb_priorities::RULE,
    &elb_two_zones::RULE,
    &gateway_attachment::RULE,
    &iam_policy_grammar::RULE,
    &lambda_handler::RULE,
    &lambda_runtime::RULE,
    &msk_brokers_per_zone::RULE,
    &msk_secret_name::RULE,
    &msk_small_brokers::RULE,
    &msk_version::RULE,
    &msk_zone::RULE,
    &rds_engine_version::RULE,
    &rds_gp3_numbers::RULE,
    &rds_key_needs_encryption::RULE,
    &rds_managed_password_and_replica::RULE,
    &rds_monitoring_role::RULE,
    &rds_one_password::RULE,
    &rds_preload_libraries::RULE,
    &route53_alias::RULE,
    &route53_values::RULE,
    &s3_acl_with_owner::RULE,
    &secret_one_source::RULE,
    &sg_ports::RULE,
    &sns_fifo_name::RULE,
    &sqs_dead_letter_kind::RULE,
    &sqs_fifo_name::RULE,
    &sqs_fifo_settings::RULE,
    &subnet_in_vpc::RULE,
    &unique_identifiers::RULE,
    &waf_region::RULE,
];
