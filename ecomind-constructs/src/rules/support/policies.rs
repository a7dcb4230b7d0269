//! Policy documents.

use serde_json::{Map, Value};

use crate::rules::{Flaws, ResourceView, resource_view::is_function};

/// The properties that hold documents about what the owner may do.
const IDENTITY: [&str; 1] = ["PolicyDocument"];

/// Every statement of the documents that say what a role, a user or a group may do, with paths.
pub(in crate::rules) fn statements<'a>(
    resource: &ResourceView<'a>,
) -> Vec<(String, Statement<'a>)> {
    let mut documents: Vec<String> = IDENTITY.iter().map(ToString::to_string).collect();
    let inline = resource.list("Policies").len();
    documents.extend((0..inline).map(|index| format!("Policies/{index}/PolicyDocument")));
    let mut found = Vec::new();
    for document in documents {
        let path = format!("{document}/Statement");
        for (index, statement) in resource.list(&path).iter().enumerate() {
            found.push((format!("{path}/{index}"), statement));
        }
        // One statement needs no list.
        if let Some(statement) = resource
            .raw(&path)
            .filter(|it| it.is_object() && !is_function(it))
        {
            found.push((path, statement));
        }
    }
    found
}

/// A statement is a value.
pub(in crate::rules) type Statement<'a> = &'a Value;

/// The texts of a part of a statement, which may be one text or a list.
pub(in crate::rules) fn texts<'v>(
    statement: &'v Value,
    name: &str,
) -> impl Iterator<Item = &'v str> {
    let value = statement.get(name);
    let one = value.and_then(Value::as_str);
    let all = value.and_then(Value::as_array);
    one.into_iter()
        .chain(all.into_iter().flatten().filter_map(Value::as_str))
}

/// Whether a statement allows something.
pub(in crate::rules) fn allows(statement: &Value) -> bool {
    statement
        .get("Effect")
        .is_some_and(|effect| effect == "Allow")
}

/// Whether all actions of a statement are those that take no resource.
pub(in crate::rules) fn is_for_all(statement: &Value) -> bool {
    // By the service authorization reference; those that constructs of ours need.
    const WITHOUT_RESOURCE: [&str; 14] = [
        "ecr:GetAuthorizationToken",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeInstances",
        "ec2:DescribeSubnets",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeVpcs",
        "ec2:DescribeVolumes",
        "cloudwatch:PutMetricData",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
        "logs:DescribeLogGroups",
        "sts:GetCallerIdentity",
    ];
    let mut actions = texts(statement, "Action").peekable();
    actions.peek().is_some() && actions.all(|action| WITHOUT_RESOURCE.contains(&action))
}

/// The managed policies of a role, a user or a group, as text, with their places.
pub(in crate::rules) fn managed(resource: &ResourceView<'_>) -> Vec<(usize, String)> {
    let arns = resource.list("ManagedPolicyArns").iter().enumerate();
    // An ARN that is put together still shows its end.
    let text = |value: &Value| value.as_str().map_or_else(|| joined(value), str::to_owned);
    arns.map(|(index, arn)| (index, text(arn))).collect()
}

/// The texts of `Fn::Join` and `Fn::Sub`, without what is known only at deployment.
fn joined(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(joined).collect(),
        Value::Object(entries) => {
            let join = entries.get("Fn::Join").and_then(|join| join.get(1));
            let sub = entries.get("Fn::Sub");
            join.or(sub).map(joined).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Whether a document denies requests that come without TLS.
pub(in crate::rules) fn denies_plaintext(resource: &ResourceView<'_>, document: &str) -> bool {
    resource
        .list(&format!("{document}/Statement"))
        .iter()
        .any(|statement| {
            let denies = statement
                .get("Effect")
                .is_some_and(|effect| effect == "Deny");
            let condition = statement.pointer("/Condition/Bool/aws:SecureTransport");
            denies && condition.is_some_and(|value| *value == false || *value == "false")
        })
}

/// Finds statements that allow something to everybody, without a condition.
pub(in crate::rules) fn allow_nobody_unknown(
    resource: &ResourceView<'_>,
    document: &str,
    flaws: &mut Flaws,
) {
    let path = format!("{document}/Statement");
    for (index, statement) in resource.list(&path).iter().enumerate() {
        let principal = statement.get("Principal");
        let is_everybody = principal.is_some_and(|principal| {
            principal == "*" || texts(principal, "AWS").any(|account| account == "*")
        });
        if allows(statement) && is_everybody && statement.get("Condition").is_none() {
            let path = format!("{path}/{index}/Principal");
            flaws.add(resource, &path, "must not be everybody");
        }
    }
}

/// Finds documents that IAM does not read.
pub(in crate::rules) fn grammar(resource: &ResourceView<'_>, flaws: &mut Flaws) {
    let inline = (0..resource.list("Policies").len())
        .map(|index| (format!("Policies/{index}/PolicyDocument"), false));
    let is_identity = resource.type_name().starts_with("AWS::IAM::");
    let own = [
        ("PolicyDocument", !is_identity),
        ("AssumeRolePolicyDocument", true),
        ("KeyPolicy", true),
        ("ResourcePolicy", true),
    ];
    let own = own.map(|(name, has_principal)| (name.to_owned(), has_principal));
    for (document, has_principal) in own.into_iter().chain(inline) {
        let Some(Value::Object(entries)) = resource.raw(&document) else { continue };
        let is_plain = !entries.keys().any(|name| name.starts_with("Fn::"));
        if is_plain {
            let has_resource = document != "AssumeRolePolicyDocument";
            self::document(resource, &document, entries, (has_principal, has_resource), flaws);
        }
    }
}

fn document(
    resource: &ResourceView<'_>,
    path: &str,
    entries: &Map<String, Value>,
    (has_principal, has_resource): (bool, bool),
    flaws: &mut Flaws,
) {
    for (name, value) in entries {
        let place = format!("{path}/{name}");
        match name.as_str() {
            "Version" if value != "2012-10-17" && value != "2008-10-17" => {
                flaws.add(resource, &place, format!("must be \"2012-10-17\", got {value}"));
            }
            "Version" | "Id" | "Statement" => {}
            _ => flaws.add(resource, &place, "is nothing that a policy has"),
        }
    }
    let Some(statements) = entries.get("Statement") else {
        return flaws.add(resource, path, "must have `Statement`");
    };
    let one = std::slice::from_ref(statements);
    let all = statements.as_array().map_or(one, Vec::as_slice);
    for (index, statement) in all.iter().enumerate() {
        let place = format!("{path}/Statement/{index}");
        let Some(entries) = statement.as_object().filter(|_| !is_function(statement)) else {
            continue;
        };
        for name in entries.keys() {
            const NAMES: [&str; 9] = [
                "Sid",
                "Effect",
                "Principal",
                "NotPrincipal",
                "Action",
                "NotAction",
                "Resource",
                "NotResource",
                "Condition",
            ];
            if !NAMES.contains(&name.as_str()) {
                flaws.add(resource, &format!("{place}/{name}"), "is nothing that a statement has");
            }
        }
        let effect = entries.get("Effect");
        if effect.is_none_or(|it| it.is_string() && it != "Allow" && it != "Deny") {
            flaws.add(resource, &format!("{place}/Effect"), "must be Allow or Deny");
        }
        let has =
            |name: &str| entries.contains_key(name) || entries.contains_key(&format!("Not{name}"));
        if !has("Action") {
            flaws.add(resource, &place, "must have `Action`");
        }
        if has_resource && !has("Resource") {
            flaws.add(resource, &place, "must have `Resource`");
        }
        if has_principal && !has("Principal") {
            flaws.add(resource, &place, "must have `Principal`");
        }
        if !has_principal && has("Principal") {
            flaws.add(
                resource,
                &format!("{place}/Principal"),
                "must not be there: it is whoever has the policy",
            );
        }
    }
}
