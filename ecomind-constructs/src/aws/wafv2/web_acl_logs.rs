//! What a web ACL says of the requests that it saw.

use crate::{
    Result,
    aws::logs::{LogGroup, Retention},
    cfn::wafv2 as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue as _, Token, Value},
};

/// Adds `LogGroup` and `Logs` to `scope`, that of the web ACL.
///
/// WAF delivers only to log groups whose names begin with `aws-waf-logs-`. The group outlives its
/// stack, so the name also has a part of the stack's own id: a stack that is made anew doesn't find
/// it taken. WAF itself lets the service write, in a policy that it makes for the account.
pub(super) fn add(
    web_acl: Ref<cfn::WebAcl>,
    retention: Retention,
    scope: &mut Scope<'_>,
) -> Result<LogGroup> {
    let group = LogGroup::builder("LogGroup")
        .retention(retention)
        .build(scope)?;
    let logical_id: Value<String> = Value::from_token(Token::LogicalId(group.resource().node()));
    let name = value::concat([
        "aws-waf-logs-".into_value(),
        value::stack_name(),
        "-".into_value(),
        logical_id,
        "-".into_value(),
        value::select(0, value::split("-", stack_guid())),
    ]);
    scope.modify(group.resource(), |group| group.log_group_name(name))?;

    // Unlike the group's own attribute, without `:*` at its end, which WAF refuses.
    let arn = value::concat([
        "arn:".into_value(),
        value::partition(),
        ":logs:".into_value(),
        value::region(),
        ":".into_value(),
        value::account_id(),
        ":log-group:".into_value(),
        group.name().into_value(),
    ]);
    let redacted = ["authorization", "cookie"].map(|name| {
        cfn::LoggingConfigurationFieldToMatch::new()
            .single_header(cfn::LoggingConfigurationSingleHeader::new(name))
    });
    cfn::LoggingConfiguration::new([arn], web_acl.arn())
        .redacted_fields(redacted)
        .add("Logs", scope)?;
    Ok(group)
}

/// The last part of the stack's ARN, a UUID.
fn stack_guid() -> Value<String> {
    value::select(2, value::split("/", value::stack_id()))
}
