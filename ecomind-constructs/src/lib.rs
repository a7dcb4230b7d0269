//! Typed constructs that synthesize into `CloudFormation` templates.
