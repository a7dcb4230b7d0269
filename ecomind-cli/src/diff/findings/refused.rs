//! What CloudFormation refuses, or what breaks when it doesn't.

use ecomind_constructs::{
    schema,
    template::{self, Reference, Resource, Template, visit_references},
};
use serde_json::Value;

use crate::diff::{ResourceDifference, risk::RiskLevel};

use super::{Finding, FindingKind};

/// A logical id cannot become another type.
pub(in crate::diff) fn type_change(
    difference: &ResourceDifference,
    old: Resource<'_>,
    new: Resource<'_>,
) -> Option<Finding> {
    if old.type_name == new.type_name {
        return None;
    }
    let text = format!(
        "`{}` was {} and becomes {}: CloudFormation refuses to change the type of a logical id",
        difference.place(),
        old.type_name,
        new.type_name
    );
    Some(
        Finding::new(FindingKind::Refused, RiskLevel::High, Some(&difference.logical_id), text)
            .way_out("give the new resource another id; the old one is deleted then"),
    )
}

/// A type without a schema: nothing can be said about replacement.
pub(in crate::diff) fn unknown_type(difference: &ResourceDifference) -> Option<Finding> {
    let name = difference.type_name.as_str();
    let is_known = schema::resource_type(name).is_some()
        || name.starts_with("Custom::")
        || name.ends_with("::MODULE");
    if is_known {
        return None;
    }
    let text = format!(
        "there is no schema of `{name}`: whether `{}` is replaced, and what it exposes, is not known",
        difference.place()
    );
    Some(Finding::new(FindingKind::Unknown, RiskLevel::Medium, Some(&difference.logical_id), text))
}

/// Functions that CloudFormation doesn't have, each once. With macros there may be others.
pub(in crate::diff) fn unknown_functions(template: &Template) -> Vec<Finding> {
    let mut names = Vec::new();
    if template.section("Transform").is_none() {
        template
            .root()
            .values()
            .for_each(|section| unknown_in(section, &mut names));
    }
    let finding = |name: &String| {
        let text = format!("`{name}` is no function of CloudFormation, which refuses the template");
        Finding::new(FindingKind::Refused, RiskLevel::High, None, text)
    };
    names.iter().map(finding).collect()
}

fn unknown_in(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| unknown_in(item, names)),
        Value::Object(map) => {
            if let Some((name, _)) = template::function(map)
                && !template::is_function(name)
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
            map.values().for_each(|value| unknown_in(value, names));
        }
        _ => {}
    }
}

/// A listener rule whose weights ECS keeps while it shifts traffic: an update of its actions puts
/// the weights of the template in place of those that are live.
///
/// Sources: [aws/aws-cdk#36649](https://github.com/aws/aws-cdk/issues/36649),
/// [aws/containers-roadmap#2853](https://github.com/aws/containers-roadmap/issues/2853)
pub(in crate::diff) fn listener_rules(
    difference: &ResourceDifference,
    after: &Template,
) -> Option<Finding> {
    if difference.type_name != "AWS::ElasticLoadBalancingV2::ListenerRule"
        || !difference
            .properties
            .iter()
            .any(|it| it.path.starts_with("Actions"))
    {
        return None;
    }
    let shifts = after.resources().any(|resource| {
        let balancers = resource.property("LoadBalancers").and_then(Value::as_array);
        resource.type_name == "AWS::ECS::Service"
            && balancers.into_iter().flatten().any(|balancer| {
                let advanced = &balancer["AdvancedConfiguration"];
                ["ProductionListenerRule", "TestListenerRule"]
                    .iter()
                    .any(|name| refers_to(&advanced[name], &difference.logical_id))
            })
    });
    if !shifts {
        return None;
    }
    let text = format!(
        "`{}` routes the traffic of an ECS deployment: this update would put the weights of the \
         template in place of the live ones, and may send all traffic to the old tasks",
        difference.place()
    );
    Some(
        Finding::new(FindingKind::LiveState, RiskLevel::High, Some(&difference.logical_id), text)
            .way_out("add a rule with another id and priority, and point the service at it"),
    )
}

fn refers_to(value: &Value, wanted: &str) -> bool {
    let mut found = false;
    visit_references(value, &mut |reference| {
        if let Reference::Element { logical_id, .. } = reference {
            found |= logical_id == wanted;
        }
    });
    found
}
