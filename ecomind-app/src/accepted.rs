//! What `validate` finds in EcoMind's stacks and we live with, and why.
//!
//! It lands in the metadata of the templates. An entry that accepts nothing is a finding itself.

use ecomind_constructs::prelude::*;

use crate::environment::Environment;

const EVERYWHERE: &[&str] = &["dev", "staging", "staging-eks", "prod"];
const LIKE_PROD: &[&str] = &["staging", "staging-eks", "prod"];
const BEFORE_PROD: &[&str] = &["dev", "staging", "staging-eks"];
const SHIFTED: &[&str] = &["staging", "prod"];
const SHELLS: &[&str] = &["dev", "staging"];
const KUBERNETES: &[&str] = &["staging-eks"];
const DEV: &[&str] = &["dev"];

/// A finding that is accepted.
struct Accepted {
    rule: &'static str,
    reason: &'static str,
    /// The resources, each with the environments in which the rule finds something.
    at: &'static [(&'static str, &'static [&'static str])],
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        rule: "iam-own-policies",
        reason: "AWS writes these policies for the service that takes the role, and they grow with what the service does",
        at: &[
            ("Guardrails/Backups/Plan/Data/Role/Resource", EVERYWHERE),
            ("Guardrails/Backups/Restores/Role/Resource", EVERYWHERE),
            ("Services/Api/Service/InfrastructureRole/Role/Resource", SHIFTED),
            ("Services/Gateway/Service/InfrastructureRole/Role/Resource", SHIFTED),
            ("Compute/Cluster/ControlPlane/Role/Resource", KUBERNETES),
            ("Compute/Cluster/Nodes/Role/Resource", KUBERNETES),
            ("Compute/Cluster/AmazonCloudwatchObservability/Role/Resource", KUBERNETES),
        ],
    },
    Accepted {
        rule: "deprecated-property",
        reason: "the user guide of EKS gives a key with what it encrypts, and shows no other way",
        at: &[("Compute/Cluster/Resource", KUBERNETES)],
    },
    Accepted {
        rule: "iam-no-wildcard-resources",
        reason: "agents of Session Manager have no resource to name; it is the list of AmazonSSMManagedInstanceCore, shortened",
        at: &[("Streaming/Events/Role/Resource", DEV)],
    },
    Accepted {
        rule: "lambda-concurrency",
        reason: "runs a few times in each deployment; what is reserved is taken from the other functions of the account",
        at: &[
            ("Network/Vpc/RestrictDefaultSecurityGroupCustomResource/Function", EVERYWHERE),
            ("Streaming/Events/BootstrapBrokers/Function", LIKE_PROD),
        ],
    },
    Accepted {
        rule: "lambda-dead-letters",
        reason: "CloudFormation calls it and waits for its answer, so that a failure fails the deployment",
        at: &[
            ("Network/Vpc/RestrictDefaultSecurityGroupCustomResource/Function", EVERYWHERE),
            ("Streaming/Events/BootstrapBrokers/Function", LIKE_PROD),
        ],
    },
    Accepted {
        rule: "logs-own-key",
        reason: "holds what machines did and no data of customers; CloudWatch encrypts it with a key of its own",
        at: &[
            ("Cache/Cache/EngineLog/Resource", EVERYWHERE),
            ("Cache/Cache/SlowLog/Resource", EVERYWHERE),
            ("Edge/Firewall/LogGroup/Resource", LIKE_PROD),
            ("Services/Firewall/LogGroup/Resource", LIKE_PROD),
            (
                "Network/Vpc/RestrictDefaultSecurityGroupCustomResource/LogGroup/Resource",
                EVERYWHERE,
            ),
            ("Streaming/Events/BootstrapBrokers/LogGroup/Resource", LIKE_PROD),
        ],
    },
    Accepted {
        rule: "s3-access-logs",
        reason: "holds access logs itself: logs of logs would never end",
        at: &[("Edge/Logs/Resource", EVERYWHERE), ("Storage/AccessLogs/Resource", EVERYWHERE)],
    },
    Accepted {
        rule: "secret-own-key",
        reason: "roles of this account alone read it, which the key of Secrets Manager allows",
        at: &[("Cache/Users/DefaultUser/Secret/Resource", EVERYWHERE)],
    },
    Accepted {
        rule: "secret-rotation",
        reason: "the default user may do nothing, and nobody knows its password",
        at: &[("Cache/Users/DefaultUser/Secret/Resource", EVERYWHERE)],
    },
    Accepted {
        rule: "rds-multi-az",
        reason: "a zone that fails may take this environment with it, at half the price",
        at: &[("Database/Database/Resource", BEFORE_PROD)],
    },
    Accepted {
        rule: "elasticache-multi-az",
        reason: "a zone that fails may take this environment with it, at half the price",
        at: &[("Cache/Cache/Resource", DEV)],
    },
    Accepted {
        rule: "backup-retention",
        reason: "holds test data, which can be made again",
        at: &[("Guardrails/Backups/Plan/Resource", BEFORE_PROD)],
    },
    Accepted {
        rule: "ecs-read-only-root",
        reason: "developers may open a shell in these containers, and the agent of ECS Exec writes to the root",
        at: &[
            ("Services/Api/Task/Resource", SHELLS),
            ("Services/Gateway/Task/Resource", SHELLS),
            ("Services/Ui/Task/Resource", SHELLS),
            ("Services/Worker/Task/Resource", SHELLS),
        ],
    },
    Accepted {
        rule: "rds-deletion-protection",
        reason: "this environment is made and deleted at will; a last snapshot is kept",
        at: &[("Database/Database/Resource", DEV)],
    },
    Accepted {
        rule: "elb-deletion-protection",
        reason: "this environment is made and deleted at will",
        at: &[("Services/Balancer/Resource", DEV)],
    },
    Accepted {
        rule: "ecs-insights",
        reason: "nobody is woken by this environment, and the metrics would cost more than the tasks tell",
        at: &[("Compute/Cluster/Resource", DEV)],
    },
    Accepted {
        rule: "cloudfront-waf",
        reason: "holds test data, and a firewall would cost more than the rest of the edge",
        at: &[("Edge/Distribution/Resource", DEV)],
    },
];

/// Accepts what there is to accept in this environment.
///
/// # Errors
///
/// A reason that is none.
pub(crate) fn accept(app: &mut App, env: &Environment) -> Result<()> {
    for Accepted { rule, reason, at } in ACCEPTED {
        for (path, environments) in *at {
            if is_accepted_in(env, environments) && is_there(app, path) {
                app.scope().suppress_at(path, *rule, *reason)?;
            }
        }
    }
    Ok(())
}

/// What stands by for prod is as prod is.
fn is_accepted_in(env: &Environment, environments: &[&str]) -> bool {
    environments.contains(&env.name) || env.recovery.is_some() && environments.contains(&"prod")
}

/// What stands by has a part of it, and so has one environment with data of another: `diff` makes
/// such ones to see what comes from where.
fn is_there(app: &mut App, path: &str) -> bool {
    app.scope().find::<RawResource>(path).is_some()
}

#[cfg(test)]
mod tests {
    use ecomind_cli::Environment as _;

    use super::*;

    #[test]
    fn every_entry_is_about_something() {
        for env in Environment::ALL {
            let mut app = crate::app(env).expect("it can be built");
            for (path, environments) in ACCEPTED.iter().flat_map(|accepted| accepted.at) {
                let is_due = environments.contains(&env.name);
                assert!(!is_due || is_there(&mut app, path), "{path} is not in {}", env.name);
            }
        }
    }
}
