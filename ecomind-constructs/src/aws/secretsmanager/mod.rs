//! Secrets Manager: passwords that nobody types and nobody reads by accident.

mod generated_text;
mod rotation_schedule;
mod secret;
mod secret_target;
mod secret_target_attachment;

pub use self::{
    rotation_schedule::{HostedRotation, RotationSchedule, RotationScheduleBuilder},
    secret::{Secret, SecretBuilder},
    secret_target::SecretTarget,
    secret_target_attachment::SecretTargetAttachment,
};
pub use crate::cfn::ids::secretsmanager::SecretArn;
