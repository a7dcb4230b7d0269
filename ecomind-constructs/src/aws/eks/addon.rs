//! Add-ons of a cluster.

use crate::{
    Result,
    aws::iam::{ManagedPolicy, PolicyStatement, Principal, Role},
    cfn::eks as cfn,
    name::NodeId,
    tree::{Resource as _, Scope},
    value::Value,
};

/// Software that AWS keeps in a cluster.
///
/// Its version is the one that AWS takes for the version of Kubernetes, unless you name one.
///
/// ```
/// use ecomind_constructs::aws::eks::Addon;
///
/// let metrics = Addon::new("metrics-server").version("v0.8.0-eksbuild.2");
/// ```
///
/// CloudFormation: [`AWS::EKS::Addon`](cfn::Addon)
#[derive(Debug, Clone)]
#[must_use = "is not installed until a cluster has it"]
pub struct Addon {
    pub(super) name: String,
    version: Option<String>,
    configuration: Option<String>,
    works_as: Option<WorksAs>,
}

/// What an add-on may do: a policy of AWS, for one of its service accounts.
#[derive(Debug, Clone, Copy)]
struct WorksAs {
    service_account: &'static str,
    policy: &'static str,
}

impl Addon {
    /// What measures how busy pods are, which horizontal autoscalers go by.
    pub const METRICS_SERVER: &str = "metrics-server";
    /// What mounts secrets of Secrets Manager into pods, by the role of the pod: an add-on of AWS
    /// [since November 2025](https://aws.amazon.com/about-aws/whats-new/2025/11/amazon-eks-add-ons-aws-secrets-store-csi-driver-provider/).
    pub const SECRETS_STORE: &str = "aws-secrets-store-csi-driver-provider";
    /// Container Insights, and the lines of containers in CloudWatch.
    pub const OBSERVABILITY: &str = "amazon-cloudwatch-observability";

    /// An add-on by the name that AWS has for it: `aws eks describe-addon-versions` lists them.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), version: None, configuration: None, works_as: None }
    }

    /// The whole version, such as `v0.8.0-eksbuild.2`. Default: that of AWS.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// How it is set up, as JSON: `aws eks describe-addon-configuration` shows the schema. Default:
    /// as AWS does.
    pub fn configuration(mut self, json: impl Into<String>) -> Self {
        self.configuration = Some(json.into());
        self
    }

    /// Lets one of its service accounts work as a role with a policy of AWS.
    pub(super) fn works_as(mut self, service_account: &'static str, policy: &'static str) -> Self {
        self.works_as = Some(WorksAs { service_account, policy });
        self
    }

    /// Adds it to `scope`, to be there after `before`.
    pub(super) fn add(
        self,
        cluster: &Value<String>,
        before: &[NodeId],
        scope: &mut Scope<'_>,
    ) -> Result<NodeId> {
        let mut scope = scope.child(id(&self.name))?;
        if self.name.is_empty() || self.version.as_deref() == Some("") {
            return Err(scope.invalid("addon", "must have a name, and a version if any, got none"));
        }
        let arguments =
            cfn::AddonArgs { addon_name: self.name.as_str(), cluster_name: cluster.clone() };
        let mut addon = cfn::Addon::new(arguments);
        if let Some(version) = self.version {
            addon = addon.addon_version(version);
        }
        if let Some(configuration) = self.configuration {
            addon = addon.configuration_values(configuration);
        }
        if let Some(WorksAs { service_account, policy }) = self.works_as {
            let policy = ManagedPolicy::aws("Policy", policy).build(&mut scope)?;
            let role = Role::builder("Role", pods())
                .trust(trust())
                .managed_policy(&policy)
                .build(&mut scope)?;
            let association = cfn::AddonPodIdentityAssociation::new(role, service_account);
            addon = addon.pod_identity_associations([association]);
        }
        let resource = addon.add("Resource", &mut scope)?;
        for node in before {
            scope.depends_on(resource, *node)?;
        }
        Ok(resource.node())
    }
}

/// The agent that gives pods their roles.
pub(super) fn pods() -> Principal {
    Principal::service("pods.eks.amazonaws.com")
}

/// Whoever works as a pod is told by tags which pod it is.
pub(super) fn trust() -> PolicyStatement {
    PolicyStatement::allow()
        .principal(pods())
        .actions(["sts:AssumeRole", "sts:TagSession"])
}

/// `MetricsServer` of `metrics-server`.
fn id(name: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    };
    let words = name.split(|c: char| !c.is_alphanumeric());
    let id: String = words.map(capital).collect();
    if id.is_empty() { "Addon".to_owned() } else { id }
}
