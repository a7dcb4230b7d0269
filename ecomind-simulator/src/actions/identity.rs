//! The calls to the Security Token Service that clients make before anything else.

use serde_json::{Value, json};

use crate::{
    digest,
    failure::{Failure, Result},
};

use super::context::Context;

/// `GetCallerIdentity`.
pub(super) fn caller(context: &Context<'_>) -> Value {
    let (partition, account) = (context.place.partition(), &context.place.account);
    json!({
        "Arn": format!("arn:{partition}:iam::{account}:root"),
        "UserId": account,
        "Account": account,
    })
}

/// `AssumeRole`: keys that belong to the role's account.
pub(super) fn assume_role(context: &mut Context<'_>) -> Result<Value> {
    let role = context.input.required("RoleArn")?;
    let session = context.input.required("RoleSessionName")?;
    let mut parts = role.split(':').skip(4);
    let (account, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if account.len() != 12 || !account.bytes().all(|it| it.is_ascii_digit()) {
        return Err(Failure::validation(format!("{role} is invalid")));
    }
    let role_name = name.trim_start_matches("role/");
    let id = digest::suffix(&["role", role], 16);
    // The real time, since clients compare it with their own clock.
    let hour = std::time::Duration::from_hours(1);
    let expiration = std::time::SystemTime::now() + hour;
    let since = expiration
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap_or_default();
    let expiration = crate::clock::Moment(u64::try_from(since.as_millis()).unwrap_or_default());
    Ok(json!({
        "Credentials": {
            "AccessKeyId": format!("ASIA{account}{}", &id[..4]),
            "SecretAccessKey": digest::hex(&["secret", role], 40),
            "SessionToken": digest::hex(&["token", role, session], 64),
            "Expiration": expiration.iso(),
        },
        "AssumedRoleUser": {
            "AssumedRoleId": format!("AROA{id}:{session}"),
            "Arn": format!("arn:aws:sts::{account}:assumed-role/{role_name}/{session}"),
        },
    }))
}
