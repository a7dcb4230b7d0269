//! What costs something, and is right for most.

mod cloudfront_default_root;
mod cloudfront_logs;
mod cloudfront_waf;
mod ec2_monitoring;
mod ec2_termination_protection;
mod ecr_own_key;
mod ecs_not_root;
mod ecs_read_only_root;
mod eks_secrets_encrypted;
mod elasticache_multi_az;
mod elasticache_snapshots;
mod elb_waf;
mod iam_no_wildcard_resources;
mod iam_own_policies;
mod lambda_concurrency;
mod lambda_dead_letters;
mod lambda_log_group;
mod lambda_own_key;
mod logs_own_key;
mod rds_copy_tags;
mod rds_force_tls;
mod rds_iam_authentication;
mod rds_monitoring;
mod rds_multi_az;
mod rds_own_key;
mod rds_performance_insights;
mod s3_abort_uploads;
mod s3_access_logs;
mod s3_lifecycle;
mod secret_own_key;
mod secret_rotation;
mod sns_tls_only;
mod sqs_tls_only;
mod stateful_unnamed;
mod vpc_no_acls;

use super::Rule;

/// Each of them.
pub(super) const ALL: &[&dyn Rule] = &[
    &cloudfront_default_root::RULE,
    &cloudfront_logs::RULE,
    &cloudfront_waf::RULE,
    &ec2_monitoring::RULE,
    &ec2_termination_protection::RULE,
    &ecr_own_key::RULE,
    &ecs_not_root::RULE,
    &ecs_read_only_root::RULE,
    &eks_secrets_encrypted::RULE,
    &elasticache_multi_az::RULE,
    &elasticache_snapshots::RULE,
    &elb_waf::RULE,
    &iam_no_wildcard_resources::RULE,
    &iam_own_policies::RULE,
    &lambda_concurrency::RULE,
    &lambda_dead_letters::RULE,
    &lambda_log_group::RULE,
    &lambda_own_key::RULE,
    &logs_own_key::RULE,
    &rds_copy_tags::RULE,
    &rds_force_tls::RULE,
    &rds_iam_authentication::RULE,
    &rds_monitoring::RULE,
    &rds_multi_az::RULE,
    &rds_own_key::RULE,
    &rds_performance_insights::RULE,
    &s3_abort_uploads::RULE,
    &s3_access_logs::RULE,
    &s3_lifecycle::RULE,
    &secret_own_key::RULE,
    &secret_rotation::RULE,
    &sns_tls_only::RULE,
    &sqs_tls_only::RULE,
    &stateful_unnamed::RULE,
    &vpc_no_acls::RULE,
];
