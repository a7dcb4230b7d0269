//! What CloudFormation must be allowed to deploy templates.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Permissions, Scopes, Statement, Wide};
use crate::{
    schema::{self, Handler},
    template::Stacks,
};

const UNKNOWN_SCOPE: &str = "the schemas do not say on which resources these are called";

const HANDLERS: [Handler; 5] =
    [Handler::Create, Handler::Read, Handler::Update, Handler::Delete, Handler::List];

/// An action, and the resources that it is on; none for any.
type Needs = BTreeMap<(Option<Vec<String>>, String), BTreeSet<String>>;

/// What the role that CloudFormation acts as must be allowed, to make, read, change, delete and
/// list each type that the templates have, and to read what they refer to.
///
/// What is narrowed: calls on roles, policies, instance profiles, functions, and on buckets, topics
/// and queues of the app and their policies, by their names, or by the beginning of those that CloudFormation makes. All
/// else is for any resource, and [`Permissions::wide`] says why. Roles that are passed are those of
/// the app, and those whose ARN stands in a template.
///
/// AWS: [service roles for CloudFormation](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html)
#[must_use]
pub fn execution(stacks: &Stacks) -> Permissions {
    let scopes = Scopes::of(stacks);
    let mut permissions = Permissions::default();
    let mut needs = Needs::new();
    let mut need = |action: &str, type_name: &str| {
        let arns = scopes.arns(action, type_name);
        // An action on nothing that there is.
        if arns.as_ref().is_none_or(|arns| !arns.is_empty()) {
            let types = needs.entry((arns, action.to_owned())).or_default();
            types.insert(type_name.to_owned());
        }
    };
    let types: BTreeSet<_> = stacks.resources().map(|(_, it)| it.type_name).collect();
    let mut malformed = BTreeSet::new();
    for type_name in types {
        if is_custom(type_name) {
            need("lambda:InvokeFunction", type_name);
            continue;
        }
        let schema = schema::resource_type(type_name);
        let actions: BTreeSet<_> = schema
            .into_iter()
            .flat_map(|schema| {
                HANDLERS
                    .into_iter()
                    .flat_map(move |it| schema.permissions(it))
            })
            .collect();
        if actions.is_empty() {
            permissions.silent.push(type_name.to_owned());
        }
        for action in actions {
            if is_action(action) {
                need(action, type_name);
            } else {
                malformed.insert(action.to_owned());
            }
        }
    }
    for action in references(stacks) {
        need(action, "the templates");
    }
    permissions.malformed = malformed.into_iter().collect();
    write(needs, &mut permissions);
    permissions
}

/// A statement for each service and scope.
fn write(needs: Needs, permissions: &mut Permissions) {
    // By service, whether the scope is wide, and the resources: the actions, and who needs them.
    type Key = (String, bool, Vec<String>);
    let mut statements: BTreeMap<Key, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    for ((arns, action), types) in needs {
        let service = action.split(':').next().unwrap_or_default().to_owned();
        let is_wide = arns.is_none();
        let resources = arns.unwrap_or_else(|| vec!["*".to_owned()]);
        let (actions, all) = statements.entry((service, is_wide, resources)).or_default();
        actions.push(action);
        all.extend(types);
    }
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for ((service, is_wide, resources), (actions, types)) in statements {
        let name = sid(&service, if is_wide { "Any" } else { "Own" });
        let count = used.entry(name.clone()).or_default();
        *count += 1;
        let sid = if *count == 1 { name } else { format!("{name}{count}") };
        if is_wide {
            permissions.wide.push(Wide {
                sid: sid.clone(),
                types: types.into_iter().collect(),
                reason: UNKNOWN_SCOPE,
            });
        }
        permissions
            .statements
            .push(Statement::new(sid, actions, resources));
    }
}

/// The actions behind dynamic references and parameters.
fn references(stacks: &Stacks) -> BTreeSet<&'static str> {
    let mut actions = BTreeSet::new();
    for stack in stacks.all() {
        for section in ["Parameters", "Resources", "Outputs"] {
            if let Some(value) = stack.template.section(section) {
                collect(value, &mut actions);
            }
        }
    }
    actions
}

fn collect(value: &Value, actions: &mut BTreeSet<&'static str>) {
    match value {
        Value::String(text) => {
            if text.contains("{{resolve:secretsmanager:") {
                actions.insert("secretsmanager:GetSecretValue");
            }
            if text.contains("{{resolve:ssm") || text.starts_with("AWS::SSM::Parameter::Value<") {
                actions.extend(["ssm:GetParameter", "ssm:GetParameters"]);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, actions)),
        Value::Object(map) => {
            if map.contains_key("Fn::GetStackOutput") {
                actions.insert("cloudformation:DescribeStacks");
            }
            map.values().for_each(|item| collect(item, actions));
        }
        _ => {}
    }
}

fn is_custom(type_name: &str) -> bool {
    type_name.starts_with("Custom::") || type_name == "AWS::CloudFormation::CustomResource"
}

/// Whether a text is `service:Action`.
fn is_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(service, name)| {
        let is_service = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        !service.is_empty()
            && service.chars().all(is_service)
            && !name.is_empty()
            && name.chars().all(|it| it.is_ascii_alphanumeric())
    })
}

/// `ElasticloadbalancingAny` of `elasticloadbalancing`: letters and digits are all that is taken.
fn sid(service: &str, ending: &str) -> String {
    let words = service.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.chain([ending.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::{StackTemplate, Template};

    fn execution_of(resources: &Value) -> Permissions {
        let text = json!({"Resources": resources}).to_string();
        let mut stack =
            StackTemplate::new("ecomind-prod-Network", Template::from_json(&text).unwrap());
        stack.account = Some("111122223333".to_owned());
        execution(&Stacks::new([stack.region("us-east-1")]))
    }

    fn resources_of<'a>(permissions: &'a Permissions, action: &str) -> Vec<&'a str> {
        let statements = permissions.statements.iter();
        let having = statements.filter(|it| it.actions.iter().any(|name| name == action));
        having
            .flat_map(|it| &it.resources)
            .map(String::as_str)
            .collect()
    }

    #[test]
    fn calls_on_roles_are_on_those_of_the_app() {
        let permissions = execution_of(&json!({
            "Task": {"Type": "AWS::IAM::Role"},
            "Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "deployer", "Path": "/ci/"}},
            "Outside": {"Type": "AWS::ECS::Service",
                "Properties": {"Role": "arn:aws:iam::444455556666:role/outside"}},
        }));
        let roles = [
            "arn:aws:iam::111122223333:role/ci/deployer",
            "arn:aws:iam::111122223333:role/ecomind-prod-Net*",
            "arn:aws:iam::444455556666:role/outside",
        ];
        assert_eq!(resources_of(&permissions, "iam:PassRole"), roles);
        assert_eq!(resources_of(&permissions, "iam:PutRolePolicy"), roles);
        assert_eq!(resources_of(&permissions, "iam:ListRoles"), ["*"]);
        assert_eq!(resources_of(&permissions, "iam:CreateUser"), [""; 0]);
    }

    #[test]
    fn policies_of_buckets_and_topics_are_on_those_of_the_app() {
        let permissions = execution_of(&json!({
            "Logs": {"Type": "AWS::S3::Bucket"},
            "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Logs"}}},
            "News": {"Type": "AWS::SNS::Topic"},
            "Outside": {"Type": "AWS::SNS::TopicPolicy",
                "Properties": {"Topics": ["arn:aws:sns:us-east-1:444455556666:news"]}},
        }));
        let buckets = ["arn:aws:s3:::ecomind-prod-net*", "arn:aws:s3:::ecomind-prod-net*/*"];
        assert_eq!(resources_of(&permissions, "s3:PutBucketPolicy"), buckets);
        assert!(resources_of(&permissions, "sns:SetTopicAttributes").contains(&"*"));
    }

    #[test]
    fn what_cannot_be_narrowed_says_why_and_for_which_types() {
        let permissions = execution_of(&json!({"Vpc": {"Type": "AWS::EC2::VPC"}}));
        assert_eq!(resources_of(&permissions, "ec2:CreateVpc"), ["*"]);
        assert_eq!(permissions.wide[0].types, ["AWS::EC2::VPC"]);
    }

    #[test]
    fn types_without_permissions_are_named_and_custom_ones_call_functions() {
        let permissions = execution_of(&json!({
            "Certificate": {"Type": "AWS::ElasticLoadBalancingV2::ListenerCertificate"},
            "Own": {"Type": "Custom::Thing"},
            "Logs": {"Type": "AWS::Logs::LogGroup"},
            "Later": {"Type": "AWS::Not::Yet"},
        }));
        assert_eq!(
            permissions.silent,
            ["AWS::ElasticLoadBalancingV2::ListenerCertificate", "AWS::Not::Yet"]
        );
        assert_eq!(permissions.malformed, ["s3:REST.PUT.OBJECT"]);
        assert_eq!(resources_of(&permissions, "lambda:InvokeFunction"), ["*"]);
    }

    #[test]
    fn what_templates_refer_to_is_read() {
        let permissions = execution_of(&json!({"Topic": {"Type": "AWS::SNS::Topic", "Properties":
            {"TopicName": "{{resolve:ssm:/name}}", "DisplayName": "{{resolve:secretsmanager:a}}"}}}));
        assert_eq!(resources_of(&permissions, "ssm:GetParameters"), ["*"]);
        assert_eq!(resources_of(&permissions, "secretsmanager:GetSecretValue"), ["*"]);
    }
}
