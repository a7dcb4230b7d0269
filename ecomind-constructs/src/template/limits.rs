//! What CloudFormation takes of one template.
//!
//! Numbers: [CloudFormation quotas](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).

pub(crate) const RESOURCES: usize = 500;
pub(crate) const OUTPUTS: usize = 200;
pub(crate) const PARAMETERS: usize = 200;
pub(crate) const MAPPINGS: usize = 200;
pub(crate) const DYNAMIC_REFERENCES: usize = 60;
/// The longest template that a call can carry itself.
pub(crate) const INLINE_BYTES: usize = 51_200;
/// The longest template that a call can point to.
pub(crate) const BYTES: usize = 1_000_000;

/// From this share of a limit on there is a warning.
pub(crate) const WARN_PERCENT: usize = 80;
