//! What whoever deploys must be allowed.

use super::{Permissions, Places, Statement, Wide};
use crate::template::Stacks;

/// What a deployment uses beside the stacks.
///
/// ```
/// use ecomind_constructs::permissions::Deployment;
///
/// let deployment = Deployment::new("cloudformation-execution").template_bucket("templates");
/// ```
#[derive(Debug, Clone)]
pub struct Deployment {
    execution_role: String,
    template_bucket: Option<String>,
}

/// Calls of CloudFormation on one stack that change nothing.
const READS: &[&str] = &[
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetStackPolicy",
    "cloudformation:GetTemplate",
    "cloudformation:ListChangeSets",
    "cloudformation:ListStackResources",
];

/// Those that make change sets, too, which nothing comes of until somebody executes them.
const PLANS: &[&str] = &[
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteChangeSet",
    "cloudformation:TagResource",
];

/// Those that change stacks.
const CHANGES: &[&str] = &[
    "cloudformation:CancelUpdateStack",
    "cloudformation:ContinueUpdateRollback",
    "cloudformation:DeleteStack",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:RollbackStack",
    "cloudformation:SetStackPolicy",
    "cloudformation:UpdateTerminationProtection",
];

impl Deployment {
    /// A deployment in which CloudFormation acts as the role with this name.
    pub fn new(execution_role: impl Into<String>) -> Self {
        Self { execution_role: execution_role.into(), template_bucket: None }
    }

    /// The bucket for templates that are too large to be sent; `*` stands for any text, such as a
    /// region. Default: none.
    #[must_use]
    pub fn template_bucket(mut self, name: impl Into<String>) -> Self {
        self.template_bucket = Some(name.into());
        self
    }

    /// The name of the role that CloudFormation acts as.
    #[must_use]
    pub fn execution_role(&self) -> &str {
        &self.execution_role
    }
}

/// What the role that deploys these stacks must be allowed: change sets on exactly them, templates
/// in the bucket, and to pass the execution role to CloudFormation and nobody else.
///
/// AWS: [actions of CloudFormation](https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html)
#[must_use]
pub fn deployment(stacks: &Stacks, deployment: &Deployment) -> Permissions {
    calls(stacks, &[READS, PLANS, CHANGES], Some(deployment))
}

/// What the role that plans a deployment must be allowed: the same, but nothing that changes a
/// stack. What it makes are change sets, which it can't execute.
#[must_use]
pub fn planning(stacks: &Stacks, deployment: &Deployment) -> Permissions {
    calls(stacks, &[READS, PLANS], Some(deployment))
}

/// What a role must be allowed that compares these stacks with the app: to read them, and nothing
/// else.
#[must_use]
pub fn reading(stacks: &Stacks) -> Permissions {
    calls(stacks, &[READS], None)
}

/// These calls on exactly these stacks, and what a deployment uses beside.
fn calls(stacks: &Stacks, actions: &[&[&str]], deployment: Option<&Deployment>) -> Permissions {
    let places = Places::of(stacks);
    let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    let mut actions = actions.concat();
    actions.sort_unstable();
    let on_stacks = places.arns("cloudformation", true, |stack| format!("stack/{}/*", stack.name));
    let any = vec!["*".to_owned()];
    let mut statements = vec![
        Statement::new("Stacks", texts(&actions), on_stacks),
        Statement::new("Events", texts(&["cloudformation:DescribeEvents"]), any),
    ];
    if let Some(deployment) = deployment {
        let role = format!("role/{}", deployment.execution_role);
        let roles = places.arns("iam", false, |_| role.clone());
        let mut pass = Statement::new("PassExecutionRole", texts(&["iam:PassRole"]), roles);
        pass.only_if = Some(("iam:PassedToService", "cloudformation.amazonaws.com".to_owned()));
        statements.push(pass);
    }
    if let Some(bucket) = deployment.and_then(|it| it.template_bucket.as_ref()) {
        let region = stacks
            .all()
            .first()
            .and_then(|it| it.region.as_deref())
            .unwrap_or("*");
        let arn = format!("arn:{}:s3:::{bucket}", super::places::partition(region));
        let objects = texts(&["s3:GetObject", "s3:PutObject"]);
        statements.push(Statement::new("Templates", objects, vec![format!("{arn}/*")]));
        let lists = texts(&["s3:GetBucketLocation", "s3:ListBucket"]);
        statements.push(Statement::new("TemplateBucket", lists, vec![arn]));
    }
    let wide = Wide {
        sid: "Events".to_owned(),
        types: Vec::new(),
        reason: "events of a change set are asked for by operation, not by stack",
    };
    Permissions { statements, wide: vec![wide], ..Permissions::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{StackTemplate, Template};

    fn stacks() -> Stacks {
        let stack = |id: &str, region: &str| {
            let mut stack = StackTemplate::new(id, Template::default()).region(region);
            stack.account = Some("111122223333".to_owned());
            stack
        };
        Stacks::new([stack("shop-Network", "eu-west-1"), stack("shop-Edge", "us-east-1")])
    }

    #[test]
    fn stacks_are_named_exactly() {
        let permissions = deployment(&stacks(), &Deployment::new("execution"));
        assert_eq!(
            permissions.statements[0].resources,
            [
                "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop-Network/*",
                "arn:aws:cloudformation:us-east-1:111122223333:stack/shop-Edge/*",
            ]
        );
    }

    #[test]
    fn who_plans_executes_nothing_and_who_reads_makes_nothing() {
        let execution = Deployment::new("execution");
        let allowed = |permissions: Permissions, action: &str| {
            let mut actions = permissions.statements.into_iter().flat_map(|it| it.actions);
            actions.any(|it| it == action)
        };
        for (action, who) in [
            ("cloudformation:ExecuteChangeSet", [true, false, false]),
            ("cloudformation:CreateChangeSet", [true, true, false]),
            ("iam:PassRole", [true, true, false]),
            ("cloudformation:GetTemplate", [true, true, true]),
        ] {
            let all = [
                allowed(deployment(&stacks(), &execution), action),
                allowed(planning(&stacks(), &execution), action),
                allowed(reading(&stacks()), action),
            ];
            assert_eq!(all, who, "{action}");
        }
    }

    #[test]
    fn the_execution_role_is_passed_to_cloudformation_alone() {
        let permissions =
            deployment(&stacks(), &Deployment::new("execution").template_bucket("templates"));
        insta::assert_snapshot!(permissions.statements[2].to_json().to_string(), @r#"{"Sid":"PassExecutionRole","Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/execution","Condition":{"StringEquals":{"iam:PassedToService":"cloudformation.amazonaws.com"}}}"#);
        insta::assert_snapshot!(permissions.statements[3].to_json().to_string(), @r#"{"Sid":"Templates","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::templates/*"}"#);
    }
}
