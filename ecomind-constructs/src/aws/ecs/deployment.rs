//! How a new version takes over.

use crate::{cfn::ecs as cfn, value::Duration};

/// How a service goes from one version to the next.
///
/// All but [`Rolling`](Self::Rolling) start the new version beside the old one, which stays until
/// the last bake is over, and go back when an alarm goes off. They shift the traffic of a
/// [rule with two target groups](crate::aws::elbv2::ListenerRuleBuilder::alternate), and need an
/// [alarm](super::FargateServiceBuilder::rollback_alarm). CloudFormation waits for all of it.
///
/// A bake is at most a day of whole minutes.
///
/// AWS: [deployments](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-strategies.html)
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Deployment {
    /// Task by task, and back when tasks fail to start or an alarm goes off. It keeps to the first
    /// target group of a rule, whatever weights an earlier strategy left there.
    Rolling,
    /// All of the traffic at once.
    BlueGreen {
        /// For how long both versions run after that.
        bake_time: Duration,
    },
    /// Some of the traffic, and later the rest.
    Canary {
        /// How much comes first, 0.1 to 100, of which ECS takes 5 by default.
        percent: f64,
        /// How long that is watched.
        canary_bake_time: Duration,
        /// For how long both versions run after the rest has followed.
        bake_time: Duration,
    },
    /// The traffic in equal steps.
    Linear {
        /// How much a step has, 3 to 100, of which ECS takes 10 by default.
        step_percent: f64,
        /// How long each step is watched.
        step_bake_time: Duration,
        /// For how long both versions run after the last one.
        bake_time: Duration,
    },
}

impl Deployment {
    /// Whether it shifts traffic between two versions, so that it takes a rule with two target
    /// groups.
    #[must_use]
    pub fn shifts_traffic(self) -> bool {
        self != Self::Rolling
    }

    /// What it is called where something is wrong with it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rolling => "rolling",
            Self::BlueGreen { .. } => "blue/green",
            Self::Canary { .. } => "canary",
            Self::Linear { .. } => "linear",
        }
    }

    /// The strategy as templates write it, or what is wrong with it.
    pub(super) fn configuration(self) -> Result<cfn::ServiceDeploymentConfiguration, String> {
        let configuration = cfn::ServiceDeploymentConfiguration::new();
        match self {
            Self::Rolling => Ok(configuration
                .strategy(cfn::ServiceStrategy::Rolling)
                .minimum_healthy_percent(100)
                .maximum_percent(200)
                .deployment_circuit_breaker(cfn::ServiceDeploymentCircuitBreaker::new(
                    cfn::ServiceDeploymentCircuitBreakerArgs { enable: true, rollback: true },
                ))),
            Self::BlueGreen { bake_time } => Ok(configuration
                .strategy(cfn::ServiceStrategy::BlueGreen)
                .bake_time_in_minutes(minutes("bake time", bake_time)?)),
            Self::Canary { percent, canary_bake_time, bake_time } => {
                let canary = cfn::ServiceCanaryConfiguration::new()
                    .canary_percent(within("percent", percent, 0.1)?)
                    .canary_bake_time_in_minutes(minutes("canary bake time", canary_bake_time)?);
                Ok(configuration
                    .strategy(cfn::ServiceStrategy::Canary)
                    .canary_configuration(canary)
                    .bake_time_in_minutes(minutes("bake time", bake_time)?))
            }
            Self::Linear { step_percent, step_bake_time, bake_time } => {
                let linear = cfn::ServiceLinearConfiguration::new()
                    .step_percent(within("step percent", step_percent, 3.0)?)
                    .step_bake_time_in_minutes(minutes("step bake time", step_bake_time)?);
                Ok(configuration
                    .strategy(cfn::ServiceStrategy::Linear)
                    .linear_configuration(linear)
                    .bake_time_in_minutes(minutes("bake time", bake_time)?))
            }
        }
    }
}

fn within(what: &str, percent: f64, least: f64) -> Result<f64, String> {
    if (least..=100.0).contains(&percent) {
        return Ok(percent);
    }
    Err(format!("must have a {what} of {least} to 100, got {percent}"))
}

fn minutes(what: &str, duration: Duration) -> Result<i64, String> {
    match duration.as_minutes().map(i64::try_from) {
        Some(Ok(minutes @ 0..=1440)) => Ok(minutes),
        _ => Err(format!("must have a {what} of 0 to 1,440 whole minutes, got {duration}")),
    }
}
