//! The app of the accounts: who may deploy to each of them.

use ecomind_cli::Environment as _;
use ecomind_constructs::{permissions::DeliveryRoles, prelude::*};

use crate::{
    account::{Account, BRANCH, REPOSITORY},
    app::app,
    environment::{Compute, Environment},
};

/// The stack of an account: GitHub as somebody whose tokens it takes, and for each environment in it
/// the roles that workflows take.
///
/// Somebody with rights of their own deploys it, once before the first deployment of an environment
/// and again when `diff` shows that its templates ask for something new.
pub fn pipeline(account: &Account) -> Result<App> {
    let mut made = App::new()
        .name_prefix("ecomind")
        .account(account.id)
        .region(account.region);
    made.scope().tag("Application", "ecomind")?;
    let mut stack = Stack::builder("Pipeline")
        .description("who may deploy EcoMind to this account")
        .termination_protection(true)
        .build(&mut made)?;
    let github = match account.github {
        Some(arn) => OidcProvider::from_arn("Github", arn).build(&mut stack)?,
        None => OidcProvider::github("Github").build(&mut stack)?,
    };
    for env in account.environments() {
        add(&mut stack, env, github)?;
    }
    Ok(made)
}

/// Adds the roles of one environment.
fn add(stack: &mut Scope<'_>, env: &Environment, github: OidcProvider) -> Result<()> {
    let stacks = synthesize(&app(env)?)?.templates();
    let mut scope = stack.child(id(env.name()))?;
    let mut roles = DeliveryRoles::builder("Delivery", env.name(), &stacks, github, REPOSITORY)
        .branch(BRANCH)
        .names(format!("ecomind-{}", env.name));
    if let Compute::Eks { .. } = env.compute {
        // What `aws eks update-kubeconfig` asks before Helm installs the chart.
        let Environment { name, account, region, .. } = env;
        let cluster = format!("arn:aws:eks:{region}:{account}:cluster/ecomind-{name}");
        let ask = PolicyStatement::allow()
            .actions(["eks:DescribeCluster"])
            .resources([cluster]);
        roles = roles.also_deploys_with(ask);
    }
    let roles = roles.build(&mut scope)?;
    for (kind, role) in [
        ("Diff", roles.diff()),
        ("Plan", roles.plan()),
        ("Deploy", roles.deploy()),
        ("Execution", roles.execution()),
    ] {
        Output::new(role.arn().cast::<String>())
            .description(format!("the role {} of {}", kind.to_lowercase(), env.name))
            .add(format!("{kind}RoleArn"), &mut scope)?;
    }
    Ok(())
}

/// `StagingEks` of `staging-eks`.
fn id(name: &str) -> String {
    let words = name.split(['-', '_']).map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

    fn template(account: &Account) -> String {
        let assembly = synthesize(&pipeline(account).unwrap()).unwrap();
        assembly.stacks[0].template.clone()
    }

    #[test]
    fn an_account_that_has_a_provider_gets_no_second_one() {
        let [own, ..] = Account::ALL else { panic!("there are accounts") };
        let type_name = "\"AWS::IAM::OIDCProvider\"";
        assert!(template(own).contains(type_name));
        let existing = template(&Account { github: Some(ARN), ..*own });
        assert!(!existing.contains(type_name) && existing.contains(ARN));
    }

    #[test]
    fn each_environment_has_roles_of_its_name() {
        for account in Account::ALL {
            let template = template(account);
            for env in account.environments() {
                for kind in ["diff", "plan", "deploy", "execution"] {
                    let role = format!("\"RoleName\": \"ecomind-{}-{kind}\"", env.name);
                    assert!(template.contains(&role), "{} lacks {role}", account.name);
                }
            }
        }
    }
}
