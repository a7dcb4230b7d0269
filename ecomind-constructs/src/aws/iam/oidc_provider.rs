//! Identity providers that speak OpenID Connect.

use crate::{
    Result,
    cfn::{iam as cfn, ids::iam::OidcProviderArn},
    tree::{Ref, Resource as _, Scope},
    value::{IdType as _, Value},
};

use super::{
    GithubRepository, GithubSubject, PolicyStatement, Principal, existing_role::is_arn_of,
};

/// Where GitHub's tokens come from, without the scheme: what keys of conditions begin with.
const GITHUB: &str = "token.actions.githubusercontent.com";

/// Whom GitHub's tokens are for.
const AUDIENCE: &str = "sts.amazonaws.com";

/// GitHub as somebody whose tokens AWS takes, so that workflows need no keys.
///
/// An account has one provider for each address. Where there is one already, use
/// [`from_arn`](Self::from_arn). AWS knows GitHub's certificates, so that none is named.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let github = OidcProvider::github("Github").build(stack)?;
/// let repository = GithubRepository::new("ecomind", "platform");
/// let trust = github.trust(&repository, &[GithubSubject::Environment("prod")], stack)?;
/// let role = Role::builder("Deploy", github.principal()).trust(trust).build(stack)?;
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::IAM::OIDCProvider`](cfn::OidcProvider)
///
/// GitHub: [OpenID Connect in AWS](https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws)
#[derive(Debug, Clone, Copy)]
pub struct OidcProvider {
    source: Source,
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Resource(Ref<cfn::OidcProvider>),
    /// The ARN.
    Existing(&'static str),
}

/// Builds an [`OidcProvider`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct OidcProviderBuilder {
    id: String,
    existing: Option<&'static str>,
}

impl OidcProvider {
    /// Starts the provider of GitHub's workflows.
    pub fn github(id: impl Into<String>) -> OidcProviderBuilder {
        OidcProviderBuilder { id: id.into(), existing: None }
    }

    /// Starts from the provider that the account has, such as
    /// `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com`.
    pub fn from_arn(id: impl Into<String>, arn: &'static str) -> OidcProviderBuilder {
        OidcProviderBuilder { id: id.into(), existing: Some(arn) }
    }

    /// The ARN of the provider.
    #[must_use]
    pub fn arn(self) -> Value<OidcProviderArn> {
        match self.source {
            Source::Resource(resource) => resource.arn(),
            Source::Existing(arn) => OidcProviderArn::literal(arn),
        }
    }

    /// The provider as the principal of a role.
    #[must_use]
    pub fn principal(self) -> Principal {
        Principal::federated(self.arn().cast::<String>())
    }

    /// That jobs of a repository may take a role, as far as their subjects are named: the sentence
    /// for [`RoleBuilder::trust`](super::RoleBuilder::trust).
    ///
    /// Audience and subjects are compared as a whole: patterns are an error, and so is no subject.
    /// `scope` is what errors speak of.
    #[track_caller]
    pub fn trust(
        self,
        repository: &GithubRepository,
        subjects: &[GithubSubject<'_>],
        scope: &Scope<'_>,
    ) -> Result<PolicyStatement> {
        repository.check(subjects, scope)?;
        let subjects: Vec<String> = subjects
            .iter()
            .flat_map(|subject| repository.claims(*subject))
            .collect();
        let trust = PolicyStatement::allow()
            .principal(self.principal())
            .actions(["sts:AssumeRoleWithWebIdentity"])
            .condition("StringEquals", "token.actions.githubusercontent.com:aud", AUDIENCE)
            .condition("StringEquals", "token.actions.githubusercontent.com:sub", subjects);
        Ok(trust)
    }

    /// The resource itself, to set what this construct has no method for; none of a provider that
    /// exists outside of the app.
    #[must_use]
    pub fn resource(self) -> Option<Ref<cfn::OidcProvider>> {
        match self.source {
            Source::Resource(resource) => Some(resource),
            Source::Existing(_) => None,
        }
    }
}

impl OidcProviderBuilder {
    /// Adds the provider to `scope`, or only its name when it exists.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<OidcProvider> {
        let mut scope = scope.child(&self.id)?;
        let source = match self.existing {
            Some(arn) if !is_arn_of(arn, "oidc-provider/") || !arn.ends_with(GITHUB) => {
                let reason = format!(
                    "must look like `arn:aws:iam::111122223333:oidc-provider/{GITHUB}`, got {arn:?}"
                );
                return Err(scope.invalid("arn", reason));
            }
            Some(arn) => Source::Existing(arn),
            None => Source::Resource(
                cfn::OidcProvider::new()
                    .url(format!("https://{GITHUB}"))
                    .client_id_list([AUDIENCE])
                    .add("Resource", &mut scope)?,
            ),
        };
        Ok(OidcProvider { source })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    const ARN: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

    fn deploy(provider: OidcProvider, stack: &mut Scope<'_>) -> Result<Role> {
        let repository = GithubRepository::new("ecomind", "platform");
        let trust = provider.trust(&repository, &[GithubSubject::Environment("prod")], stack)?;
        Role::builder("Deploy", provider.principal())
            .trust(trust)
            .build(stack)
    }

    #[test]
    fn a_role_is_for_the_jobs_of_one_environment() {
        let template = testing::synth(|stack| {
            let github = OidcProvider::github("Github").build(stack)?;
            deploy(github, stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_provider_that_exists_adds_nothing_but_its_name() {
        let template = testing::synth(|stack| {
            let github = OidcProvider::from_arn("Github", ARN).build(stack)?;
            deploy(github, stack)
        });
        let yaml = template.yaml();
        assert!(!yaml.contains("AWS::IAM::OIDCProvider"), "{yaml}");
        assert!(yaml.contains(&format!("Federated: {ARN}")), "{yaml}");
    }

    #[test]
    fn rejects_providers_of_others() {
        let refusal = |arn| {
            testing::reject(|stack| OidcProvider::from_arn("Github", arn).build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal("arn:aws:iam::111122223333:role/github"), @r#"`arn` of `Test/Github` must look like `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com`, got "arn:aws:iam::111122223333:role/github""#);
        insta::assert_snapshot!(refusal("arn:aws:iam::111122223333:oidc-provider/example.com"), @r#"`arn` of `Test/Github` must look like `arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com`, got "arn:aws:iam::111122223333:oidc-provider/example.com""#);
    }
}
