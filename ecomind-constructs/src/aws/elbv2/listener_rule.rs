//! Which requests go where.

use crate::{
    Result,
    aws::ec2::{Connectable, Connections},
    cfn::{
        elasticloadbalancingv2 as cfn,
        ids::elasticloadbalancingv2::{ListenerArn, ListenerRuleArn},
    },
    tree::{Ref, Resource as _, Scope},
    value::{Expr, IntoValue, Value},
};

use super::{ApplicationLoadBalancer, TargetGroup};

/// Sends the requests of some hosts and paths to a group of targets.
///
/// Rules are tried in the order of their priorities, each of which a listener has once.
///
/// A rule with two groups is what deployments of ECS shift traffic with. It is declared with all of
/// the traffic on the first, and from then on belongs to ECS, which swaps the weights in every
/// deployment: whoever changes the actions of a rule that is deployed sets the live weights back.
/// Add a rule of another priority instead.
///
/// ```
/// use ecomind_constructs::prelude::*;
/// use ecomind_constructs::cfn::ids::certificatemanager::CertificateArn;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let certificate = CertificateArn::literal("arn:aws:acm:us-east-1:111122223333:certificate/a");
/// let balancer = ApplicationLoadBalancer::builder("Balancer", &vpc, certificate).build(stack)?;
/// let blue = TargetGroup::builder("ApiBlue", &vpc, 8000).build(stack)?;
/// let green = TargetGroup::builder("ApiGreen", &vpc, 8000).build(stack)?;
/// let rule = ListenerRule::builder("ApiRule", &balancer, 10, &blue)
///     .alternate(&green)
///     .host("api.example.com")
///     .path("/v1/*")
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ElasticLoadBalancingV2::ListenerRule`](cfn::ListenerRule)
#[derive(Debug, Clone, Copy)]
pub struct ListenerRule {
    resource: Ref<cfn::ListenerRule>,
    balancer: ApplicationLoadBalancer,
    target_group: TargetGroup,
    alternate: Option<TargetGroup>,
}

/// Builds a [`ListenerRule`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ListenerRuleBuilder {
    id: String,
    balancer: ApplicationLoadBalancer,
    priority: u16,
    target_group: TargetGroup,
    alternate: Option<TargetGroup>,
    hosts: Vec<String>,
    paths: Vec<String>,
}

/// How many values the conditions of a rule have together.
const VALUES: usize = 5;

/// The last priority.
const LAST: u16 = 50_000;

impl ListenerRule {
    /// Starts a rule of `balancer` that sends requests to `target_group`. Priorities are 1, which
    /// is tried first, to 50,000.
    pub fn builder(
        id: impl Into<String>,
        balancer: &ApplicationLoadBalancer,
        priority: u16,
        target_group: &TargetGroup,
    ) -> ListenerRuleBuilder {
        ListenerRuleBuilder {
            id: id.into(),
            balancer: *balancer,
            priority,
            target_group: *target_group,
            alternate: None,
            hosts: Vec::new(),
            paths: Vec::new(),
        }
    }

    /// The ARN of the rule.
    #[must_use]
    pub fn arn(self) -> Value<ListenerRuleArn> {
        self.resource.rule_arn()
    }

    /// The load balancer that it is a rule of.
    #[must_use]
    pub fn load_balancer(self) -> ApplicationLoadBalancer {
        self.balancer
    }

    /// Where requests go.
    #[must_use]
    pub fn target_group(self) -> TargetGroup {
        self.target_group
    }

    /// Where requests go that a deployment shifts, if it was built with one.
    #[must_use]
    pub fn alternate(self) -> Option<TargetGroup> {
        self.alternate
    }

    /// What metrics call the requests of its first group.
    #[must_use]
    pub fn resource_label(self) -> Value<String> {
        self.balancer.label_with(self.target_group.full_name())
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::ListenerRule> {
        self.resource
    }
}

impl Connectable for ListenerRule {
    fn connections(&self) -> Connections {
        self.balancer.connections()
    }
}

impl ListenerRuleBuilder {
    /// A second group, without traffic until a deployment shifts it. Default: none.
    pub fn alternate(mut self, target_group: &TargetGroup) -> Self {
        self.alternate = Some(*target_group);
        self
    }

    /// A host that is asked for, such as `api.example.com` or `*.example.com`. Adds to those
    /// before; default: any.
    pub fn host(mut self, pattern: impl Into<String>) -> Self {
        self.hosts.push(pattern.into());
        self
    }

    /// A path that is asked for, such as `/v1/*`. Adds to those before; default: any.
    pub fn path(mut self, pattern: impl Into<String>) -> Self {
        self.paths.push(pattern.into());
        self
    }

    /// Adds the rule to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ListenerRule> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        self.check_priority(&scope)?;
        let action = cfn::ListenerRuleAction::new(cfn::ListenerRuleActionType::Forward);
        let action = match self.alternate {
            None => action.target_group_arn(self.target_group.arn()),
            Some(alternate) => {
                let weighted = |group: TargetGroup, weight: i64| {
                    cfn::ListenerRuleTargetGroupTuple::new()
                        .target_group_arn(group.arn())
                        .weight(weight)
                };
                let groups = [weighted(self.target_group, 100), weighted(alternate, 0)];
                action.forward_config(cfn::ListenerRuleForwardConfig::new().target_groups(groups))
            }
        };
        let mut conditions = Vec::new();
        if !self.hosts.is_empty() {
            let hosts = cfn::ListenerRuleHostHeaderConfig::new().values(self.hosts);
            let condition = cfn::ListenerRuleRuleCondition::new().field("host-header");
            conditions.push(condition.host_header_config(hosts));
        }
        if !self.paths.is_empty() {
            let paths = cfn::ListenerRulePathPatternConfig::new().values(self.paths);
            let condition = cfn::ListenerRuleRuleCondition::new().field("path-pattern");
            conditions.push(condition.path_pattern_config(paths));
        }
        let resource = cfn::ListenerRule::new([action], conditions, self.priority)
            .listener_arn(self.balancer.listener())
            .add("Resource", &mut scope)?;
        let Self { balancer, target_group, alternate, .. } = self;
        Ok(ListenerRule { resource, balancer, target_group, alternate })
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        if self.priority == 0 || LAST < self.priority {
            let reason = format!("must be 1 to 50,000, got {}", self.priority);
            return Err(scope.invalid("priority", reason));
        }
        let given = self.hosts.len() + self.paths.len();
        if given == 0 {
            let reason = "must be given, or a host: a rule without either takes every request";
            return Err(scope.invalid("path", reason));
        }
        if VALUES < given {
            let reason = format!("must be at most {VALUES} together with hosts, got {given}");
            return Err(scope.invalid("path", reason));
        }
        let plain = |also: &'static str| {
            move |text: &&String| {
                let fits = !text.is_empty() && text.len() <= 128;
                !fits
                    || !text
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || also.contains(c))
            }
        };
        if let Some(host) = self.hosts.iter().find(plain("-.*?")) {
            let reason =
                format!("must be 1 to 128 letters, digits, `-`, `.`, `*` and `?`, got {host:?}");
            return Err(scope.invalid("host", reason));
        }
        let rooted = |path: &str| path.starts_with('/') || path.starts_with('*');
        let mut paths = self.paths.iter();
        if let Some(path) = paths.find(|path| !rooted(path) || plain("_-.$/~\"'@:+&*?")(path)) {
            let reason = format!(
                "must begin with `/` or `*` and have at most 128 characters of URLs, got {path:?}"
            );
            return Err(scope.invalid("path", reason));
        }
        match self.alternate {
            Some(alternate) if alternate.resource() == self.target_group.resource() => {
                Err(scope.invalid("alternate", "must be another target group than the first"))
            }
            Some(alternate) if alternate.port() != self.target_group.port() => {
                let (first, second) = (self.target_group.port(), alternate.port());
                let reason = format!("must have the port of the first, {first}, got {second}");
                Err(scope.invalid("alternate", reason))
            }
            _ => Ok(()),
        }
    }

    /// A listener has each priority once, in whatever stacks its rules are.
    fn check_priority(&self, scope: &Scope<'_>) -> Result<()> {
        let listener: Value<ListenerArn> = self.balancer.listener().into_value();
        let listener = listener.into_expr();
        let priority = IntoValue::<i64>::into_value(self.priority).into_expr();
        let same = |properties: &crate::value::Properties| {
            let has = |name, wanted: &Expr| properties.get(name) == Some(wanted);
            has("ListenerArn", &listener) && has("Priority", &priority)
        };
        let mut rules = scope.resources_of::<cfn::ListenerRule>();
        let Some((other, _)) = rules.find(|(_, properties)| same(properties)) else {
            return Ok(());
        };
        let other = scope.path_of(other)?;
        let owner = other.as_str().trim_end_matches("/Resource");
        let reason =
            format!("must be unique on its listener, got {}, which `{owner}` has", self.priority);
        Err(scope.invalid("priority", reason))
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::{ec2::Subnets, elbv2::ListenerRuleBuilder},
        cfn::ids::certificatemanager::CertificateArn,
        prelude::*,
        testing,
    };

    fn vpc(stack: &mut Scope<'_>) -> Result<Vpc> {
        Vpc::builder("Vpc")
            .isolated_subnets(Subnets::None)
            .build(stack)
    }

    fn balancer(vpc: &Vpc, stack: &mut Scope<'_>) -> Result<ApplicationLoadBalancer> {
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/a";
        ApplicationLoadBalancer::builder("Balancer", vpc, CertificateArn::literal(certificate))
            .build(stack)
    }

    /// The properties of a single rule.
    fn rule(
        change: impl FnOnce(ListenerRuleBuilder) -> ListenerRuleBuilder,
    ) -> Result<ListenerRule> {
        let mut app = App::new().region("us-east-1");
        let stack = &mut app.stack("Test")?;
        let vpc = vpc(stack)?;
        let targets = TargetGroup::builder("Blue", &vpc, 8000).build(stack)?;
        let balancer = balancer(&vpc, stack)?;
        change(ListenerRule::builder("Rule", &balancer, 10, &targets)).build(stack)
    }

    fn refusal(change: impl FnOnce(ListenerRuleBuilder) -> ListenerRuleBuilder) -> String {
        rule(change).expect_err("refused").to_string()
    }

    /// The template of a single rule, beside what it is of in another stack.
    fn template(
        change: impl FnOnce(ListenerRuleBuilder, &TargetGroup) -> ListenerRuleBuilder,
    ) -> String {
        let mut app = App::new().region("us-east-1");
        let mut edge = app.stack("Edge").unwrap();
        let vpc = vpc(&mut edge).unwrap();
        let balancer = balancer(&vpc, &mut edge).unwrap();
        let blue = TargetGroup::builder("Blue", &vpc, 8000)
            .build(&mut edge)
            .unwrap();
        let green = TargetGroup::builder("Green", &vpc, 8000)
            .build(&mut edge)
            .unwrap();
        let rule = ListenerRule::builder("Rule", &balancer, 10, &blue);
        change(rule, &green)
            .build(&mut app.stack("Test").unwrap())
            .unwrap();
        testing::template_of(&app, "Test").yaml()
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(template(|rule, _| rule.path("/*")));
    }

    #[test]
    fn richest() {
        insta::assert_snapshot!(template(|rule, green| {
            rule.host("api.example.com")
                .host("*.api.example.com")
                .path("/v1/*")
                .path("/v2/*")
                .alternate(green)
        }));
    }

    #[test]
    fn rejects_a_priority_twice_even_from_another_stack() {
        let mut app = App::new().region("us-east-1");
        let mut edge = app.stack("Edge").unwrap();
        let vpc = vpc(&mut edge).unwrap();
        let balancer = balancer(&vpc, &mut edge).unwrap();
        let mut rule = |stack: &str, id: &str, priority: u16| {
            let stack = &mut app.stack(stack)?;
            let targets = TargetGroup::builder(format!("{id}Targets"), &vpc, 8000).build(stack)?;
            ListenerRule::builder(id, &balancer, priority, &targets)
                .path("/*")
                .build(stack)
        };
        rule("Api", "Api", 10).unwrap();
        rule("Docs", "Docs", 20).unwrap();
        let error = rule("Ui", "Ui", 10).expect_err("refused");
        insta::assert_snapshot!(error, @"`priority` of `Ui/Ui` must be unique on its listener, got 10, which `Api/Api` has");
    }

    #[test]
    fn rejects_what_elb_refuses() {
        let six =
            |rule: ListenerRuleBuilder| (0..6).fold(rule, |rule, n| rule.path(format!("/{n}")));
        insta::assert_snapshot!(refusal(|rule| rule), @"`path` of `Test/Rule` must be given, or a host: a rule without either takes every request");
        insta::assert_snapshot!(refusal(six), @"`path` of `Test/Rule` must be at most 5 together with hosts, got 6");
        insta::assert_snapshot!(refusal(|rule| rule.host("https://example.com")), @r#"`host` of `Test/Rule` must be 1 to 128 letters, digits, `-`, `.`, `*` and `?`, got "https://example.com""#);
        insta::assert_snapshot!(refusal(|rule| rule.path("api/*")), @r#"`path` of `Test/Rule` must begin with `/` or `*` and have at most 128 characters of URLs, got "api/*""#);
        let none = |stack: &mut Scope<'_>| {
            let vpc = vpc(stack)?;
            let targets = TargetGroup::builder("Blue", &vpc, 8000).build(stack)?;
            ListenerRule::builder("Rule", &balancer(&vpc, stack)?, 50_001, &targets)
                .path("/*")
                .build(stack)
        };
        insta::assert_snapshot!(testing::reject(none), @"`priority` of `Test/Rule` must be 1 to 50,000, got 50001");
    }

    #[test]
    fn rejects_a_second_group_that_is_no_second() {
        let refusal = |port: Option<u16>| {
            let error = testing::reject(|stack| {
                let vpc = vpc(stack)?;
                let blue = TargetGroup::builder("Blue", &vpc, 8000).build(stack)?;
                let green = match port {
                    Some(port) => TargetGroup::builder("Green", &vpc, port).build(stack)?,
                    None => blue,
                };
                ListenerRule::builder("Rule", &balancer(&vpc, stack)?, 1, &blue)
                    .alternate(&green)
                    .path("/*")
                    .build(stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal(None), @"`alternate` of `Test/Rule` must be another target group than the first");
        insta::assert_snapshot!(refusal(Some(9000)), @"`alternate` of `Test/Rule` must have the port of the first, 8000, got 9000");
    }
}
