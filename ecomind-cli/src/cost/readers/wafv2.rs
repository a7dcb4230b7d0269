//! Firewalls of web applications.

use super::{Bill, Subject};
use crate::assumptions::Usage;

/// The list, each of its rules, and the requests that it judges.
pub(super) fn web_acl(subject: &Subject<'_>, bill: &mut Bill<'_>) {
    bill.charge("web ACL", "waf/acl", 1);
    let rules = u32::try_from(subject.items("Rules").len()).unwrap_or(u32::MAX);
    if 0 < rules {
        bill.charge(format!("{rules} rules"), "waf/rule", rules);
    }
    bill.usage("requests", "waf/requests", Usage::WafRequests, 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::bill;

    #[test]
    fn every_rule_is_charged() {
        // 5.00, 2 x 1.00, 0.1 x 0.60
        insta::assert_snapshot!(bill("AWS::WAFv2::WebACL", &json!({"Rules": [{}, {}]})), @"
        $5.00 web ACL: 1 web ACL
        $2.00 2 rules: 2 rule
        $0.06 requests: 100000 request, assumed
        ");
    }
}
