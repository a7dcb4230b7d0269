//! Services of ECS, their target groups, and what forwards to these.

use serde_json::Value;

use crate::rules::{ResourceView, Setting};

/// The target groups of the stack that a service has, with the path of each.
pub(in crate::rules) fn target_groups<'a>(
    service: &ResourceView<'a>,
) -> Vec<(String, ResourceView<'a>)> {
    let mut groups = Vec::new();
    for index in 0..service.list("LoadBalancers").len() {
        let path = format!("LoadBalancers/{index}/TargetGroupArn");
        if let Some(group) = service.target(&path)
            && group.type_name() == "AWS::ElasticLoadBalancingV2::TargetGroup"
        {
            groups.push((path, group));
        }
    }
    groups
}

/// The logical ids of the listeners and rules that forward to a target group.
pub(in crate::rules) fn listeners<'a>(group: &ResourceView<'a>) -> Vec<&'a str> {
    let types =
        ["AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"];
    let stack = group.stack();
    let all = stack.of_types(&types);
    let forwards = all.filter(|one| {
        let actions = ["DefaultActions", "Actions"].map(|name| one.get(name));
        let is_known = |setting: &Setting<'_>| matches!(setting, Setting::Known(Value::Array(_)));
        actions.iter().any(is_known) && stack.refers(one.logical_id(), group.logical_id())
    });
    forwards.map(|one| one.logical_id()).collect()
}
