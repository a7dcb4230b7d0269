//! The addresses that clients begin with.

use crate::{
    Result,
    aws::{
        iam::{PolicyStatement, Principal, Role},
        logs::LogGroup,
    },
    cfn::{lambda, msk},
    tree::{RawResource, Ref, Resource as _, Scope},
    value::{Duration, Expr},
};

use super::ClientAuthentication;

/// What the function does; `tests/custom_resources` runs it.
const CODE: &str = include_str!("bootstrap_brokers.py");
/// How long the function may take: one call, and 35 seconds between its repetitions.
const TIMEOUT: Duration = Duration::minutes(2);
/// When CloudFormation stops waiting for the answer, which by default is after an hour: time for
/// the two retries of an invocation that failed.
const SERVICE_TIMEOUT: Duration = Duration::minutes(15);

/// Looks up the bootstrap brokers of `cluster`, which its own resource doesn't know: an attribute
/// for each of the ways to authenticate, its `Name`, and `Topics` and `Groups`, with which their
/// ARNs begin.
pub(super) fn look_up(
    cluster: Ref<msk::Cluster>,
    ways: &[ClientAuthentication],
    brokers: u32,
    scope: &mut Scope<'_>,
) -> Result<Ref<RawResource>> {
    let mut scope = scope.child("BootstrapBrokers")?;
    let log = LogGroup::builder("LogGroup").build(&mut scope)?;
    let role = Role::builder("Role", Principal::service("lambda.amazonaws.com"))
        .statement(
            PolicyStatement::allow()
                .actions(["kafka:GetBootstrapBrokers"])
                .resources([cluster.arn()]),
        )
        .statement(
            PolicyStatement::allow()
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .resources([log.arn()]),
        )
        .build(&mut scope)?;
    let function = lambda::Function::new(lambda::FunctionCode::new().zip_file(CODE), role.arn())
        .description("looks up the bootstrap brokers of a Kafka cluster")
        .runtime(lambda::FunctionRuntime::Python314)
        .architectures([lambda::FunctionArchitectures::Arm64])
        .handler("index.handler")
        .timeout(seconds(TIMEOUT))
        // No concurrency is reserved: in a new account there is often none to reserve.
        .logging_config(lambda::FunctionLoggingConfig::new().log_group(log.name()))
        .add("Function", &mut scope)?;
    let names = ways.iter().map(|way| Expr::from(way.name())).collect();
    RawResource::new("Custom::MskBootstrapBrokers")
        .property("ServiceToken", function.arn())
        .property("ServiceTimeout", seconds(SERVICE_TIMEOUT))
        .property("ClusterArn", cluster.arn())
        .property("ClientAuthentication", Expr::List(names))
        // Has them looked up again when there are more.
        .property("NumberOfBrokerNodes", i64::from(brokers))
        .add("Default", &mut scope)
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).expect("a timeout is short")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_code_fits_a_template() {
        // What CloudFormation takes as `ZipFile`.
        assert!(super::CODE.len() <= 4096, "{} bytes", super::CODE.len());
    }
}
