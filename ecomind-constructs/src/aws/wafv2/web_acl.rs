//! Web ACLs.

use crate::{
    Result,
    aws::logs::{LogGroup, Retention},
    cfn::{ids::wafv2::WebAclArn, wafv2 as cfn},
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IntoValue, Value},
};

use super::{
    ManagedRules,
    rate_limit::{self, RateLimit},
    web_acl_logs,
};

/// Rules that refuse requests to a distribution or to load balancers.
///
/// It refuses addresses with a bad name, the usual attacks, and what comes too fast from one
/// address: 2,000 requests in 5 minutes. What no rule refuses is let through. Requests are logged
/// for three months, without cookies and `Authorization` headers.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let acl = WebAcl::cloudfront("Acl").managed_rules(ManagedRules::SqlInjection).build(stack)?;
/// let site = Distribution::builder("Site", Origin::https("origin.example.com"))
///     .web_acl(&acl)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $5 a month, $1 for each rule and $0.60 for a million requests.
/// CloudFormation: [`AWS::WAFv2::WebACL`](cfn::WebAcl)
#[derive(Debug, Clone, Copy)]
pub struct WebAcl {
    resource: Ref<cfn::WebAcl>,
    log_group: Option<LogGroup>,
    is_for_cloudfront: bool,
}

/// Builds a [`WebAcl`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct WebAclBuilder {
    id: String,
    is_for_cloudfront: bool,
    rules: Vec<ManagedRules>,
    counted: Vec<ManagedRules>,
    counted_rules: Vec<(ManagedRules, String)>,
    rate_limit: Option<RateLimit>,
    logs: Option<Retention>,
}

/// The most that the rules of a web ACL can take together.
const MOST_UNITS: u32 = 5_000;

impl WebAcl {
    /// Starts a web ACL for load balancers of the stack's region.
    pub fn regional(id: impl Into<String>) -> WebAclBuilder {
        WebAclBuilder::new(id.into(), false)
    }

    /// Starts a web ACL for distributions, in a stack of us-east-1.
    pub fn cloudfront(id: impl Into<String>) -> WebAclBuilder {
        WebAclBuilder::new(id.into(), true)
    }

    /// The ARN of the web ACL.
    #[must_use]
    pub fn arn(self) -> Value<WebAclArn> {
        self.resource.arn()
    }

    /// Whether it is for distributions, and not for load balancers.
    #[must_use]
    pub fn is_for_cloudfront(self) -> bool {
        self.is_for_cloudfront
    }

    /// Where requests are logged, if they are.
    #[must_use]
    pub fn log_group(self) -> Option<LogGroup> {
        self.log_group
    }

    /// Applies the rules to a load balancer or another regional resource, by its ARN. The
    /// association is named `id` and is in the stack of `scope`.
    #[track_caller]
    pub fn associate(
        self,
        id: impl Into<String>,
        resource_arn: impl IntoValue<String>,
        scope: &mut Scope<'_>,
    ) -> Result<Ref<cfn::WebAclAssociation>> {
        let mut scope = scope.child(id)?;
        if self.is_for_cloudfront {
            let reason = "must be a regional web ACL, got one for CloudFront; give that one to the \
                          distribution's `web_acl`";
            return Err(scope.invalid("associate", reason));
        }
        cfn::WebAclAssociation::new(resource_arn, self.arn()).add("Resource", &mut scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::WebAcl> {
        self.resource
    }
}

impl WebAclBuilder {
    fn new(id: String, is_for_cloudfront: bool) -> Self {
        Self {
            id,
            is_for_cloudfront,
            rules: vec![
                ManagedRules::AmazonIpReputation,
                ManagedRules::KnownBadInputs,
                ManagedRules::Common,
            ],
            counted: Vec::new(),
            counted_rules: Vec::new(),
            rate_limit: Some(RateLimit { requests: 2_000, window: Duration::minutes(5) }),
            logs: Some(Retention::ThreeMonths),
        }
    }

    /// Refuses what this group finds, after the groups before it. Adds to those before; default:
    /// [`AmazonIpReputation`](ManagedRules::AmazonIpReputation),
    /// [`KnownBadInputs`](ManagedRules::KnownBadInputs) and [`Common`](ManagedRules::Common).
    pub fn managed_rules(mut self, rules: ManagedRules) -> Self {
        self.rules.push(rules);
        self
    }

    /// Only counts what this group finds, to see what it would refuse: one of the defaults, or
    /// another. Adds to those before; default: none.
    pub fn count_only(mut self, rules: ManagedRules) -> Self {
        if !self.rules.contains(&rules) {
            self.rules.push(rules);
        }
        self.counted.push(rules);
        self
    }

    /// Only counts what one rule of a group finds, by its name: `SizeRestrictions_BODY` of
    /// [`Common`](ManagedRules::Common) refuses bodies above 8 KB, `NoUserAgent_HEADER` requests that
    /// do not say what sends them, as devices do. Adds to those before; default: none.
    ///
    /// WAF ignores names that a group does not have: [AWS lists
    /// them](https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html).
    pub fn count_rule(mut self, rules: ManagedRules, name: impl Into<String>) -> Self {
        self.counted_rules.push((rules, name.into()));
        self
    }

    /// How many requests one address may send within 1, 2, 5 or 10 minutes. Default: 2,000 within
    /// 5 minutes.
    pub fn rate_limit(mut self, requests: u32, window: Duration) -> Self {
        self.rate_limit = Some(RateLimit { requests, window });
        self
    }

    /// Lets each address send as much as it wants.
    pub fn no_rate_limit(mut self) -> Self {
        self.rate_limit = None;
        self
    }

    /// Leaves out the limit and [`AmazonIpReputation`](ManagedRules::AmazonIpReputation): a load
    /// balancer behind CloudFront sees addresses of CloudFront, which they would count and refuse.
    /// The distribution has them in a web ACL of its own. Default: clients come by themselves.
    pub fn behind_cloudfront(mut self) -> Self {
        self.rules
            .retain(|rules| *rules != ManagedRules::AmazonIpReputation);
        self.no_rate_limit()
    }

    /// How long requests are kept in a log group, `None` to log none. Default:
    /// [`Retention::ThreeMonths`].
    pub fn logs(mut self, retention: impl Into<Option<Retention>>) -> Self {
        self.logs = retention.into();
        self
    }

    /// Adds the web ACL to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<WebAcl> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let kind = if self.is_for_cloudfront {
            cfn::WebAclScope::Cloudfront
        } else {
            cfn::WebAclScope::Regional
        };
        // What is cheap to tell goes first: whoever is too fast costs no further rules.
        let limit = self.rate_limit.map(|limit| limit.rule(0));
        let groups = (1..).zip(&self.rules).map(|(priority, rules)| {
            let counted = self
                .counted_rules
                .iter()
                .filter(|(group, _)| group == rules)
                .map(|(_, name)| name.as_str());
            rules.rule(priority, self.counted.contains(rules), counted)
        });
        let rules: Vec<_> = limit.into_iter().chain(groups).collect();
        let allow = cfn::WebAclDefaultAction::new().allow(cfn::WebAclAllowAction::new());
        let resource = cfn::WebAcl::new(allow, kind, visibility(&metric_name(&self.id)))
            .rules(rules)
            .add("Resource", &mut scope)?;
        let log_group = match self.logs {
            Some(retention) => Some(web_acl_logs::add(resource, retention, &mut scope)?),
            None => None,
        };
        Ok(WebAcl { resource, log_group, is_for_cloudfront: self.is_for_cloudfront })
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let region = scope.region().filter(|region| *region != "us-east-1");
        if let (true, Some(region)) = (self.is_for_cloudfront, region) {
            let reason = format!("must be us-east-1 for CloudFront, got {region:?}");
            return Err(scope.invalid("region", reason));
        }
        for (position, rules) in self.rules.iter().enumerate() {
            if self.rules[..position].contains(rules) {
                let reason = format!("must differ from those before, got {} twice", rules.name());
                return Err(scope.invalid("managed_rules", reason));
            }
        }
        let stray = |(group, _): &&(ManagedRules, String)| !self.rules.contains(group);
        if let Some((group, name)) = self.counted_rules.iter().find(stray) {
            let group = group.name();
            let reason = format!("must be of a group that is used, got {name} of {group}");
            return Err(scope.invalid("count_rule", reason));
        }
        if let Some(reason) = self.rate_limit.and_then(RateLimit::flaw) {
            return Err(scope.invalid("rate_limit", reason));
        }
        let groups: u32 = self.rules.iter().map(|rules| rules.capacity_units()).sum();
        let units = groups + self.rate_limit.map_or(0, |_| rate_limit::CAPACITY_UNITS);
        if MOST_UNITS < units {
            let reason = format!("must take at most {MOST_UNITS} capacity units, got {units}");
            return Err(scope.invalid("managed_rules", reason));
        }
        Ok(())
    }
}

/// What CloudWatch and the console show of a rule.
pub(super) fn visibility(metric_name: &str) -> cfn::WebAclVisibilityConfig {
    cfn::WebAclVisibilityConfig::new(cfn::WebAclVisibilityConfigArgs {
        cloud_watch_metrics_enabled: true,
        metric_name,
        sampled_requests_enabled: true,
    })
}

/// A metric is called by letters, digits, hyphens and underscores, at most 128.
fn metric_name(id: &str) -> String {
    let plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_".contains(*letter);
    let name: String = id.chars().filter(plain).take(128).collect();
    if name.is_empty() { "WebAcl".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| WebAcl::cloudfront("Acl").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let acl = WebAcl::regional("Acl")
                .managed_rules(ManagedRules::SqlInjection)
                .count_only(ManagedRules::Common)
                .count_only(ManagedRules::Linux)
                .count_rule(ManagedRules::KnownBadInputs, "Host_localhost_HEADER")
                .rate_limit(100, Duration::minutes(1))
                .logs(Retention::OneYear)
                .build(stack)?;
            let balancer =
                "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/a/1";
            acl.associate("AclToApi", balancer, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_a_region_that_cloudfront_does_not_take() {
        let mut app = App::new().region("eu-west-1");
        let mut stack = app.stack("Test").unwrap();
        let error = WebAcl::cloudfront("Acl")
            .build(&mut stack)
            .expect_err("refused");
        insta::assert_snapshot!(error, @r#"`region` of `Test/Acl` must be us-east-1 for CloudFront, got "eu-west-1""#);
    }

    #[test]
    fn rejects_rules_that_waf_refuses() {
        let acl = || WebAcl::regional("Acl").logs(None);
        let refusal =
            |acl: super::WebAclBuilder| testing::reject(|stack| acl.build(stack)).to_string();
        insta::assert_snapshot!(refusal(acl().managed_rules(ManagedRules::Common)), @"`managed_rules` of `Test/Acl` must differ from those before, got AWSManagedRulesCommonRuleSet twice");
        insta::assert_snapshot!(refusal(acl().managed_rules(ManagedRules::Other("Big", 4_100))), @"`managed_rules` of `Test/Acl` must take at most 5000 capacity units, got 5027");
        insta::assert_snapshot!(refusal(acl().count_rule(ManagedRules::Php, "PHPHighRiskMethodsVariables_BODY")), @"`count_rule` of `Test/Acl` must be of a group that is used, got PHPHighRiskMethodsVariables_BODY of AWSManagedRulesPHPRuleSet");
        insta::assert_snapshot!(refusal(acl().rate_limit(9, Duration::minutes(5))), @"`rate_limit` of `Test/Acl` must be 10 to 2,000,000,000 requests, got 9");
        insta::assert_snapshot!(refusal(acl().rate_limit(100, Duration::minutes(3))), @"`rate_limit` of `Test/Acl` must be within 1, 2, 5 or 10 minutes, got 3 minutes");
    }

    #[test]
    fn rejects_an_association_of_one_for_cloudfront() {
        let error = testing::reject(|stack| {
            let acl = WebAcl::cloudfront("Acl").no_rate_limit().build(stack)?;
            acl.associate("AclToApi", "arn:aws:elasticloadbalancing:us-east-1:1:a", stack)
        });
        insta::assert_snapshot!(error, @"`associate` of `Test/AclToApi` must be a regional web ACL, got one for CloudFront; give that one to the distribution's `web_acl`");
    }

    #[test]
    fn behind_cloudfront_no_rule_is_about_addresses() {
        let template = testing::synth(|stack| {
            WebAcl::regional("Acl")
                .behind_cloudfront()
                .logs(None)
                .build(stack)
        });
        let yaml = template.yaml();
        let names: Vec<_> = yaml
            .lines()
            .filter_map(|line| line.strip_prefix("        - Name: "))
            .collect();
        assert_eq!(names, ["AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"]);
    }
}
