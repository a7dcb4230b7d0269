//! The content delivery network.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// What it sends, at the price of North America and Europe. The free 1 TB is not taken off.
pub(super) fn distribution(_: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.usage("data", "cloudfront/data", Usage::CdnData, 1);
    bill.usage("requests", "cloudfront/requests", Usage::CdnRequests, 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn all_of_it_is_assumed() {
        // 10 x 0.085 and 10 x 0.01
        insta::assert_snapshot!(bill("AWS::CloudFront::Distribution", &json!({})), @"
        $0.85 data: 10 GB, assumed
        $0.10 requests: 100000 request, assumed
        ");
    }
}
