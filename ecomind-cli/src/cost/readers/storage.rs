//! Objects and images.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// What is in a bucket, as if all of it stayed in the class STANDARD, and requests to it.
pub(super) fn bucket(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("objects", "s3/standard", Usage::BucketData, 1);
    bill.usage("requests that write", "s3/writes", Usage::BucketWrites, 1);
    bill.usage("requests that read", "s3/reads", Usage::BucketReads, 1);
}

/// Images.
pub(super) fn repository(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("images", "ecr/storage", Usage::ImageData, 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn all_of_it_is_assumed() {
        // 10 x 0.023, 10 x 0.005, 100 x 0.0004; 0.10
        insta::assert_snapshot!(bill("AWS::S3::Bucket", &json!({})), @"
        $0.23 objects: 10 GB, assumed
        $0.05 requests that write: 10000 request, assumed
        $0.04 requests that read: 100000 request, assumed
        ");
        insta::assert_snapshot!(bill("AWS::ECR::Repository", &json!({})), @"$0.10 images: 1 GB, assumed");
    }
}
