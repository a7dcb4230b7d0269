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

/// Calls of CloudFormation on one stack, in alphabetical order.
const ON_STACKS: &[&str] = &[
    "cloudformation:CancelUpdateStack",
    "cloudformation:ContinueUpdateRollback",
    "cloudformation:CreateChangeSet",
    "cloudformation:DeleteChangeSet",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResourceDrifts",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:DetectStackDrift",
    "cloudformation:ExecuteChangeSet",
    "cloudformation:GetStackPolicy",
    "cloudformation:GetTemplate",
    "cloudformation:ListChangeSets",
    "cloudformation:ListStackResources",
    "cloudformation:RollbackStack",
    "cloudformation:SetStackPolicy",
    "cloudformation:TagResource",
    "cloudformation:UpdateTerminationProtection",
];

/// Calls that name no stack, in alphabetical order.
const BESIDE_STACKS: &[&str] = &[
    "cloudformation:CreateStackRefactor",
    "cloudformation:DescribeEvents",
    "cloudformation:DescribeStackDriftDetectionStatus",
    "cloudformation:DescribeStackRefactor",
    "cloudformation:ExecuteStackRefactor",
    "cloudformation:ListImports",
];

impl Deployment {
    /// A deployment in which CloudFormation acts as the role with this name.
    pub fn new(execution_role: impl Into<String>) -> Self {
        Self { execution_role: execution_role.into(), template_bucket: None }
    }

    /// The bucket for templates that are too large to be sent. Default: none.
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
    let places = Places::of(stacks);
    let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
    let on_stacks = places.arns("cloudformation", true, |stack| format!("stack/{}/*", stack.name));
    let roles = places.arns("iam", false, |_| format!("role/{}", deployment.execution_role));
    let mut pass = Statement::new("PassExecutionRole", texts(&["iam:PassRole"]), roles);
    pass.only_if =
        Some(("iam:PassedToService".to_owned(), "cloudformation.amazonaws.com".to_owned()));
    let any = vec!["*".to_owned()];
    let mut statements = vec![
        Statement::new("Stacks", texts(ON_STACKS), on_stacks),
        Statement::new("BesideStacks", texts(BESIDE_STACKS), any),
        pass,
    ];
    if let Some(bucket) = &deployment.template_bucket {
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
        sid: "BesideStacks".to_owned(),
        types: Vec::new(),
        reason: "events, drift searches, refactors and exports are asked for by ids of their own, not by stack",
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
    fn the_execution_role_is_passed_to_cloudformation_alone() {
        let permissions =
            deployment(&stacks(), &Deployment::new("execution").template_bucket("templates"));
        insta::assert_snapshot!(permissions.statements[2].to_json().to_string(), @r#"{"Sid":"PassExecutionRole","Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/execution","Condition":{"StringEquals":{"iam:PassedToService":"cloudformation.amazonaws.com"}}}"#);
        insta::assert_snapshot!(permissions.statements[3].to_json().to_string(), @r#"{"Sid":"Templates","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::templates/*"}"#);
    }
}
