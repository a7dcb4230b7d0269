//! Checks of checks.

use crate::{
    Result,
    cfn::route53 as cfn,
    tree::{Resource as _, Scope},
};

use super::HealthCheck;

/// How many checks one can be made of.
const MOST: usize = 256;

/// Builds a [`HealthCheck`] that is healthy while all of some others are; see
/// [`HealthCheck::all_healthy`].
///
/// It asks nobody: Route 53 computes it of what the others say, which costs $0.50 a month.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let answers = HealthCheck::builder("Answers", "app.example.com").build(stack)?;
/// let has_no_successor =
///     HealthCheck::tcp("Successor", "standby.example.com", 443).inverted().build(stack)?;
/// let serves = HealthCheck::all_healthy("Serves", [answers, has_no_successor]).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// AWS: [calculated health checks](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html)
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AllHealthyBuilder {
    id: String,
    checks: Vec<HealthCheck>,
}

impl AllHealthyBuilder {
    pub(super) fn new(id: String, checks: Vec<HealthCheck>) -> Self {
        Self { id, checks }
    }

    /// Adds the check to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<HealthCheck> {
        let mut scope = scope.child(&self.id)?;
        let count = self.checks.len();
        if !(2..=MOST).contains(&count) {
            let reason = format!("must be 2 to {MOST} checks, got {count}");
            return Err(scope.invalid("all_healthy", reason));
        }
        let ids: Vec<_> = self
            .checks
            .iter()
            .map(|check| check.health_check_id())
            .collect();
        let config = cfn::HealthCheckHealthCheckConfig::new(cfn::HealthCheckType::Calculated)
            .child_health_checks(ids)
            .health_threshold(i64::try_from(count).unwrap_or(2));
        let resource = cfn::HealthCheck::new(config).add("Resource", &mut scope)?;
        Ok(HealthCheck { resource })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let one = HealthCheck::builder("One", "one.example.com").build(stack)?;
            let two = HealthCheck::tcp("Two", "two.example.com", 443).build(stack)?;
            HealthCheck::all_healthy("Both", [one, two]).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_what_is_no_combination() {
        let error = testing::reject(|stack| {
            let one = HealthCheck::builder("One", "one.example.com").build(stack)?;
            HealthCheck::all_healthy("Both", [one]).build(stack)
        });
        insta::assert_snapshot!(error, @"`all_healthy` of `Test/Both` must be 2 to 256 checks, got 1");
    }
}
