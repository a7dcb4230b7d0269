//! Pipeline: the roles that GitHub's workflows take, with what the other stacks need and no more.
//!
//! Somebody with rights of their own deploys it, the first time and whenever `diff` shows that it
//! differs: who could deploy it could allow themselves everything.

use ecomind_constructs::{permissions::DeliveryRolesBuilder, prelude::*};

use crate::environment::{Environment, REPOSITORY};

/// Adds the roles to `stack`, derived from the templates of the stacks before it.
pub fn define(stack: &mut Scope<'_>, env: &Environment, deployed: &Stacks) -> Result<()> {
    let github = match env.github {
        Some(arn) => OidcProvider::from_arn("Github", arn),
        None => OidcProvider::github("Github"),
    };
    let github = github.build(stack)?;
    let names = format!("ecomind-{}", env.name);
    let roles =
        DeliveryRoles::builder("Delivery", env.name, deployed, github, REPOSITORY).names(&names);
    let roles = migration(env, &names)
        .into_iter()
        .fold(roles, DeliveryRolesBuilder::also_deploys_with)
        .build(stack)?;
    let shown = [
        ("DiffRole", "what pull requests read the stacks with", roles.diff()),
        ("PlanRole", "what makes change sets", roles.plan()),
        ("DeployRole", "what deploys", roles.deploy()),
        ("ExecutionRole", "what CloudFormation acts as: `--role-arn`", roles.execution()),
    ];
    for (id, description, role) in shown {
        Output::new(role.arn())
            .description(description)
            .add(id, stack)?;
    }
    Ok(())
}

/// What `run-task` calls: the migration of the database runs between two deployments.
fn migration(env: &Environment, names: &str) -> [PolicyStatement; 5] {
    let Environment { account, region, .. } = env;
    let arn = |service: &str, resource: String| {
        format!("arn:aws:{service}:{region}:{account}:{resource}")
    };
    // Names that CloudFormation makes begin with that of the stack, and are cut for roles.
    let task = arn("ecs", format!("task-definition/{names}-Compute-*"));
    let cluster = arn("ecs", format!("cluster/{names}-Compute-*"));
    let role: String = format!("{names}-Compute").chars().take(16).collect();
    [
        PolicyStatement::allow()
            .sid("RunMigration")
            .actions(["ecs:RunTask"])
            .resources([task])
            .condition("ArnLike", "ecs:cluster", cluster.clone()),
        PolicyStatement::allow()
            .sid("WatchMigration")
            .actions(["ecs:DescribeTasks", "ecs:StopTask"])
            .resources([arn("ecs", format!("task/{names}-Compute-*"))])
            .condition("ArnLike", "ecs:cluster", cluster),
        PolicyStatement::allow()
            .sid("PassRolesOfMigration")
            .actions(["iam:PassRole"])
            .resources([format!("arn:aws:iam::{account}:role/{role}*")])
            .condition("StringEquals", "iam:PassedToService", "ecs-tasks.amazonaws.com"),
        PolicyStatement::allow()
            .sid("FindLogOfMigration")
            .actions(["ecs:DescribeTaskDefinition"])
            .all_resources("IAM knows no resource of this call"),
        PolicyStatement::allow()
            .sid("ReadLogOfMigration")
            .actions(["logs:GetLogEvents"])
            .resources([arn("logs", format!("log-group:{names}-Compute-*"))]),
    ]
}
