//! Who may do what in a cluster.

use crate::{
    Result,
    cfn::eks as cfn,
    tree::{Ref, Resource as _, Scope},
    value::{self, IntoValue, Value},
};

use super::{Cluster, kubernetes_name};

/// That a role of IAM may work in a cluster, in some namespaces or in all.
///
/// There is no map of users inside of the cluster, and whoever made the cluster may do nothing in
/// it without an entry.
///
/// ```
/// use ecomind_constructs::{aws::eks, prelude::*};
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// # let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
/// let deployer = "arn:aws:iam::111122223333:role/deployer";
/// eks::AccessEntry::builder("Deployer", &cluster, deployer)
///     .administers(["shop"])
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::EKS::AccessEntry`](cfn::AccessEntry)
#[derive(Debug, Clone, Copy)]
pub struct AccessEntry {
    resource: Ref<cfn::AccessEntry>,
}

/// Builds an [`AccessEntry`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct AccessEntryBuilder {
    id: String,
    cluster: Cluster,
    principal: Value<String>,
    policies: Vec<(&'static str, Vec<String>)>,
}

impl AccessEntry {
    /// Starts an entry for a role by its ARN, which is in one entry of the cluster at most.
    pub fn builder(
        id: impl Into<String>,
        cluster: &Cluster,
        principal: impl IntoValue<String>,
    ) -> AccessEntryBuilder {
        AccessEntryBuilder {
            id: id.into(),
            cluster: cluster.clone(),
            principal: principal.into_value(),
            policies: Vec::new(),
        }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::AccessEntry> {
        self.resource
    }
}

impl AccessEntryBuilder {
    /// Lets it do everything, everywhere: for people who repair the cluster. Default: nothing.
    pub fn administers_cluster(self) -> Self {
        self.policy("AmazonEKSClusterAdminPolicy", Vec::new())
    }

    /// Lets it do everything in some namespaces, such as to deploy there. Default: nothing.
    pub fn administers<N: Into<String>>(self, namespaces: impl IntoIterator<Item = N>) -> Self {
        self.policy("AmazonEKSAdminPolicy", namespaces.into_iter().map(Into::into).collect())
    }

    /// Lets it see everything but secrets, everywhere. Default: nothing.
    pub fn views(self) -> Self {
        self.policy("AmazonEKSViewPolicy", Vec::new())
    }

    /// Adds the entry to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<AccessEntry> {
        let mut scope = scope.child(&self.id)?;
        if self.policies.is_empty() {
            let reason = "must let it `view`, `administer` namespaces or the cluster, got nothing";
            return Err(scope.invalid("policies", reason));
        }
        let mut policies = Vec::new();
        for (policy, namespaces) in self.policies {
            if let Some(reason) = namespaces
                .iter()
                .find_map(|name| kubernetes_name::flaw(name))
            {
                return Err(scope.invalid("administers", reason));
            }
            let at = if namespaces.is_empty() {
                cfn::AccessEntryAccessScope::new(cfn::AccessEntryType::Cluster)
            } else {
                cfn::AccessEntryAccessScope::new(cfn::AccessEntryType::Namespace)
                    .namespaces(namespaces)
            };
            let arn = value::concat([
                "arn:".into_value(),
                value::partition(),
                format!(":eks::aws:cluster-access-policy/{policy}").into_value(),
            ]);
            policies.push(cfn::AccessEntryAccessPolicy::new(at, arn));
        }
        let arguments = cfn::AccessEntryArgs {
            cluster_name: self.cluster.name(),
            principal_arn: self.principal,
        };
        let resource = cfn::AccessEntry::new(arguments)
            .access_policies(policies)
            .add("Resource", &mut scope)?;
        Ok(AccessEntry { resource })
    }

    fn policy(mut self, name: &'static str, namespaces: Vec<String>) -> Self {
        self.policies.push((name, namespaces));
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::{aws::eks, prelude::*, testing};

    fn entry(stack: &mut Scope<'_>) -> Result<eks::AccessEntryBuilder> {
        let vpc = Vpc::builder("Vpc").build(stack)?;
        let cluster = eks::Cluster::builder("Cluster", "shop", &vpc).build(stack)?;
        let deployer = "arn:aws:iam::111122223333:role/deployer";
        Ok(eks::AccessEntry::builder("Deployer", &cluster, deployer))
    }

    #[test]
    fn each_policy_has_its_scope() {
        let template = testing::synth(|stack| {
            entry(stack)?
                .administers(["shop", "jobs"])
                .views()
                .build(stack)
        });
        template.assert_has(
            "AWS::EKS::AccessEntry",
            r#"{"AccessPolicies": [
                {"AccessScope": {"Type": "namespace", "Namespaces": ["shop", "jobs"]},
                 "PolicyArn": {"Fn::Sub": "arn:${AWS::Partition}:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy"}},
                {"AccessScope": {"Type": "cluster"},
                 "PolicyArn": {"Fn::Sub": "arn:${AWS::Partition}:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"}}]}"#,
        );
    }

    #[test]
    fn rejects_an_entry_for_nothing() {
        let error = testing::reject(|stack| entry(stack)?.build(stack));
        insta::assert_snapshot!(error, @"`policies` of `Test/Deployer` must let it `view`, `administer` namespaces or the cluster, got nothing");
    }

    #[test]
    fn rejects_a_namespace_that_kubernetes_refuses() {
        let error = testing::reject(|stack| entry(stack)?.administers(["My Shop"]).build(stack));
        insta::assert_snapshot!(error, @r#"`administers` of `Test/Deployer` must be 1 to 63 small letters, digits and inner hyphens, got "My Shop""#);
    }
}
