//! Rules that AWS keeps up to date.

use crate::cfn::wafv2 as cfn;

use super::web_acl::visibility;

/// A group of rules that AWS writes and keeps up to date.
///
/// AWS: [managed rule groups](https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManagedRules {
    /// Admin pages that are open to the internet; 100 capacity units.
    AdminProtection,
    /// Addresses of bots and scanners; 25 capacity units.
    AmazonIpReputation,
    /// Addresses of VPNs, proxies and hosting providers; 50 capacity units.
    AnonymousIp,
    /// The usual attacks, such as cross-site scripting, and bodies above 8 KB; 700 capacity units.
    Common,
    /// Requests that only attacks look like; 200 capacity units.
    KnownBadInputs,
    /// Attacks on Linux; 200 capacity units.
    Linux,
    /// Attacks on PHP; 100 capacity units.
    Php,
    /// SQL injection; 200 capacity units.
    SqlInjection,
    /// A group that AWS added since, by name and capacity units.
    Other(&'static str, u32),
}

impl ManagedRules {
    /// As templates write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AdminProtection => "AWSManagedRulesAdminProtectionRuleSet",
            Self::AmazonIpReputation => "AWSManagedRulesAmazonIpReputationList",
            Self::AnonymousIp => "AWSManagedRulesAnonymousIpList",
            Self::Common => "AWSManagedRulesCommonRuleSet",
            Self::KnownBadInputs => "AWSManagedRulesKnownBadInputsRuleSet",
            Self::Linux => "AWSManagedRulesLinuxRuleSet",
            Self::Php => "AWSManagedRulesPHPRuleSet",
            Self::SqlInjection => "AWSManagedRulesSQLiRuleSet",
            Self::Other(name, _) => name,
        }
    }

    /// What it takes of a web ACL's 5,000 units, of which 1,500 are in the basic price.
    #[must_use]
    pub const fn capacity_units(self) -> u32 {
        match self {
            Self::AmazonIpReputation => 25,
            Self::AnonymousIp => 50,
            Self::AdminProtection | Self::Php => 100,
            Self::KnownBadInputs | Self::Linux | Self::SqlInjection => 200,
            Self::Common => 700,
            Self::Other(_, units) => units,
        }
    }

    /// The rule that runs the group, refusing requests or only counting them, some `counted` rules of
    /// it in any case.
    pub(super) fn rule<'n>(
        self,
        priority: i64,
        counts_only: bool,
        counted: impl Iterator<Item = &'n str>,
    ) -> cfn::WebAclRule {
        let mut group =
            cfn::WebAclManagedRuleGroupStatement::new(cfn::WebAclManagedRuleGroupStatementArgs {
                name: self.name(),
                vendor_name: "AWS",
            });
        let counted: Vec<_> = counted
            .map(|name| {
                let count = cfn::WebAclRuleAction::new().count(cfn::WebAclCountAction::new());
                cfn::WebAclRuleActionOverride::new(count, name)
            })
            .collect();
        if !counted.is_empty() {
            group = group.rule_action_overrides(counted);
        }
        let nothing = crate::value::Properties::new();
        let action = cfn::WebAclOverrideAction::new();
        let action = if counts_only { action.count(nothing) } else { action.none(nothing) };
        cfn::WebAclRule::new(cfn::WebAclRuleArgs {
            name: self.name(),
            priority,
            statement: cfn::WebAclStatement::new().managed_rule_group_statement(group),
            visibility_config: visibility(self.name()),
        })
        .override_action(action)
    }
}
