//! Copies of images in other regions.

use crate::{
    Result,
    cfn::ecr as cfn,
    tree::{Ref, Resource as _, Scope},
    value,
};

/// How many rules a registry takes; there is one for each region here.
const MOST_REGIONS: usize = 10;

/// Copies the images that are pushed to this region to others of the same account.
///
/// A copy is in a repository of the same name, with the same tags and digests. ECR makes that
/// repository, mutable and without a policy, unless it is there: so make it before, with what the
/// source has, under a [name](super::RepositoryBuilder::name) of your own.
///
/// What was pushed before is not copied, and nothing that is deleted here is deleted there: give
/// the copies a retention of their own. ECR copies an image within 30 minutes mostly, and pays the
/// transfer of it between regions by your bill.
///
/// **A region of an account has one configuration**, which is this one.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let api = Repository::builder("Api").name("shop/api").build(stack)?;
/// ImageReplication::builder("Copies").to("us-west-2").prefix("shop/").build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ECR::ReplicationConfiguration`](cfn::ReplicationConfiguration)
#[derive(Debug, Clone, Copy)]
pub struct ImageReplication {
    resource: Ref<cfn::ReplicationConfiguration>,
}

/// Builds an [`ImageReplication`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ImageReplicationBuilder {
    id: String,
    regions: Vec<String>,
    prefixes: Vec<String>,
}

impl ImageReplication {
    /// Starts the copies of this region's images.
    pub fn builder(id: impl Into<String>) -> ImageReplicationBuilder {
        ImageReplicationBuilder { id: id.into(), regions: Vec::new(), prefixes: Vec::new() }
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::ReplicationConfiguration> {
        self.resource
    }
}

impl ImageReplicationBuilder {
    /// A region that gets copies. Adds to those before, 1 to 10.
    pub fn to(mut self, region: impl Into<String>) -> Self {
        self.regions.push(region.into());
        self
    }

    /// What names of repositories begin with whose images are copied. Adds to those before;
    /// default: all are.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefixes.push(prefix.into());
        self
    }

    /// Adds the configuration to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<ImageReplication> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.flaw(scope.region()) {
            return Err(scope.invalid("to", reason));
        }
        let rule = |region: &String| {
            type Destination = cfn::ReplicationConfigurationReplicationDestination;
            let to = Destination::new(cfn::ReplicationConfigurationReplicationDestinationArgs {
                region,
                registry_id: value::account_id(),
            });
            let rule = cfn::ReplicationConfigurationReplicationRule::new([to]);
            let filters = self.prefixes.iter().map(|prefix| {
                let kind = cfn::ReplicationConfigurationFilterType::PrefixMatch;
                cfn::ReplicationConfigurationRepositoryFilter::new(prefix, kind)
            });
            let filters: Vec<_> = filters.collect();
            if filters.is_empty() { rule } else { rule.repository_filters(filters) }
        };
        let rules: Vec<_> = self.regions.iter().map(rule).collect();
        let rules = cfn::ReplicationConfigurationReplicationConfiguration::new(rules);
        let resource = cfn::ReplicationConfiguration::new(rules).add("Resource", &mut scope)?;
        Ok(ImageReplication { resource })
    }

    /// What is wrong with the regions for a registry in `home`, if anything is.
    fn flaw(&self, home: Option<&str>) -> Option<String> {
        let count = self.regions.len();
        if !(1..=MOST_REGIONS).contains(&count) {
            return Some(format!("must be given 1 to {MOST_REGIONS} times, got {count}"));
        }
        let own = self
            .regions
            .iter()
            .find(|region| Some(region.as_str()) == home);
        if let Some(own) = own {
            return Some(format!("must be another region than that of the images, got {own:?}"));
        }
        let mut others = self.regions.iter().enumerate();
        let (_, twice) = others.find(|(at, region)| self.regions[..*at].contains(region))?;
        Some(format!("must differ from those before, got {twice:?} twice"))
    }
}

#[cfg(test)]
mod tests {
    use super::ImageReplicationBuilder;
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            ImageReplication::builder("Copies")
                .to("us-west-2")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            ImageReplication::builder("Copies")
                .to("us-west-2")
                .to("eu-west-1")
                .prefix("shop/")
                .prefix("tools/")
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_regions_that_get_no_copies() {
        let refusal = |change: fn(ImageReplicationBuilder) -> ImageReplicationBuilder| {
            let copies = change(ImageReplication::builder("Copies"));
            testing::reject(|stack| copies.build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal(|copies| copies), @"`to` of `Test/Copies` must be given 1 to 10 times, got 0");
        insta::assert_snapshot!(refusal(|copies| copies.to("us-east-1")), @r#"`to` of `Test/Copies` must be another region than that of the images, got "us-east-1""#);
        insta::assert_snapshot!(refusal(|copies| copies.to("us-west-2").to("us-west-2")), @r#"`to` of `Test/Copies` must differ from those before, got "us-west-2" twice"#);
    }
}
