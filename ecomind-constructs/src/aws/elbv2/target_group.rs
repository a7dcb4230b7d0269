//! Where a load balancer sends requests.

use crate::{
    Result,
    aws::ec2::Vpc,
    cfn::{elasticloadbalancingv2 as cfn, ids::elasticloadbalancingv2::TargetGroupArn},
    tree::{Ref, Resource as _, Scope},
    value::{Duration, Value},
};

/// The tasks of a service, by their addresses, and how a load balancer asks whether they are well.
///
/// A [`ListenerRule`](super::ListenerRule) sends requests to it; a service takes the rule, so that
/// none can be behind a group that nothing leads to.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let api = TargetGroup::builder("ApiTargets", &vpc, 8000).health_check_path("/ready").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ElasticLoadBalancingV2::TargetGroup`](cfn::TargetGroup)
#[derive(Debug, Clone, Copy)]
pub struct TargetGroup {
    resource: Ref<cfn::TargetGroup>,
    port: u16,
}

/// What a load balancer speaks with its targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetProtocol {
    /// HTTP/1.1.
    Http,
    /// HTTP/2 without TLS.
    Http2,
    /// gRPC without TLS.
    Grpc,
    /// HTTP/1.1 with TLS; any certificate will do.
    Https,
}

/// Builds a [`TargetGroup`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct TargetGroupBuilder<'a> {
    id: String,
    vpc: &'a Vpc,
    port: u16,
    protocol: TargetProtocol,
    health_check_path: String,
    health_check_interval: Duration,
    health_check_timeout: Duration,
    healthy_codes: String,
    healthy_threshold: u8,
    unhealthy_threshold: u8,
    deregistration_delay: Duration,
}

impl TargetGroup {
    /// Starts a group of targets in `vpc` that listen on `port`.
    pub fn builder(id: impl Into<String>, vpc: &Vpc, port: u16) -> TargetGroupBuilder<'_> {
        TargetGroupBuilder {
            id: id.into(),
            vpc,
            port,
            protocol: TargetProtocol::Http,
            health_check_path: "/health".to_owned(),
            health_check_interval: Duration::seconds(15),
            health_check_timeout: Duration::seconds(5),
            healthy_codes: String::new(),
            healthy_threshold: 2,
            unhealthy_threshold: 3,
            deregistration_delay: Duration::seconds(30),
        }
    }

    /// The ARN of the group.
    #[must_use]
    pub fn arn(self) -> Value<TargetGroupArn> {
        self.resource.target_group_arn()
    }

    /// The end of its ARN, by which metrics call it, such as `targetgroup/api/73e2d6bc24d8a067`.
    #[must_use]
    pub fn full_name(self) -> Value<String> {
        self.resource.target_group_full_name()
    }

    /// What its targets listen on.
    #[must_use]
    pub fn port(self) -> u16 {
        self.port
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::TargetGroup> {
        self.resource
    }
}

impl TargetGroupBuilder<'_> {
    /// What targets are spoken to in. Default: [`TargetProtocol::Http`].
    pub fn protocol(mut self, protocol: TargetProtocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// What is asked for to see whether a target is well. Default: `/health`.
    pub fn health_check_path(mut self, path: impl Into<String>) -> Self {
        self.health_check_path = path.into();
        self
    }

    /// How often it is asked for, 5 to 300 seconds. Default: 15 seconds.
    pub fn health_check_interval(mut self, interval: Duration) -> Self {
        self.health_check_interval = interval;
        self
    }

    /// How long the answer may take, 2 seconds or more and less than the interval. Default: 5
    /// seconds.
    pub fn health_check_timeout(mut self, timeout: Duration) -> Self {
        self.health_check_timeout = timeout;
        self
    }

    /// The answers of a target that is well, such as `200-299`. Default: `200`, and `0` in gRPC.
    pub fn healthy_codes(mut self, codes: impl Into<String>) -> Self {
        self.healthy_codes = codes.into();
        self
    }

    /// How many good answers in a row make a target well, 2 to 10. Default: 2.
    pub fn healthy_threshold(mut self, count: u8) -> Self {
        self.healthy_threshold = count;
        self
    }

    /// How many bad answers in a row make a target ill, 2 to 10. Default: 3.
    pub fn unhealthy_threshold(mut self, count: u8) -> Self {
        self.unhealthy_threshold = count;
        self
    }

    /// How long a target that leaves may finish what it is at, at most an hour. Default: 30
    /// seconds.
    pub fn deregistration_delay(mut self, delay: Duration) -> Self {
        self.deregistration_delay = delay;
        self
    }

    /// Adds the group to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<TargetGroup> {
        let mut scope = scope.child(&self.id)?;
        self.check(&scope)?;
        let (protocol, version, codes) = match self.protocol {
            TargetProtocol::Http => (cfn::TargetGroupProtocol::Http, None, "200"),
            TargetProtocol::Http2 => (cfn::TargetGroupProtocol::Http, Some("HTTP2"), "200"),
            TargetProtocol::Grpc => (cfn::TargetGroupProtocol::Http, Some("GRPC"), "0"),
            TargetProtocol::Https => (cfn::TargetGroupProtocol::Https, None, "200"),
        };
        let codes = if self.healthy_codes.is_empty() { codes } else { &self.healthy_codes };
        let matcher = cfn::TargetGroupMatcher::new();
        let matcher = match self.protocol {
            TargetProtocol::Grpc => matcher.grpc_code(codes),
            _ => matcher.http_code(codes),
        };
        let attribute = |key: &str, value: String| {
            cfn::TargetGroupTargetGroupAttribute::new()
                .key(key)
                .value(value)
        };
        let delay = self.deregistration_delay.as_seconds().to_string();
        let mut group = cfn::TargetGroup::new()
            .target_type(cfn::TargetGroupTargetType::Ip)
            .vpc_id(self.vpc.vpc_id())
            .port(self.port)
            .protocol(protocol)
            .health_check_path(self.health_check_path)
            .health_check_interval_seconds(seconds(self.health_check_interval))
            .health_check_timeout_seconds(seconds(self.health_check_timeout))
            .healthy_threshold_count(self.healthy_threshold)
            .unhealthy_threshold_count(self.unhealthy_threshold)
            .matcher(matcher)
            .target_group_attributes([
                attribute("deregistration_delay.timeout_seconds", delay),
                attribute("stickiness.enabled", "false".to_owned()),
            ]);
        if let Some(version) = version {
            group = group.protocol_version(version);
        }
        let resource = group.add("Resource", &mut scope)?;
        Ok(TargetGroup { resource, port: self.port })
    }

    fn check(&self, scope: &Scope<'_>) -> Result<()> {
        let invalid = |setter: &str, reason: String| Err(scope.invalid(setter, reason));
        if self.port == 0 {
            return invalid("port", "must be 1 to 65535, got 0".to_owned());
        }
        let path = &self.health_check_path;
        if !path.starts_with('/')
            || 1024 < path.len()
            || !path.chars().all(|c| c.is_ascii_graphic())
        {
            return invalid(
                "health_check_path",
                format!("must begin with `/` and have at most 1,024 characters, got {path:?}"),
            );
        }
        let (interval, timeout) = (self.health_check_interval, self.health_check_timeout);
        if !(5..=300).contains(&interval.as_seconds()) {
            let reason = format!("must be 5 to 300 seconds, got {interval}");
            return invalid("health_check_interval", reason);
        }
        if timeout.as_seconds() < 2 || 120 < timeout.as_seconds() || interval <= timeout {
            let reason = format!(
                "must be 2 to 120 seconds and less than the interval of {interval}, got {timeout}"
            );
            return invalid("health_check_timeout", reason);
        }
        let thresholds = [
            ("healthy_threshold", self.healthy_threshold),
            ("unhealthy_threshold", self.unhealthy_threshold),
        ];
        for (setter, count) in thresholds {
            if !(2..=10).contains(&count) {
                return invalid(setter, format!("must be 2 to 10, got {count}"));
            }
        }
        if Duration::hours(1) < self.deregistration_delay {
            let reason = format!("must be at most 1 hour, got {}", self.deregistration_delay);
            return invalid("deregistration_delay", reason);
        }
        Ok(())
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use crate::{
        aws::elbv2::{TargetGroupBuilder, TargetProtocol},
        prelude::*,
        testing,
    };

    fn synth(change: impl FnOnce(TargetGroupBuilder<'_>) -> TargetGroupBuilder<'_>) -> String {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            change(TargetGroup::builder("Api", &vpc, 8000)).build(stack)
        });
        template.yaml()
    }

    fn refusal(change: impl FnOnce(TargetGroupBuilder<'_>) -> TargetGroupBuilder<'_>) -> String {
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0a1b2c3d").build(stack)?;
            change(TargetGroup::builder("Api", &vpc, 8000)).build(stack)
        });
        error.to_string()
    }

    #[test]
    fn defaults() {
        insta::assert_snapshot!(synth(|group| group));
    }

    #[test]
    fn richest() {
        insta::assert_snapshot!(synth(|group| {
            group
                .protocol(TargetProtocol::Grpc)
                .health_check_path("/grpc.health.v1.Health/Check")
                .health_check_interval(Duration::seconds(30))
                .health_check_timeout(Duration::seconds(10))
                .healthy_codes("0-5")
                .healthy_threshold(3)
                .unhealthy_threshold(5)
                .deregistration_delay(Duration::minutes(2))
        }));
    }

    #[test]
    fn rejects_what_is_out_of_range() {
        insta::assert_snapshot!(refusal(|group| group.health_check_path("health")), @r#"`health_check_path` of `Test/Api` must begin with `/` and have at most 1,024 characters, got "health""#);
        insta::assert_snapshot!(refusal(|group| group.health_check_interval(Duration::seconds(4))), @"`health_check_interval` of `Test/Api` must be 5 to 300 seconds, got 4 seconds");
        insta::assert_snapshot!(refusal(|group| group.health_check_timeout(Duration::seconds(15))), @"`health_check_timeout` of `Test/Api` must be 2 to 120 seconds and less than the interval of 15 seconds, got 15 seconds");
        insta::assert_snapshot!(refusal(|group| group.healthy_threshold(1)), @"`healthy_threshold` of `Test/Api` must be 2 to 10, got 1");
        insta::assert_snapshot!(refusal(|group| group.unhealthy_threshold(11)), @"`unhealthy_threshold` of `Test/Api` must be 2 to 10, got 11");
        insta::assert_snapshot!(refusal(|group| group.deregistration_delay(Duration::hours(2))), @"`deregistration_delay` of `Test/Api` must be at most 1 hour, got 2 hours");
    }
}
