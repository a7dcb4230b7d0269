//! Puts drift back.

use serde_json::Value;

use crate::{
    cloudformation::{ChangeSet, ChangeSetRequest},
    deploy::{
        Approval, Deployment, Problem, Problems, Result, Review, Risk, Secrets, Settings,
        approval::approve,
        as_deployed,
        change_sets::{self, Made},
        runtime::{stopped_problem, unless_stopped},
        schedule::in_order,
        target::{Target, all},
    },
};

use super::found::{Drift, DriftedResource, StackDrift};

/// A change set that puts a stack back.
struct Way<'t, 'a> {
    target: &'t Target<'a>,
    request: ChangeSetRequest,
    change_set: ChangeSet,
}

/// Puts back what has drifted, by change sets with the templates that are deployed. The ids of the
/// stacks.
pub(crate) async fn revert(
    deployment: &Deployment<'_>,
    drift: &Drift,
) -> std::result::Result<Vec<String>, Problems> {
    let settings = deployment.settings;
    let drifted: Vec<_> = drift.stacks.iter().filter(|it| it.is_drifted()).collect();
    let refused: Vec<_> = drifted.iter().filter_map(|it| refusal(it)).collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    let targets = deployment.targets(&mut Secrets::default()).await?;
    let mut ways = Vec::new();
    let mut problems = Vec::new();
    for stack in drifted {
        let Some(target) = targets.iter().find(|it| it.id() == stack.stack) else { continue };
        match way(target, stack, settings).await {
            Ok(way) => ways.push(way),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty()
        && let Err(problem) = ask(deployment, &ways).await
    {
        problems.push(problem);
    }
    if !problems.is_empty() {
        for way in &ways {
            change_sets::discard(&*way.target.cloud, &way.request).await;
        }
        return Err(problems);
    }
    let position = |id: &str| ways.iter().position(|other| other.target.id() == id);
    let before = |way: &Way<'_, '_>| {
        let others = way
            .target
            .waits_for
            .iter()
            .map(|&other| targets[other].id());
        others.filter_map(position).collect()
    };
    let waits_for: Vec<Vec<usize>> = ways.iter().map(before).collect();
    let ways = &ways;
    let put_back = |index: usize| async move {
        let Way { target, change_set, .. } = &ways[index];
        as_deployed::execute(deployment, target, change_set, "put back").await?;
        Ok(target.id().to_owned())
    };
    let work = in_order(&waits_for, settings.concurrency, put_back);
    let done = unless_stopped(settings.timeout, work).await;
    all(done.map_err(|stopped| vec![stopped_problem(stopped)])?)
}

async fn way<'t, 'a>(
    target: &'t Target<'a>,
    drift: &StackDrift,
    settings: &Settings,
) -> Result<Way<'t, 'a>> {
    let (stack, template) = &drift.deployed;
    let role_arn = settings.role_arn.clone();
    let mut request = as_deployed::request(target, stack, template, role_arn, Vec::new());
    request.reverts_drift = true;
    as_deployed::name(&mut request, stack);
    let bucket = || target.bucket.clone();
    let made = change_sets::make(&*target.cloud, &bucket, &target.desired, request.clone()).await?;
    let Made::Ready(change_set) = made else {
        let text = format!("CloudFormation finds nothing to put back in `{}`", target.id());
        return Err(Problem::new(text).hint(
            "it leaves out what AWS manages itself and what can't be read; an endpoint that \
             doesn't know `REVERT_DRIFT` leaves out everything",
        ));
    };
    Ok(Way { target, request, change_set })
}

async fn ask(deployment: &Deployment<'_>, ways: &[Way<'_, '_>]) -> Result<()> {
    let review =
        |way: &Way<'_, '_>| Review::of_change_set(&way.target.desired, "put back", &way.change_set);
    let reviews: Vec<_> = ways.iter().map(review).collect();
    deployment.operator.show(&reviews);
    let changes = reviews.iter().flat_map(|review| &review.changes);
    let lost: Vec<_> = changes.filter(|change| change.touches_data()).collect();
    if let Some(first) = lost.first() {
        let problem = Problem::new("putting it back would replace resources with data")
            .hint("put these back by hand, or take what they are now into the app");
        let details = lost
            .iter()
            .map(|it| format!("`{}`", it.logical_id))
            .collect();
        return Err(Problem { details, location: first.location, ..problem });
    }
    let settings = Settings { approval: Approval::AnyChange, ..deployment.settings.clone() };
    let risk = reviews.iter().map(Review::risk).max().unwrap_or(Risk::None);
    let question = format!("Put this back in `{}`?", settings.environment);
    approve(&settings, deployment.operator, risk.max(Risk::Change), &question).await
}

/// Why the drift of a stack can't be put back, or must not.
fn refusal(drift: &StackDrift) -> Option<Problem> {
    let id = &drift.stack;
    let template: Value = serde_json::from_str(&drift.deployed.1).unwrap_or_default();
    let shifts = shifts_traffic(&template);
    let refuse = |resource: &DriftedResource, text: &str, hint: &str| {
        let text = format!("`{id}` can't be put back: `{}` {text}", resource.name());
        Some(Problem { location: resource.location, ..Problem::new(text).hint(hint) })
    };
    for resource in &drift.resources {
        let at = |name: &str| {
            resource
                .properties
                .iter()
                .any(|it| it.path.starts_with(name))
        };
        if resource.accepts_any() {
            return refuse(
                resource,
                "has drifted in an accepted way, and CloudFormation puts back a whole stack",
                "take it off the list of accepted drift, or put the rest back by hand",
            );
        }
        let is_rule = resource
            .resource_type
            .starts_with("AWS::ElasticLoadBalancingV2::Listener");
        if shifts && is_rule && (at("/Actions") || at("/DefaultActions")) {
            return refuse(
                resource,
                "holds the weights that ECS shifts traffic with in each deployment",
                "accept this drift: the old weights would send traffic to where nothing answers",
            );
        }
        if resource.resource_type.starts_with("AWS::RDS::DB") && at("/EngineVersion") {
            return refuse(
                resource,
                "has a newer version of its engine, and RDS does not go back",
                "take that version into the app",
            );
        }
    }
    None
}

/// Whether a service of the stack is deployed by shifting traffic between two target groups.
fn shifts_traffic(template: &Value) -> bool {
    let resources = template["Resources"].as_object();
    resources
        .into_iter()
        .flat_map(|it| it.values())
        .any(|resource| {
            let strategy = &resource["Properties"]["DeploymentConfiguration"]["Strategy"];
            resource["Type"] == "AWS::ECS::Service"
                && matches!(strategy.as_str(), Some("BLUE_GREEN" | "CANARY" | "LINEAR"))
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{cloudformation::Stack, deploy::drift::found::DriftedProperty};

    fn drift(
        resource_type: &str,
        path: &str,
        accepted: Option<&str>,
        template: &Value,
    ) -> StackDrift {
        let property = DriftedProperty {
            path: path.to_owned(),
            expected: String::new(),
            actual: String::new(),
            accepted: accepted.map(str::to_owned),
        };
        let resource = DriftedResource {
            logical_id: "It".to_owned(),
            physical_id: "it".to_owned(),
            resource_type: resource_type.to_owned(),
            path: None,
            location: None,
            is_deleted: false,
            accepted: None,
            properties: vec![property],
        };
        StackDrift {
            stack: "Work".to_owned(),
            resources: vec![resource],
            unchecked: 0,
            reason: None,
            deployed: (Stack::default(), template.to_string()),
        }
    }

    fn reason(drift: &StackDrift) -> Option<String> {
        refusal(drift).map(|problem| problem.text)
    }

    #[test]
    fn rejects_to_put_back_weights_that_ecs_shifts() {
        let service = |strategy: &str| {
            let properties = json!({"DeploymentConfiguration": {"Strategy": strategy}});
            json!({"Resources": {"It": {"Type": "AWS::ECS::Service", "Properties": properties}}})
        };
        let rule = "AWS::ElasticLoadBalancingV2::ListenerRule";
        let shifted = drift(rule, "/Actions/0/ForwardConfig", None, &service("CANARY"));
        assert!(
            reason(&shifted)
                .unwrap()
                .contains("the weights that ECS shifts")
        );
        assert_eq!(reason(&drift(rule, "/Actions", None, &service("ROLLING"))), None);
        assert_eq!(reason(&drift(rule, "/Priority", None, &service("CANARY"))), None);
    }

    #[test]
    fn rejects_to_take_a_database_to_an_older_version() {
        let newer = drift("AWS::RDS::DBInstance", "/EngineVersion", None, &json!({}));
        assert!(reason(&newer).unwrap().contains("RDS does not go back"));
    }

    #[test]
    fn rejects_to_undo_what_was_accepted() {
        let accepted = drift("AWS::SQS::Queue", "/DelaySeconds", Some("a test"), &json!({}));
        assert!(
            reason(&accepted)
                .unwrap()
                .contains("has drifted in an accepted way")
        );
    }
}
