//! The accounts that environments are deployed to, as data.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

/// One account of AWS, and who deploys to it.
///
/// Identity providers and the roles of a pipeline belong to an account, and outlive the stacks of
/// its environments: they are an app of their own, with the accounts as its environments.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    /// What people type. It is no name of an environment, since both have a folder in `synth-out`.
    pub name: &'static str,
    /// The account, twelve digits.
    pub id: &'static str,
    /// Where the stack is, whose resources are of the whole account.
    pub region: &'static str,
    /// Whether people depend on what is in it.
    pub is_production: bool,
    /// The identity provider for GitHub that the account has, by ARN. AWS takes one for each
    /// account: `aws iam list-open-id-connect-providers` shows it. With `None` one is made.
    pub github: Option<&'static str>,
}

/// Whose workflows deploy. `gh api repos/OWNER/NAME` shows the ids, which the tokens of repositories
/// have that were made since 15 July 2026; tokens of older ones have names alone. Both are taken
/// here: leave out the form that yours does not have.
pub const REPOSITORY: GithubRepository = GithubRepository::new("acme", "ecomind")
    .with_ids(1_234_567, 890_123_456)
    .also_by_name();

/// The branch that is deployed.
pub const BRANCH: &str = "main";

impl Account {
    /// The environments that are deployed to it.
    pub fn environments(&self) -> impl Iterator<Item = &'static Environment> {
        let all = <Environment as ecomind_cli::Environment>::ALL.iter();
        let id = self.id;
        all.filter(move |env| env.account == id)
    }
}

impl ecomind_cli::Environment for Account {
    const ALL: &'static [Self] = &[DEV, STAGING, STAGING_EKS, PROD];

    fn name(&self) -> &str {
        self.name
    }

    fn is_production(&self) -> bool {
        self.is_production
    }
}

const DEV: Account = Account {
    name: "account-dev",
    id: "111122223333",
    region: "us-east-1",
    is_production: false,
    github: None,
};

const STAGING: Account = Account { name: "account-staging", id: "444455556666", ..DEV };

const STAGING_EKS: Account = Account { name: "account-staging-eks", id: "123456789012", ..DEV };

const PROD: Account =
    Account { name: "account-prod", id: "777788889999", is_production: true, ..DEV };

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ecomind_cli::Environment as _;

    use super::*;

    #[test]
    fn every_environment_has_one_account_and_every_account_an_environment() {
        let accounts: BTreeSet<_> = Account::ALL.iter().map(|it| it.id).collect();
        assert_eq!(accounts.len(), Account::ALL.len(), "two are one account");
        for account in Account::ALL {
            assert!(account.environments().count() > 0, "{} has nothing", account.name);
        }
        for env in Environment::ALL {
            assert!(accounts.contains(env.account), "nobody deploys to {}", env.name);
        }
    }
}
