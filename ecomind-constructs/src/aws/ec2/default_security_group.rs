//! The security group that every VPC begins with.

use crate::{
    Result,
    aws::{
        iam::{PolicyStatement, Principal, Role},
        logs::LogGroup,
    },
    cfn::{ec2, lambda},
    tree::{RawResource, Ref, Resource as _, Scope},
    value::{self, Duration, IntoValue, Value},
};

/// What the function does; `tests/custom_resources` runs it.
const CODE: &str = include_str!("restrict_default_security_group.py");
/// How long the function may take; it makes two calls.
const TIMEOUT: Duration = Duration::minutes(1);
/// When CloudFormation stops waiting for the answer, which by default is after an hour: time for
/// the two retries of an invocation that failed.
const SERVICE_TIMEOUT: Duration = Duration::minutes(10);

/// Takes the rules out of the default security group of `vpc`.
///
/// EC2 lets the members of that group talk to each other and to anybody, and whatever names no
/// group is a member. CloudFormation can't change a group that it did not make, so that a function
/// does it, which may do nothing else.
pub(super) fn lock(vpc: Ref<ec2::Vpc>, scope: &mut Scope<'_>) -> Result<()> {
    let mut scope = scope.child("RestrictDefaultSecurityGroupCustomResource")?;
    let log = LogGroup::builder("LogGroup").build(&mut scope)?;
    let role = Role::builder("Role", Principal::service("lambda.amazonaws.com"))
        .statement(
            PolicyStatement::allow()
                .actions(["ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress"])
                .resources([arn_of(vpc.default_security_group())]),
        )
        .statement(
            PolicyStatement::allow()
                .actions(["logs:CreateLogStream", "logs:PutLogEvents"])
                .resources([log.arn()]),
        )
        .build(&mut scope)?;
    let function = lambda::Function::new(lambda::FunctionCode::new().zip_file(CODE), role.arn())
        .description("takes the rules out of the default security group of a VPC")
        .runtime(lambda::FunctionRuntime::Python314)
        .architectures([lambda::FunctionArchitectures::Arm64])
        .handler("index.handler")
        .timeout(seconds(TIMEOUT))
        // No concurrency is reserved: in a new account there is often none to reserve.
        .logging_config(lambda::FunctionLoggingConfig::new().log_group(log.name()))
        .add("Function", &mut scope)?;
    // The id and type of the AWS CDK's own. Where one of its stacks is taken over, CloudFormation
    // refuses to change the function behind the resource: turn the lock off for one deployment.
    // Under another id the CDK's function would open the group again when its resource goes.
    RawResource::new("Custom::VpcRestrictDefaultSG")
        .property("ServiceToken", function.arn())
        .property("ServiceTimeout", seconds(SERVICE_TIMEOUT))
        .property("DefaultSecurityGroupId", vpc.default_security_group())
        .property("Account", value::account_id())
        .add("Default", &mut scope)?;
    Ok(())
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_seconds()).expect("a timeout is short")
}

fn arn_of(group: impl IntoValue<String>) -> Value<String> {
    value::concat([
        "arn:".into_value(),
        value::partition(),
        ":ec2:".into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        ":security-group/".into_value(),
        group.into_value(),
    ])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_code_fits_a_template() {
        // What CloudFormation takes as `ZipFile`.
        assert!(super::CODE.len() <= 4096, "{} bytes", super::CODE.len());
    }
}
