//! Constructs by hand: one folder per service, one file per construct.
//!
//! Encryption, least privilege, logging and protection are on by default; nothing has a physical
//! name unless you give it one; whatever a construct can't take is an error at `build`.

pub mod backup;
pub mod budgets;
pub mod ce;
pub mod cloudwatch;
pub mod ec2;
pub mod iam;
pub mod kms;
pub mod logs;
pub mod s3;
