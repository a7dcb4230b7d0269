//! The two roles as a template.

use serde_json::{Map, Value, json};

use super::{Deployment, MANAGED_POLICY_SIZE, Permissions, PolicyDocument, deployment, execution};
use crate::template::Stacks;

/// A template with the role that deploys and the role that CloudFormation acts as, each with its
/// managed policies.
///
/// Who may take the deploying role is its one parameter, `DeployPrincipal`: an ARN.
#[derive(Debug, Clone)]
pub struct RoleTemplate<'a> {
    stacks: &'a Stacks,
    deployment: &'a Deployment,
}

impl<'a> RoleTemplate<'a> {
    /// The roles that deploy these stacks.
    #[must_use]
    pub fn new(stacks: &'a Stacks, deployment: &'a Deployment) -> Self {
        Self { stacks, deployment }
    }

    /// The template.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut resources = Map::new();
        let service = json!({"Service": "cloudformation.amazonaws.com"});
        let execution = execution(self.stacks);
        add_role(
            "Execution",
            Some(self.deployment.execution_role()),
            &service,
            &execution,
            &mut resources,
        );
        let principal = json!({"AWS": {"Ref": "DeployPrincipal"}});
        let deploy = deployment(self.stacks, self.deployment);
        add_role("Deploy", None, &principal, &deploy, &mut resources);
        json!({
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": "the roles that deploy the stacks of an app",
            "Parameters": {
                "DeployPrincipal": {
                    "Type": "String",
                    "Description": "ARN of who may take the role that deploys",
                    "AllowedPattern": "arn:aws[a-z-]*:(iam|sts)::.+",
                },
            },
            "Resources": resources,
            "Outputs": {
                "DeployRoleArn": {"Value": {"Fn::GetAtt": ["DeployRole", "Arn"]}},
                "ExecutionRoleArn": {"Value": {"Fn::GetAtt": ["ExecutionRole", "Arn"]}},
            },
        })
    }
}

fn add_role(
    id: &str,
    name: Option<&str>,
    principal: &Value,
    permissions: &Permissions,
    resources: &mut Map<String, Value>,
) {
    let mut policies = Vec::new();
    for (number, document) in (1..).zip(permissions.documents(MANAGED_POLICY_SIZE)) {
        let policy = format!("{id}Policy{number}");
        policies.push(json!({"Ref": policy}));
        let properties = json!({
            "Description": format!("what the role {id} may do, part {number}"),
            "PolicyDocument": document.to_json(),
        });
        let mut resource = json!({"Type": "AWS::IAM::ManagedPolicy", "Properties": properties});
        if let Some(reason) = reason_for_any(&document, permissions) {
            let suppressed = json!({"iam-no-wildcard-resources": reason});
            resource["Metadata"] = json!({"ecomind": {"suppress": suppressed}});
        }
        resources.insert(policy, resource);
    }
    let mut properties = Map::new();
    if let Some(name) = name {
        properties.insert("RoleName".to_owned(), name.into());
    }
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}],
    });
    properties.insert("AssumeRolePolicyDocument".to_owned(), trust);
    properties.insert("ManagedPolicyArns".to_owned(), policies.into());
    let role = json!({"Type": "AWS::IAM::Role", "Properties": properties});
    resources.insert(format!("{id}Role"), role);
}

/// Why some of a policy is for any resource, if it is.
pub(super) fn reason_for_any(
    document: &PolicyDocument,
    permissions: &Permissions,
) -> Option<&'static str> {
    let mut statements = document.statements().iter();
    let statement = statements.find(|it| it.resources == ["*"])?;
    // A statement that was cut has a letter behind its name.
    let mut wide = permissions.wide.iter();
    let wide = wide.find(|it| statement.sid.starts_with(&it.sid))?;
    Some(wide.reason)
}
