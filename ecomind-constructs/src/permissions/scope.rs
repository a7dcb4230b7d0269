//! On which resources an action is, where that can be told.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::places::partition;
use crate::template::{Meaning, Resource, StackTemplate, Stacks};

/// The first characters of a generated name that are surely the stack's. CloudFormation starts
/// with the name of the stack, and cuts it where the service wants shorter names.
const SURE: usize = 16;

/// The same where names may have more than 200 characters.
const SURE_OF_LONG: usize = 96;

/// The ARNs of what the templates make, by kind, such as `role`.
pub(super) struct Scopes {
    arns: BTreeMap<&'static str, BTreeSet<String>>,
    /// Types of [`ABOUT`] of which some resource is about something that is not of the app.
    outside: BTreeSet<&'static str>,
}

/// Types about resources of another type, which they name in a property.
const ABOUT: &[(&str, &str, &str)] = &[
    ("AWS::S3::BucketPolicy", "Bucket", "AWS::S3::Bucket"),
    ("AWS::SNS::Subscription", "TopicArn", "AWS::SNS::Topic"),
    ("AWS::SNS::TopicPolicy", "Topics", "AWS::SNS::Topic"),
    ("AWS::SQS::QueuePolicy", "Queues", "AWS::SQS::Queue"),
];

/// A kind of resource whose ARN follows from its name.
struct Kind {
    type_name: &'static str,
    name_property: &'static str,
    word: &'static str,
    service: &'static str,
    /// What stands before the name.
    prefix: &'static str,
    place: Place,
}

enum Place {
    Nowhere,
    Account,
    Region,
}

const KINDS: &[Kind] = &[
    Kind {
        type_name: "AWS::IAM::Role",
        name_property: "RoleName",
        word: "role",
        service: "iam",
        prefix: "role/",
        place: Place::Account,
    },
    Kind {
        type_name: "AWS::IAM::ManagedPolicy",
        name_property: "ManagedPolicyName",
        word: "policy",
        service: "iam",
        prefix: "policy/",
        place: Place::Account,
    },
    Kind {
        type_name: "AWS::IAM::InstanceProfile",
        name_property: "InstanceProfileName",
        word: "instance-profile",
        service: "iam",
        prefix: "instance-profile/",
        place: Place::Account,
    },
    Kind {
        type_name: "AWS::IAM::User",
        name_property: "UserName",
        word: "user",
        service: "iam",
        prefix: "user/",
        place: Place::Account,
    },
    Kind {
        type_name: "AWS::IAM::Group",
        name_property: "GroupName",
        word: "group",
        service: "iam",
        prefix: "group/",
        place: Place::Account,
    },
    Kind {
        type_name: "AWS::S3::Bucket",
        name_property: "BucketName",
        word: "bucket",
        service: "s3",
        prefix: "",
        place: Place::Nowhere,
    },
    Kind {
        type_name: "AWS::ECS::Cluster",
        name_property: "ClusterName",
        word: "cluster",
        service: "ecs",
        prefix: "cluster/",
        place: Place::Region,
    },
    Kind {
        type_name: "AWS::Lambda::Function",
        name_property: "FunctionName",
        word: "function",
        service: "lambda",
        prefix: "function:",
        place: Place::Region,
    },
    Kind {
        type_name: "AWS::SNS::Topic",
        name_property: "TopicName",
        word: "topic",
        service: "sns",
        prefix: "",
        place: Place::Region,
    },
    Kind {
        type_name: "AWS::SQS::Queue",
        name_property: "QueueName",
        word: "queue",
        service: "sqs",
        prefix: "",
        place: Place::Region,
    },
];

impl Scopes {
    pub(super) fn of(stacks: &Stacks) -> Self {
        let mut scopes = Self { arns: BTreeMap::new(), outside: BTreeSet::new() };
        for (index, resource) in stacks.resources() {
            for kind in KINDS
                .iter()
                .filter(|kind| kind.type_name == resource.type_name)
            {
                let arn = kind.arn(stacks, index, resource);
                scopes.arns.entry(kind.word).or_default().insert(arn);
            }
            let mut about = ABOUT.iter();
            if let Some((name, property, of)) = about.find(|it| it.0 == resource.type_name)
                && !resource
                    .property(property)
                    .is_some_and(|it| are_own(stacks, index, it, of))
            {
                scopes.outside.insert(name);
            }
        }
        // A role of another place is passed, too.
        let mut roles = BTreeSet::new();
        for (_, resource) in stacks.resources() {
            for value in resource.entry.values() {
                collect_roles(value, &mut roles);
            }
        }
        scopes.arns.entry("role").or_default().extend(roles);
        scopes
    }

    /// The ARNs of an action that is needed for a type, if these can be told.
    pub(super) fn arns(&self, action: &str, type_name: &str) -> Option<Vec<String>> {
        let (service, name) = action.split_once(':')?;
        match (service, type_name) {
            ("iam", _) => self.iam(name),
            // A handler that takes a role is given it by the template.
            ("sts", _) if name == "AssumeRole" => Some(self.known("role").unwrap_or_default()),
            (_, name) if self.outside.contains(name) => None,
            ("s3", "AWS::S3::Bucket" | "AWS::S3::BucketPolicy") if name != "ListAllMyBuckets" => {
                let buckets = self.known("bucket")?;
                Some(
                    buckets
                        .iter()
                        .flat_map(|it| [it.clone(), format!("{it}/*")])
                        .collect(),
                )
            }
            // Types that write to buckets, such as deliveries of logs, let themselves in.
            ("s3", _) if name == "PutBucketPolicy" => self.known("bucket"),
            ("lambda", "AWS::Lambda::Function")
                if name.contains("Function") && name != "ListFunctions" =>
            {
                self.known("function")
            }
            ("sns", "AWS::SNS::Topic") if !["ListTopics", "Unsubscribe"].contains(&name) => {
                self.known("topic")
            }
            // The other calls of a subscription are on no topic.
            ("sns", "AWS::SNS::TopicPolicy" | "AWS::SNS::Subscription")
                if ["SetTopicAttributes", "GetTopicAttributes", "Subscribe"].contains(&name) =>
            {
                self.known("topic")
            }
            ("sqs", "AWS::SQS::Queue" | "AWS::SQS::QueuePolicy") if name != "ListQueues" => {
                self.known("queue")
            }
            _ => None,
        }
    }

    /// The ARNs of the buckets of the app.
    pub(super) fn buckets(&self) -> Vec<String> {
        self.known("bucket").unwrap_or_default()
    }

    /// The ARNs of the tasks in the clusters of the app.
    pub(super) fn tasks(&self) -> Vec<String> {
        let clusters = self.known("cluster").unwrap_or_default();
        let task = |cluster: &String| format!("{}/*", cluster.replace(":cluster/", ":task/"));
        clusters.iter().map(task).collect()
    }

    /// Actions of IAM name what they are on; those that list all of an account are on nothing.
    fn iam(&self, name: &str) -> Option<Vec<String>> {
        if name.contains("ServiceLinkedRole") {
            return Some(vec!["arn:*:iam::*:role/aws-service-role/*".to_owned()]);
        }
        let lists =
            ["ListRoles", "ListPolicies", "ListInstanceProfiles", "ListUsers", "ListGroups"];
        if lists.contains(&name) {
            return None;
        }
        let kind = match name {
            _ if name.ends_with("ForRole") => "role",
            _ if name.contains("InstanceProfile") => "instance-profile",
            _ if name.contains("Role") || name == "UpdateAssumeRolePolicy" => "role",
            _ if name.contains("User") => "user",
            _ if name.contains("Group") => "group",
            _ if name.contains("Policy") => "policy",
            _ => return None,
        };
        // Nothing of the kind is in the app, so that there is nothing to call it on.
        Some(self.known(kind).unwrap_or_default())
    }

    fn known(&self, kind: &str) -> Option<Vec<String>> {
        let arns = self.arns.get(kind).filter(|arns| !arns.is_empty())?;
        Some(arns.iter().cloned().collect())
    }
}

impl Kind {
    fn arn(&self, stacks: &Stacks, index: usize, resource: Resource<'_>) -> String {
        let stack = &stacks.all()[index];
        let name = match resource.property(self.name_property) {
            None => generated(stack, self.word == "bucket"),
            Some(value) => match stacks.meaning(index, value) {
                Meaning::Written { value: Value::String(name), .. } => name.clone(),
                _ => "*".to_owned(),
            },
        };
        let region = stack.region.as_deref().unwrap_or("*");
        let account = stack.account.as_deref().unwrap_or("*");
        let (at, of) = match self.place {
            Place::Nowhere => ("", ""),
            Place::Account => ("", account),
            Place::Region => (region, account),
        };
        // An optional path stands before the names of IAM.
        let path = match resource.property("Path") {
            None => "",
            Some(Value::String(path)) => path.trim_start_matches('/'),
            Some(_) => "*/",
        };
        format!("arn:{}:{}:{at}:{of}:{}{path}{name}", partition(region), self.service, self.prefix)
    }
}

/// Whether a value names resources of the app, all of a type.
fn are_own(stacks: &Stacks, index: usize, value: &Value, type_name: &str) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|it| are_own(stacks, index, it, type_name)),
        value => {
            let target = stacks.target(index, value);
            let resource = target.and_then(|(stack, id)| stacks.resource(stack, id));
            resource.is_some_and(|it| it.type_name == type_name)
        }
    }
}

/// How names that CloudFormation makes begin.
pub(super) fn generated(stack: &StackTemplate, is_lower: bool) -> String {
    let sure: String = stack.name.chars().take(SURE).collect();
    format!("{}*", if is_lower { sure.to_lowercase() } else { sure })
}

/// The same where names of more than 200 characters are taken, so that the stack's fits.
pub(super) fn generated_long(stack: &StackTemplate) -> String {
    let sure: String = stack.name.chars().take(SURE_OF_LONG).collect();
    format!("{sure}*")
}

fn collect_roles(value: &Value, roles: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_role(text) => {
            roles.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect_roles(item, roles)),
        Value::Object(map) => map.values().for_each(|item| collect_roles(item, roles)),
        _ => {}
    }
}

fn is_role(text: &str) -> bool {
    let parts: Vec<_> = text.split(':').collect();
    matches!(parts[..], ["arn", _, "iam", "", account, resource]
        if !account.is_empty() && resource.starts_with("role/"))
}
