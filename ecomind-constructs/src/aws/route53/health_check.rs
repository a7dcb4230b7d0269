//! Checks from the outside.

use crate::{
    Result,
    cfn::{ids::route53::HealthCheckId, route53 as cfn},
    tree::{Ref, Resource as _, Scope},
    value::{Duration, IntoValue, Value},
};

use super::{AllHealthyBuilder, domain_name::flaw_of_domain_name};

/// Asks for a page over HTTPS from several places of the world, and says whether it answers.
///
/// It is healthy while the page answers with 2xx or 3xx within 4 seconds. Its metric
/// `HealthCheckStatus` is in us-east-1, and so must be an alarm on it. A
/// [`FailoverRecord`](super::FailoverRecord) asks for one, of the thing that the record points to
/// and not of the record's own name: that leads to the other side once this one has failed.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let check = HealthCheck::builder("Api", "api.example.com").path("/health").build(stack)?;
/// let is_open = HealthCheck::tcp("Mail", "mail.example.com", 465).build(stack)?;
/// let both = HealthCheck::all_healthy("Both", [check, is_open]).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $1.50 a month for AWS's own endpoints, $2.75 for others.
/// CloudFormation: [`AWS::Route53::HealthCheck`](cfn::HealthCheck)
#[derive(Debug, Clone, Copy)]
pub struct HealthCheck {
    pub(super) resource: Ref<cfn::HealthCheck>,
}

/// Builds a [`HealthCheck`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct HealthCheckBuilder {
    id: String,
    domain_name: Value<String>,
    /// What is asked for over HTTPS; none where a connection is enough.
    path: Option<String>,
    port: u16,
    interval: Duration,
    failure_threshold: u8,
    inverted: bool,
}

impl HealthCheck {
    /// Starts a check of a host, such as `api.example.com`, which may be known at deployment alone.
    pub fn builder(
        id: impl Into<String>,
        domain_name: impl IntoValue<String>,
    ) -> HealthCheckBuilder {
        HealthCheckBuilder { path: Some("/".to_owned()), ..Self::tcp(id, domain_name, 443) }
    }

    /// Starts a check that only connects to a port of a host, and is healthy while that works.
    pub fn tcp(
        id: impl Into<String>,
        domain_name: impl IntoValue<String>,
        port: u16,
    ) -> HealthCheckBuilder {
        HealthCheckBuilder {
            id: id.into(),
            domain_name: domain_name.into_value(),
            path: None,
            port,
            interval: Duration::seconds(30),
            failure_threshold: 3,
            inverted: false,
        }
    }

    /// Starts a check that is healthy while all of these are.
    pub fn all_healthy(
        id: impl Into<String>,
        checks: impl IntoIterator<Item = Self>,
    ) -> AllHealthyBuilder {
        AllHealthyBuilder::new(id.into(), checks.into_iter().collect())
    }

    /// The id of the check, which its metric has as a dimension.
    #[must_use]
    pub fn health_check_id(self) -> Value<HealthCheckId> {
        self.resource.health_check_id()
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::HealthCheck> {
        self.resource
    }
}

impl HealthCheckBuilder {
    /// The page to ask for over HTTPS. Default: `/`, and none for [`HealthCheck::tcp`].
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The port of HTTPS. Default: 443.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// How often each place asks: 30 seconds, or 10 for $1 to $2 more a month. Default: 30 seconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// After how many answers in a row the state changes, 1 to 10. Default: 3.
    pub fn failure_threshold(mut self, threshold: u8) -> Self {
        self.failure_threshold = threshold;
        self
    }

    /// Is healthy while the host does not answer, and the other way round. Default: no.
    pub fn inverted(mut self) -> Self {
        self.inverted = true;
        self
    }

    /// Adds the check to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<HealthCheck> {
        let mut scope = scope.child(&self.id)?;
        let name = self.domain_name.as_literal();
        if let Some(reason) = name.and_then(flaw_of_domain_name) {
            return Err(scope.invalid("domain_name", reason));
        }
        if let Some(path) = &self.path
            && (!path.starts_with('/') || 255 < path.len())
        {
            let reason = format!("must be 1 to 255 characters that begin with `/`, got {path:?}");
            return Err(scope.invalid("path", reason));
        }
        let seconds = match self.interval.as_seconds() {
            10 => 10,
            30 => 30,
            _ => {
                let reason = format!("must be 10 or 30 seconds, got {}", self.interval);
                return Err(scope.invalid("interval", reason));
            }
        };
        if !(1..=10).contains(&self.failure_threshold) {
            let reason = format!("must be 1 to 10, got {}", self.failure_threshold);
            return Err(scope.invalid("failure_threshold", reason));
        }
        use cfn::HealthCheckType as Type;
        let mut config = match &self.path {
            Some(_) => cfn::HealthCheckHealthCheckConfig::new(Type::Https).enable_sni(true),
            None => cfn::HealthCheckHealthCheckConfig::new(Type::Tcp),
        };
        config = config
            .failure_threshold(self.failure_threshold)
            .fully_qualified_domain_name(self.domain_name)
            .port(self.port)
            .request_interval(seconds);
        if let Some(path) = self.path {
            config = config.resource_path(path);
        }
        if self.inverted {
            config = config.inverted(true);
        }
        let resource = cfn::HealthCheck::new(config).add("Resource", &mut scope)?;
        Ok(HealthCheck { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template =
            testing::synth(|stack| HealthCheck::builder("Api", "api.example.com").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            HealthCheck::builder("Api", "api.example.com")
                .path("/health")
                .port(8443)
                .interval(Duration::seconds(10))
                .failure_threshold(5)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_port_that_must_be_closed() {
        let template = testing::synth(|stack| {
            HealthCheck::tcp("Standby", "standby.example.com", 443)
                .inverted()
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_what_route_53_refuses() {
        let check = || HealthCheck::builder("Api", "api.example.com");
        let refusal = |check: super::HealthCheckBuilder| {
            testing::reject(|stack| check.build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal(HealthCheck::builder("Api", "https://api")), @r#"`domain_name` of `Test/Api` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "https://api""#);
        insta::assert_snapshot!(refusal(check().path("health")), @r#"`path` of `Test/Api` must be 1 to 255 characters that begin with `/`, got "health""#);
        insta::assert_snapshot!(refusal(check().interval(Duration::minutes(1))), @"`interval` of `Test/Api` must be 10 or 30 seconds, got 1 minute");
        insta::assert_snapshot!(refusal(check().failure_threshold(0)), @"`failure_threshold` of `Test/Api` must be 1 to 10, got 0");
    }
}
