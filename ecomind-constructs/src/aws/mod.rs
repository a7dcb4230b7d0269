//! Constructs by hand: one folder per service, one file per construct.
//!
//! Encryption, least privilege, logging and protection are on by default; nothing has a physical
//! name unless you give it one; whatever a construct can't take is an error at `build`.

pub mod backup;
pub mod budgets;
pub mod ce;
pub mod certificatemanager;
pub mod cloudfront;
pub mod cloudwatch;
pub mod ec2;
pub mod ecr;
pub mod ecs;
pub mod eks;
pub mod elasticache;
pub mod elbv2;
pub mod iam;
pub mod kms;
pub mod logs;
mod maintenance_window;
pub mod msk;
pub mod rds;
pub mod redpanda;
pub mod route53;
pub mod s3;
pub mod secretsmanager;
pub mod sns;
pub mod sqs;
pub mod timescaledb;
pub mod wafv2;

pub use self::maintenance_window::{MaintenanceWindow, Weekday};
