//! A value that the property does not have.

use ecomind_constructs::cfn::s3;

pub fn status() -> s3::BucketAccelerationStatus {
    s3::BucketAccelerationStatus::Enabeld
}

fn main() {}
