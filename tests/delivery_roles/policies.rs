//! What a role is allowed, asked as IAM asks: patterns of actions and resources, and conditions.

use std::collections::BTreeMap;

use ecomind_app::Environment;
use ecomind_simulator::Call;
use serde_json::Value as Json;

/// The statements of a role's policies, all of which allow something.
#[derive(Debug)]
pub(crate) struct Policies(Vec<Json>);

/// An action on a resource, under some circumstances.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    action: String,
    resource: String,
    circumstances: BTreeMap<String, String>,
}

impl Asked {
    pub(crate) fn new(action: &str, resource: &str) -> Self {
        let circumstances = BTreeMap::new();
        Self { action: action.to_owned(), resource: resource.to_owned(), circumstances }
    }

    /// A key of conditions that has this value.
    pub(crate) fn with(mut self, key: &str, value: &str) -> Self {
        self.circumstances.insert(key.to_owned(), value.to_owned());
        self
    }
}

impl Policies {
    /// The policies of the role with this name: those in it and the managed ones.
    pub(crate) fn of_role(template: &Json, name: &str) -> Self {
        let resources = template["Resources"]
            .as_object()
            .expect("there are resources");
        let mut roles = resources.values();
        let role = roles.find(|it| it["Properties"]["RoleName"] == name);
        let properties = &role.unwrap_or_else(|| panic!("there is no {name}"))["Properties"];
        let managed = properties["ManagedPolicyArns"]
            .as_array()
            .into_iter()
            .flatten();
        let managed = managed.map(|it| {
            let id = it["Ref"]
                .as_str()
                .expect("managed policies are of the stack");
            &resources[id]["Properties"]["PolicyDocument"]
        });
        let own = properties["Policies"].as_array().into_iter().flatten();
        let documents = own.map(|it| &it["PolicyDocument"]).chain(managed);
        let statements: Vec<_> = documents
            .flat_map(|document| document["Statement"].as_array().into_iter().flatten())
            .cloned()
            .collect();
        assert!(!statements.is_empty(), "{name} may do nothing");
        assert!(statements.iter().all(|it| it["Effect"] == "Allow"), "{name}");
        Self(statements)
    }

    pub(crate) fn allow(&self, asked: &Asked) -> bool {
        self.0.iter().any(|statement| {
            matches_one(&statement["Action"], &asked.action)
                && matches_one(&statement["Resource"], &asked.resource)
                && holds(&statement["Condition"], &asked.circumstances)
        })
    }
}

/// Whether a text, or one of a list, is a pattern that fits.
fn matches_one(patterns: &Json, text: &str) -> bool {
    match patterns {
        Json::String(pattern) => fits(pattern.as_bytes(), text.as_bytes()),
        Json::Array(all) => all.iter().any(|it| matches_one(it, text)),
        // A reference: nothing that these tests ask for is one.
        _ => false,
    }
}

fn fits(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            fits(rest, text)
                || text
                    .split_first()
                    .is_some_and(|(_, less)| fits(pattern, less))
        }
        (Some((b'?', rest)), Some((_, less))) => fits(rest, less),
        (Some((one, rest)), Some((other, less))) => one == other && fits(rest, less),
        _ => false,
    }
}

/// The one operator that policies of the pipeline have is `StringEquals`.
fn holds(condition: &Json, circumstances: &BTreeMap<String, String>) -> bool {
    let Some(operators) = condition.as_object() else { return true };
    operators.iter().all(|(operator, keys)| {
        assert_eq!(operator, "StringEquals");
        let mut keys = keys.as_object().into_iter().flatten();
        keys.all(|(key, wanted)| circumstances.get(key).is_some_and(|it| wanted == it))
    })
}

/// What a call of the simulator was on.
pub(crate) fn resource(call: &Call) -> String {
    let Call { service, account, region, .. } = call;
    let text = |name: &str| call.parameters[name].as_str();
    if service == "s3" {
        let bucket = text("Bucket").unwrap_or_default();
        let key = text("Key").filter(|key| !key.is_empty());
        let key = key.map(|key| format!("/{key}")).unwrap_or_default();
        return format!("arn:aws:s3:::{bucket}{key}");
    }
    match call.stack() {
        Some(stack) => format!("arn:aws:cloudformation:{region}:{account}:stack/{stack}/1"),
        None => "*".to_owned(),
    }
}

/// What would be worse than a deployment that fails.
pub(crate) fn dangerous(env: &Environment) -> Vec<Asked> {
    let Environment { name, account, .. } = env;
    let iam = |rest: &str| format!("arn:aws:iam::{account}:{rest}");
    let bucket = format!("arn:aws:s3:::ecomind-templates-{account}-us-east-1");
    let stack = |name: &str| format!("arn:aws:cloudformation:us-east-1:{account}:stack/{name}/1");
    let delivery = iam(&format!("role/delivery/ecomind-{name}-deploy"));
    let execution = iam(&format!("role/delivery/ecomind-{name}-execution"));
    let of_app = iam(&format!("role/ecomind-{name}-Services-Api-x"));
    let key = format!("arn:aws:kms:us-east-1:{account}:key/1");
    let any: &[(&str, &str)] = &[
        // Somebody of their own.
        ("iam:CreateUser", &iam("user/mallory")),
        ("iam:CreateAccessKey", &iam("user/mallory")),
        ("iam:CreateLoginProfile", &iam("user/mallory")),
        ("iam:CreateRole", &of_app),
        ("iam:AttachRolePolicy", &of_app),
        ("iam:PutRolePolicy", &delivery),
        ("iam:AttachRolePolicy", &delivery),
        ("iam:AttachRolePolicy", &execution),
        ("iam:UpdateAssumeRolePolicy", &delivery),
        ("iam:UpdateAssumeRolePolicy", &execution),
        ("iam:DeleteRolePermissionsBoundary", &delivery),
        ("iam:CreatePolicyVersion", &iam("policy/delivery/ecomind-Pipeline-x")),
        ("iam:CreateOpenIDConnectProvider", &iam("oidc-provider/example.com")),
        (
            "iam:DeleteOpenIDConnectProvider",
            &iam("oidc-provider/token.actions.githubusercontent.com"),
        ),
        ("iam:PassRole", &iam("role/Administrator")),
        // Roles of others, and even those of the app.
        ("sts:AssumeRole", &execution),
        ("sts:AssumeRole", &of_app),
        ("sts:AssumeRole", &iam("role/OrganizationAccountAccessRole")),
        ("sts:GetFederationToken", "*"),
        // The account itself.
        ("organizations:LeaveOrganization", "*"),
        ("organizations:CreateAccount", "*"),
        ("account:CloseAccount", "*"),
        ("account:EnableRegion", "*"),
        ("aws-portal:ModifyBilling", "*"),
        // What would show it.
        ("cloudtrail:StopLogging", "*"),
        ("cloudtrail:DeleteTrail", "*"),
        ("config:StopConfigurationRecorder", "*"),
        ("guardduty:DeleteDetector", "*"),
        ("logs:DeleteLogGroup", "*"),
        // Data, directly and not by a stack that protects it.
        ("kms:ScheduleKeyDeletion", &key),
        ("kms:DisableKey", &key),
        ("kms:PutKeyPolicy", &key),
        ("kms:Decrypt", &key),
        ("rds:DeleteDBInstance", "*"),
        ("rds:ModifyDBInstance", "*"),
        ("backup:DeleteRecoveryPoint", "*"),
        ("backup:DeleteBackupVault", "*"),
        ("secretsmanager:GetSecretValue", "*"),
        ("ssm:GetParameter", "*"),
        ("s3:DeleteBucket", &bucket),
        ("s3:DeleteBucketPolicy", &bucket),
        ("s3:PutBucketPolicy", &bucket),
        ("s3:PutBucketVersioning", &bucket),
        ("s3:GetObject", &format!("arn:aws:s3:::ecomind-{name}-storage-reports/1")),
        // Machines.
        ("ec2:RunInstances", "*"),
        ("ec2:AuthorizeSecurityGroupIngress", "*"),
        ("ecs:ExecuteCommand", "*"),
        ("ecs:RegisterTaskDefinition", "*"),
        ("ecs:UpdateService", "*"),
        ("ssm:SendCommand", "*"),
        ("ssm:StartSession", "*"),
        ("lambda:UpdateFunctionCode", "*"),
        // Stacks of others: of the pipeline itself, of the bucket, of another environment.
        ("cloudformation:CreateChangeSet", &stack("ecomind-Pipeline")),
        ("cloudformation:ExecuteChangeSet", &stack("ecomind-Pipeline")),
        ("cloudformation:DeleteStack", &stack("ecomind-Pipeline")),
        ("cloudformation:UpdateTerminationProtection", &stack("ecomind-Pipeline")),
        ("cloudformation:DeleteStack", &stack("ecomind-bootstrap")),
        ("cloudformation:ExecuteChangeSet", &stack("ecomind-other-Network")),
        ("cloudformation:CreateStackSet", "*"),
        ("cloudformation:ActivateType", "*"),
        ("cloudformation:SetTypeConfiguration", "*"),
    ];
    any.iter()
        .map(|(action, resource)| Asked::new(action, resource))
        .collect()
}

/// The same for what makes roles and buckets, by their names.
pub(crate) fn dangerous_for_cloudformation(env: &Environment) -> Vec<Asked> {
    let left_out = |asked: &Asked| {
        // What a stack of the app makes, it also changes and deletes, and the schemas don't say on
        // which resources: `policy` lists these statements as wide.
        let of_resources = ["kms:", "rds:", "backup:", "secretsmanager:", "ssm:", "ec2:", "logs:"];
        let of_tasks = ["ecs:RegisterTaskDefinition", "ecs:UpdateService"];
        let is_of_app = asked
            .resource
            .contains(&format!(":role/ecomind-{}-", env.name));
        let is_own_bucket = asked
            .resource
            .contains(&format!(":::ecomind-{}-", env.name));
        of_resources.iter().any(|it| asked.action.starts_with(it))
            || of_tasks.contains(&asked.action.as_str())
            || asked.action.starts_with("lambda:")
            || is_of_app
            || is_own_bucket
    };
    let mut asked = dangerous(env);
    asked.retain(|it| !left_out(it));
    assert!(30 < asked.len(), "there are only {}", asked.len());
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_allows_what_its_patterns_and_conditions_say() {
        let statement = serde_json::json!({
            "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "arn:*:shop-?/*",
            "Condition": {"StringEquals": {"aws:a": "b"}},
        });
        let policies = Policies(vec![statement]);
        let asked = |action, resource| Asked::new(action, resource).with("aws:a", "b");
        assert!(policies.allow(&asked("s3:GetObject", "arn:aws:s3:::shop-1/a/b")));
        assert!(!policies.allow(&asked("s3:DeleteObject", "arn:aws:s3:::shop-1/a")));
        assert!(!policies.allow(&asked("s3:GetObject", "arn:aws:s3:::shop-12/a")));
        assert!(!policies.allow(&Asked::new("s3:GetObject", "arn:aws:s3:::shop-1/a")));
    }
}
