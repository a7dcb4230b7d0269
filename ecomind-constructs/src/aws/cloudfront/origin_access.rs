//! How CloudFront, and nobody else, reads a bucket.

use crate::{
    Result,
    aws::{
        iam::{PolicyStatement, Principal},
        s3::Bucket,
    },
    cfn::{cloudfront as cfn, ids::cloudfront::OriginAccessControlId},
    tree::{Resource as _, Scope},
    value::{self, IntoValue as _, Value},
};

use super::{Distribution, unique_name::unique_name};

/// Adds `S3OriginAccessControl` to `scope`, that of the origin: CloudFront signs what it asks of
/// the bucket.
pub(super) fn control(scope: &mut Scope<'_>) -> Result<Value<OriginAccessControlId>> {
    let config = cfn::OriginAccessControlOriginAccessControlConfig::new(
        cfn::OriginAccessControlOriginAccessControlConfigArgs {
            name: unique_name(scope),
            origin_access_control_origin_type: "s3",
            signing_behavior: "always",
            signing_protocol: "sigv4",
        },
    );
    let control = cfn::OriginAccessControl::new(config)
        .add("Resource", &mut scope.child("S3OriginAccessControl")?)?;
    Ok(control.id())
}

/// Lets the distribution read the bucket; see [`Origin::bucket`](super::Origin::bucket) for whom
/// the statements name.
#[track_caller]
pub(super) fn allow(
    bucket: Bucket,
    distribution: Distribution,
    scope: &mut Scope<'_>,
) -> Result<()> {
    let node = bucket.node();
    let is_in_one_stack = scope.at(node)?.stack() == scope.stack();
    let read = cloudfront()
        .actions(["s3:GetObject"])
        .resources([bucket.arn_for_objects("*")])
        .condition("StringEquals", "aws:SourceAccount", value::account_id());
    let read = if is_in_one_stack {
        read.condition("StringEquals", "aws:SourceArn", distribution.arn())
    } else {
        read.condition("ArnLike", "aws:SourceArn", distributions("*".into_value()))
    };
    bucket.allow(read, scope)?;
    let Some(key) = bucket.encryption_key() else { return Ok(()) };
    // The key is made before the bucket, and the bucket before the distribution.
    let decrypt = cloudfront()
        .actions(["kms:Decrypt"])
        .condition("StringEquals", "aws:SourceAccount", value::account_id())
        .condition("ArnLike", "aws:SourceArn", distributions("*".into_value()));
    key.allow(decrypt, scope)
}

fn cloudfront() -> PolicyStatement {
    PolicyStatement::allow().principal(Principal::service("cloudfront.amazonaws.com"))
}

/// The ARN of a distribution of the account.
pub(super) fn distributions(id: Value<String>) -> Value<String> {
    value::concat([
        "arn:".into_value(),
        value::partition(),
        ":cloudfront::".into_value(),
        value::account_id(),
        ":distribution/".into_value(),
        id,
    ])
}
