//! Rules of one listener have priorities of their own.

use std::borrow::Cow;

use crate::{
    rules::{About, Pack, ResourceRule, ResourceView},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("elb-priorities"),
        pack: Pack::Deployment,
        severity: Severity::Error,
        what: "Rules of one listener have priorities of their own.",
        why: "ELB refuses a priority that is in use.",
        fix: "choose another priority",
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html",
        same_as: &[],
    },
    types: &["AWS::ElasticLoadBalancingV2::ListenerRule"],
    check: |it, flaws| {
        let key = |rule: &ResourceView<'_>| {
            (rule.raw("ListenerArn").cloned(), rule.text("Priority").map(Cow::into_owned))
        };
        let own = key(it);
        let stack = it.stack();
        let rules = stack.of_types(&["AWS::ElasticLoadBalancingV2::ListenerRule"]);
        let mut earlier = rules.take_while(|rule| rule.logical_id() != it.logical_id());
        if let Some(other) = earlier.find(|rule| own.1.is_some() && key(rule) == own) {
            let message = format!("must differ from that of `{}`", other.logical_id());
            flaws.add(it, "Priority", message);
        }
    },
};
