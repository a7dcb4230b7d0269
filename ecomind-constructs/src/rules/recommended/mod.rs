//! What is right for everybody.

mod backup_retention;
mod backup_selection;
mod backup_vault_key;
mod cloudfront_https;
mod cloudfront_origin_access;
mod cloudfront_origin_https;
mod cloudfront_tls_version;
mod ec2_encrypted_volumes;
mod ec2_metadata_tokens;
mod ec2_no_public_address;
mod ec2_no_secrets_in_user_data;
mod ecr_immutable;
mod ecr_lifecycle;
mod ecr_scan;
mod ecs_circuit_breaker;
mod ecs_image_tag;
mod ecs_insights;
mod ecs_logging;
mod ecs_plain_secrets;
mod ecs_private;
mod eks_access_entries;
mod eks_logs;
mod eks_private;
mod elasticache_authentication;
mod elasticache_encrypted_at_rest;
mod elasticache_encrypted_in_transit;
mod elb_access_logs;
mod elb_deletion_protection;
mod elb_drop_invalid_headers;
mod elb_http_redirects;
mod elb_tls_policy;
mod iam_no_administrators;
mod iam_no_wildcard_actions;
mod iam_pass_role;
mod iam_trust;
mod iam_web_identity_scope;
mod kms_no_anybody;
mod kms_rotation;
mod logs_retention;
mod msk_authentication;
mod msk_broker_logs;
mod msk_encrypted_between_brokers;
mod msk_encrypted_in_transit;
mod msk_private;
mod rds_backups;
mod rds_deletion_protection;
mod rds_encrypted;
mod rds_extended_support;
mod rds_log_exports;
mod rds_minor_upgrades;
mod rds_password_in_template;
mod rds_private;
mod s3_encrypted;
mod s3_no_public_acl;
mod s3_not_public;
mod s3_tls_only;
mod s3_versioning;
mod secret_generated;
mod sg_described;
mod sg_explicit_egress;
mod sg_not_open;
mod sns_encrypted;
mod sqs_encrypted;
mod stateful_kept;
mod subnet_no_public_addresses;
mod vpc_flow_logs;

use super::Rule;

/// Each of them.
pub(super) const ALL: &[&dyn Rule] = &[
    &backup_retention::RULE,
    &backup_selection::RULE,
    &backup_vault_key::RULE,
    &cloudfront_https::RULE,
    &cloudfront_origin_access::RULE,
    &cloudfront_origin_https::RULE,
    &cloudfront_tls_version::RULE,
    &ec2_encrypted_volumes::RULE,
    &ec2_metadata_tokens::RULE,
    &ec2_no_public_address::RULE,
    &ec2_no_secrets_in_user_data::RULE,
    &ecr_immutable::RULE,
    &ecr_lifecycle::RULE,
    &ecr_scan::RULE,
    &ecs_circuit_breaker::RULE,
    &ecs_image_tag::RULE,
    &ecs_insights::RULE,
    &ecs_logging::RULE,
    &ecs_plain_secrets::RULE,
    &ecs_private::RULE,
    &eks_access_entries::RULE,
    &eks_logs::RULE,
    &eks_private::RULE,
    &elasticache_authentication::RULE,
    &elasticache_encrypted_at_rest::RULE,
    &elasticache_encrypted_in_transit::RULE,
    &elb_access_logs::RULE,
    &elb_deletion_protection::RULE,
    &elb_drop_invalid_headers::RULE,
    &elb_http_redirects::RULE,
    &elb_tls_policy::RULE,
    &iam_no_administrators::RULE,
    &iam_no_wildcard_actions::RULE,
    &iam_pass_role::RULE,
    &iam_trust::RULE,
    &iam_web_identity_scope::RULE,
    &kms_no_anybody::RULE,
    &kms_rotation::RULE,
    &logs_retention::RULE,
    &msk_authentication::RULE,
    &msk_broker_logs::RULE,
    &msk_encrypted_between_brokers::RULE,
    &msk_encrypted_in_transit::RULE,
    &msk_private::RULE,
    &rds_backups::RULE,
    &rds_deletion_protection::RULE,
    &rds_encrypted::RULE,
    &rds_extended_support::RULE,
    &rds_log_exports::RULE,
    &rds_minor_upgrades::RULE,
    &rds_password_in_template::RULE,
    &rds_private::RULE,
    &s3_encrypted::RULE,
    &s3_no_public_acl::RULE,
    &s3_not_public::RULE,
    &s3_tls_only::RULE,
    &s3_versioning::RULE,
    &secret_generated::RULE,
    &sg_described::RULE,
    &sg_explicit_egress::RULE,
    &sg_not_open::RULE,
    &sns_encrypted::RULE,
    &sqs_encrypted::RULE,
    &stateful_kept::RULE,
    &subnet_no_public_addresses::RULE,
    &vpc_flow_logs::RULE,
];
