//! Every permission that a template states: policies of principals, policies of resources, trust.

use ecomind_constructs::template::{Resource, canonical};
use serde_json::{Value, json};

use crate::diff::values::{is_policy, normal_policy, parsed_json, shown};

use super::grant::{Grant, Term};

/// More permissions than this are not taken apart: the statement stays whole.
const MOST: usize = 2_000;

/// The permissions and the managed policies of one resource.
#[derive(Debug, Default)]
pub(super) struct Stated {
    pub(super) grants: Vec<Grant>,
    /// Who has which managed policy.
    pub(super) managed: Vec<(String, String)>,
    /// Who has which permissions boundary.
    pub(super) boundaries: Vec<(String, String)>,
}

/// What a resource states.
pub(super) fn stated(resource: Resource<'_>) -> Stated {
    let mut stated = Stated::default();
    let Some(properties) = resource.entry.get("Properties") else { return stated };
    let own = format!("${{{}}}", resource.logical_id);
    let listed = |name: &str| -> Vec<String> {
        let items = properties
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        items.map(|item| shown(&canonical(item))).collect()
    };
    let named = |name: &str| properties.get(name).map(|it| shown(&canonical(it)));
    let holders: Vec<String> = match resource.type_name {
        "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" | "AWS::SSO::PermissionSet" => {
            vec![own.clone()]
        }
        "AWS::IAM::Policy" | "AWS::IAM::ManagedPolicy" => {
            let attached = ["Roles", "Users", "Groups"].map(listed).concat();
            if attached.is_empty() { vec![own.clone()] } else { attached }
        }
        "AWS::IAM::RolePolicy" => named("RoleName").into_iter().collect(),
        "AWS::IAM::UserPolicy" => named("UserName").into_iter().collect(),
        "AWS::IAM::GroupPolicy" => named("GroupName").into_iter().collect(),
        _ => Vec::new(),
    };
    if resource.type_name == "AWS::Lambda::Permission" {
        stated.grants.extend(function_permission(properties));
        return stated;
    }
    for (name, value) in properties.as_object().into_iter().flatten() {
        let is_trust = name == "AssumeRolePolicyDocument";
        if holders.is_empty() || is_trust {
            let scope = if is_trust { own.clone() } else { scope(resource, &own) };
            documents(value, &mut |policy| of_resource(policy, &scope, &mut stated.grants));
        } else {
            documents(value, &mut |policy| {
                holders
                    .iter()
                    .for_each(|holder| of_principal(policy, holder, &mut stated.grants));
            });
        }
    }
    if !holders.is_empty() {
        stated.managed.extend(
            listed("ManagedPolicyArns")
                .into_iter()
                .map(|arn| (own.clone(), arn)),
        );
        let boundary = named("PermissionsBoundary");
        stated
            .boundaries
            .extend(boundary.map(|arn| (own.clone(), arn)));
    }
    stated
}

/// What the policy of a resource is attached to: what the resource names, or itself.
fn scope(resource: Resource<'_>, own: &str) -> String {
    let property = match resource.type_name {
        "AWS::S3::BucketPolicy" => "Bucket",
        "AWS::SQS::QueuePolicy" => "Queues",
        "AWS::SNS::TopicPolicy" => "Topics",
        "AWS::SecretsManager::ResourcePolicy" => "SecretId",
        _ => return own.to_owned(),
    };
    let named = resource.property(property).map(canonical);
    match named.as_ref() {
        Some(Value::Array(items)) if items.len() == 1 => shown(&items[0]),
        Some(value) => shown(value),
        None => own.to_owned(),
    }
}

/// Every policy document in a value, also those that are written as text.
fn documents(value: &Value, visit: &mut impl FnMut(&Value)) {
    if let Some(parsed) = parsed_json(value) {
        return documents(&parsed, visit);
    }
    if is_policy(value) {
        return visit(&normal_policy(&canonical(value)));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| documents(item, visit)),
        Value::Object(map) => map.values().for_each(|value| documents(value, visit)),
        _ => {}
    }
}

fn of_principal(policy: &Value, holder: &str, grants: &mut Vec<Grant>) {
    for statement in policy["Statement"].as_array().into_iter().flatten() {
        let principals = [Term::new(holder.to_owned())];
        expand(statement, None, &principals, grants);
    }
}

fn of_resource(policy: &Value, scope: &str, grants: &mut Vec<Grant>) {
    for statement in policy["Statement"].as_array().into_iter().flatten() {
        let mut principals = Vec::new();
        for (name, negated) in [("Principal", false), ("NotPrincipal", true)] {
            for (kind, values) in statement[name].as_object().into_iter().flatten() {
                for value in values.as_array().into_iter().flatten() {
                    let text = match kind.as_str() {
                        "AWS" => shown(value),
                        kind => format!("{kind}:{}", shown(value)),
                    };
                    principals.push(Term { text, negated });
                }
            }
        }
        if principals.is_empty() {
            principals.push(Term::new("somebody".to_owned()));
        }
        expand(statement, Some(scope), &principals, grants);
    }
}

/// One permission for each principal, action and resource of a statement.
fn expand(statement: &Value, scope: Option<&str>, principals: &[Term], grants: &mut Vec<Grant>) {
    let terms = |name: &str, other: &str, default: &str| -> Vec<Term> {
        let mut terms = Vec::new();
        for (name, negated) in [(name, false), (other, true)] {
            let values = statement[name].as_array().into_iter().flatten();
            terms.extend(values.map(|value| Term { text: shown(value), negated }));
        }
        if terms.is_empty() {
            terms.push(Term::new(default.to_owned()));
        }
        terms
    };
    let actions = terms("Action", "NotAction", "*");
    // The resource of a trust policy is the role.
    let mut resources = terms("Resource", "NotResource", scope.unwrap_or("*"));
    let condition = statement.get("Condition").cloned().unwrap_or_default();
    let allow = statement["Effect"] != "Deny";
    let whole = |terms: &[Term]| {
        let texts: Vec<_> = terms.iter().map(ToString::to_string).collect();
        vec![Term::new(texts.join(", "))]
    };
    let (mut principals, mut actions) = (principals.to_vec(), actions);
    // A condition speaks of everything that it is not: one by one, it would say something else.
    if actions.iter().any(|it| it.negated) {
        actions = negated(&actions);
    }
    if resources.iter().any(|it| it.negated) {
        resources = negated(&resources);
    }
    if MOST
        < principals
            .len()
            .saturating_mul(actions.len())
            .saturating_mul(resources.len())
    {
        (principals, actions, resources) = (whole(&principals), whole(&actions), whole(&resources));
    }
    for principal in &principals {
        for action in &actions {
            for resource in &resources {
                grants.push(Grant {
                    allow,
                    scope: scope.map(str::to_owned),
                    principal: principal.clone(),
                    action: action.clone(),
                    resource: resource.clone(),
                    condition: condition.clone(),
                });
            }
        }
    }
}

/// Everything but several things, as one.
fn negated(terms: &[Term]) -> Vec<Term> {
    let texts: Vec<_> = terms.iter().map(|term| term.text.as_str()).collect();
    vec![Term { text: texts.join(", "), negated: true }]
}

/// `AWS::Lambda::Permission` is a statement of a function's policy.
fn function_permission(properties: &Value) -> Option<Grant> {
    let text = |name: &str| properties.get(name).map(|value| shown(&canonical(value)));
    let mut condition = serde_json::Map::new();
    let mut add = |operator: &str, key: &str, value: Option<String>| {
        if let Some(value) = value {
            condition.insert(operator.to_owned(), json!({key: [value]}));
        }
    };
    add("arnlike", "aws:sourcearn", text("SourceArn"));
    add("stringequals", "aws:sourceaccount", text("SourceAccount"));
    add("stringequalsifexists", "aws:principalorgid", text("PrincipalOrgID"));
    let condition = if condition.is_empty() { Value::Null } else { Value::Object(condition) };
    let function = text("FunctionName")?;
    Some(Grant {
        allow: true,
        scope: Some(function.clone()),
        principal: Term::new(text("Principal")?),
        action: Term::new(text("Action")?),
        resource: Term::new(function),
        condition,
    })
}
