//! WAF: which requests are refused before they reach anything.

mod managed_rules;
mod rate_limit;
mod web_acl;
mod web_acl_logs;

pub use self::{
    managed_rules::ManagedRules,
    web_acl::{WebAcl, WebAclBuilder},
};
