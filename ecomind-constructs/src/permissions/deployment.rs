//! What whoever deploys must be allowed.

use std::collections::BTreeSet;

use super::{
    Call, On, Permissions, Places, Scopes, Statement, Wide,
    calls::{actions, template_bucket},
    places::partition,
};
use crate::template::{StackTemplate, Stacks};

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

impl Deployment {
    /// A deployment in which CloudFormation acts as the role with this name.
    pub fn new(execution_role: impl Into<String>) -> Self {
        Self { execution_role: execution_role.into(), template_bucket: None }
    }

    /// The bucket for templates that are too large to be sent. Default: [`template_bucket`] of each
    /// account and region.
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

/// What the role that deploys these stacks must be allowed: the [calls](super::CALLS) of a
/// deployment on exactly them, on the bucket of large templates and on the buckets of the app, and
/// to pass the execution role to CloudFormation and nobody else.
#[must_use]
pub fn deployment(stacks: &Stacks, deployment: &Deployment) -> Permissions {
    let mut permissions = calls(stacks, deployment, &|_| true);
    permissions.statements.push(deployment.pass(stacks));
    permissions
}

/// What the role that plans a deployment must be allowed: to read the stacks, to put large templates
/// into the bucket, and to make change sets, of which nothing comes until somebody executes them.
#[must_use]
pub fn planning(stacks: &Stacks, deployment: &Deployment) -> Permissions {
    const MORE: [&str; 4] =
        ["CreateChangeSet", "DeleteChangeSet", "GetBucketLifecycleConfiguration", "PutObject"];
    let mut permissions =
        calls(stacks, deployment, &|call| reads(call) || MORE.contains(&call.name));
    permissions.statements.push(deployment.pass(stacks));
    permissions
}

/// What a role must be allowed that compares these stacks with the app: to read them, and nothing
/// else.
#[must_use]
pub fn reading(stacks: &Stacks) -> Permissions {
    calls(stacks, &Deployment::new(""), &reads)
}

/// Whether a call tells of stacks, and changes nothing.
fn reads(call: &Call) -> bool {
    let is_question = ["Describe", "Get", "List"]
        .iter()
        .any(|word| call.name.starts_with(word));
    is_question && matches!(call.on, On::Stack | On::Account)
}

/// Some of the calls of a deployment.
fn calls(
    stacks: &Stacks,
    deployment: &Deployment,
    is_meant: &dyn Fn(&Call) -> bool,
) -> Permissions {
    let places = Places::of(stacks);
    let templates = deployment.template_buckets(stacks);
    let buckets = Scopes::of(stacks).buckets();
    let inside = |all: &[String]| all.iter().map(|it| format!("{it}/*")).collect();
    let mut permissions = Permissions::default();
    for (on, actions) in actions(is_meant) {
        let (sid, resources) = match on {
            On::Stack => (
                "Stacks",
                places.arns("cloudformation", true, |stack| format!("stack/{}/*", stack.name)),
            ),
            On::Account => ("Account", vec!["*".to_owned()]),
            On::TemplateBucket => ("TemplateBucket", templates.clone()),
            On::Template => ("Templates", inside(&templates)),
            On::Bucket => ("Buckets", buckets.clone()),
            On::Object => ("Objects", inside(&buckets)),
        };
        if !resources.is_empty() {
            permissions
                .statements
                .push(Statement::new(sid, actions, resources));
        }
    }
    permissions.wide.push(Wide {
        sid: "Account".to_owned(),
        types: Vec::new(),
        reason: "these calls are on no resource that a policy could name",
    });
    permissions
}

impl Deployment {
    /// To pass the execution role to CloudFormation, and to nobody else.
    fn pass(&self, stacks: &Stacks) -> Statement {
        let role = format!("role/{}", self.execution_role);
        let roles = Places::of(stacks).arns("iam", false, |_| role.clone());
        let mut pass = Statement::new("PassExecutionRole", vec!["iam:PassRole".to_owned()], roles);
        pass.only_if = Some(("iam:PassedToService", "cloudformation.amazonaws.com".to_owned()));
        pass
    }

    /// The ARNs of the buckets that large templates go through.
    fn template_buckets(&self, stacks: &Stacks) -> Vec<String> {
        let arn = |stack: &StackTemplate| {
            let region = stack.region.as_deref().unwrap_or("*");
            let account = stack.account.as_deref().unwrap_or("*");
            let own = || template_bucket(account, region);
            let bucket = self.template_bucket.clone().unwrap_or_else(own);
            format!("arn:{}:s3:::{bucket}", partition(region))
        };
        let arns: BTreeSet<String> = stacks.all().iter().map(arn).collect();
        arns.into_iter().collect()
    }
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

    fn statement(sid: &str, deployment: &Deployment) -> String {
        let permissions = super::deployment(&stacks(), deployment);
        let found = permissions.statements.iter().find(|it| it.sid == sid);
        found.map_or_else(String::new, |it| it.to_json().to_string())
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
            ("cloudformation:DeleteStack", [true, false, false]),
            ("cloudformation:CreateChangeSet", [true, true, false]),
            ("s3:PutObject", [true, true, false]),
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
        insta::assert_snapshot!(statement("PassExecutionRole", &Deployment::new("execution")), @r#"{"Sid":"PassExecutionRole","Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/execution","Condition":{"StringEquals":{"iam:PassedToService":"cloudformation.amazonaws.com"}}}"#);
    }

    #[test]
    fn templates_go_through_the_bucket_of_each_place_or_the_one_that_is_named() {
        let own = Deployment::new("execution");
        insta::assert_snapshot!(statement("Templates", &own), @r#"{"Sid":"Templates","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":["arn:aws:s3:::ecomind-templates-111122223333-eu-west-1/*","arn:aws:s3:::ecomind-templates-111122223333-us-east-1/*"]}"#);
        insta::assert_snapshot!(statement("Templates", &own.template_bucket("templates")), @r#"{"Sid":"Templates","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::templates/*"}"#);
    }

    #[test]
    fn buckets_of_the_app_are_emptied_and_no_others() {
        assert_eq!(statement("Objects", &Deployment::new("execution")), "");
        let text = r#"{"Resources": {"Logs": {"Type": "AWS::S3::Bucket"}}}"#;
        let stack = StackTemplate::new("shop-Logs", Template::from_json(text).unwrap());
        let permissions = super::deployment(&Stacks::new([stack]), &Deployment::new("execution"));
        let objects = permissions.statements.iter().find(|it| it.sid == "Objects");
        assert_eq!(objects.unwrap().resources, ["arn:aws:s3:::shop-logs*/*"]);
    }
}
