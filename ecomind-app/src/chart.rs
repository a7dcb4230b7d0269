//! The chart of the services, for environments where Kubernetes runs them.

use ecomind_cli::Environment as _;
use ecomind_constructs::{
    kubernetes::{Chart, ChartValues},
    prelude::*,
};

use crate::environment::{Compute, Environment};

/// What Helm and folders call it.
const NAME: &str = "ecomind";
/// Counted up by whoever changes what charts are made of; services have versions of their own.
const VERSION: &str = "1.0.0";

/// Adds the chart of `env` to `app`. Its other files of values are for environments that run on
/// Fargate now, as they would be in a cluster: `stacks` makes those of an environment.
///
/// # Errors
///
/// Those of the stacks and of the chart.
pub(crate) fn add(
    app: &mut App,
    env: &Environment,
    stacks: &dyn Fn(&Environment) -> Result<App>,
) -> Result<()> {
    let mut chart = Chart::new(NAME, VERSION, values(app, env)?);
    for other in Environment::ALL {
        // What stands by takes the place of another one, as that one is.
        if other.recovery.is_none()
            && let Compute::Fargate = other.compute
        {
            let there = Environment { compute: env.compute, ..other.clone() };
            chart = chart.environment(other.name, values(&stacks(&there)?, other)?);
        }
    }
    chart.build(app)
}

/// What the services of an environment have for a chart.
fn values(app: &App, env: &Environment) -> Result<ChartValues> {
    // The network stack has refused what is none.
    let network = env.network.parse().unwrap_or(CidrBlock::ANYWHERE);
    ChartValues::of(app, network)
}
