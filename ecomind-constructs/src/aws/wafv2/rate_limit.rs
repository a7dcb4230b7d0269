//! How much one address may ask for.

use crate::{cfn::wafv2 as cfn, value::Duration};

use super::web_acl::visibility;

/// How many requests one address may send in a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct RateLimit {
    pub(super) requests: u32,
    pub(super) window: Duration,
}

/// What the rule takes of a web ACL's capacity.
pub(super) const CAPACITY_UNITS: u32 = 2;

const NAME: &str = "RateLimit";

impl RateLimit {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        if !(10..=2_000_000_000).contains(&self.requests) {
            let got = self.requests;
            return Some(format!("must be 10 to 2,000,000,000 requests, got {got}"));
        }
        (![60, 120, 300, 600].contains(&self.window.as_seconds())).then(|| {
            let window = self.window;
            format!("must be within 1, 2, 5 or 10 minutes, got {window}")
        })
    }

    pub(super) fn rule(self, priority: i64) -> cfn::WebAclRule {
        let window = i64::try_from(self.window.as_seconds()).unwrap_or(300);
        let rate = cfn::WebAclRateBasedStatement::new(
            cfn::WebAclAggregateKeyType::Ip,
            i64::from(self.requests),
        )
        .evaluation_window_sec(window);
        cfn::WebAclRule::new(cfn::WebAclRuleArgs {
            name: NAME,
            priority,
            statement: cfn::WebAclStatement::new().rate_based_statement(rate),
            visibility_config: visibility(NAME),
        })
        .action(cfn::WebAclRuleAction::new().block(cfn::WebAclBlockAction::new()))
    }
}
