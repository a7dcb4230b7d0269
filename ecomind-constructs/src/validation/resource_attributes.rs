//! What resources have beside their properties.
//!
//! CloudFormation: [resource attributes](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/resource-attribute-reference.html)

use std::collections::BTreeSet;

use serde_json::Value;

use crate::template::Resource;

use super::{
    Check,
    checker::{Checker, Place},
    closest, did_you_mean,
    literals::shown,
};

const ATTRIBUTES: [&str; 10] = [
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "CreationPolicy",
    "UpdatePolicy",
    "Metadata",
    "Fn::Transform",
];

const DELETION: [&str; 4] = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];
const REPLACEMENT: [&str; 3] = ["Delete", "Retain", "Snapshot"];

/// The types that CloudFormation can take a last snapshot of.
const WITH_SNAPSHOTS: [&str; 10] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::MemoryDB::Cluster",
];

/// The types that wait for a signal.
const WITH_CREATION_POLICY: [&str; 4] = [
    "AWS::AppStream::Fleet",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::CloudFormation::WaitCondition",
    "AWS::EC2::Instance",
];

/// The types whose updates can be told how to go, and the policies that each takes.
const WITH_UPDATE_POLICY: [(&str, &[&str]); 6] = [
    (
        "AWS::AutoScaling::AutoScalingGroup",
        &[
            "AutoScalingReplacingUpdate",
            "AutoScalingRollingUpdate",
            "AutoScalingScheduledAction",
            "AutoScalingInstanceRefresh",
        ],
    ),
    ("AWS::ElastiCache::ReplicationGroup", &["UseOnlineResharding"]),
    ("AWS::Elasticsearch::Domain", &["EnableVersionUpgrade"]),
    ("AWS::OpenSearchService::Domain", &["EnableVersionUpgrade"]),
    ("AWS::Lambda::Alias", &["CodeDeployLambdaAliasUpdate"]),
    ("AWS::AppStream::Fleet", &["StopBeforeUpdate", "StartAfterUpdate"]),
];

impl<'a> Checker<'a> {
    pub(super) fn resource_attributes(&mut self, resource: Resource<'a>) {
        for (name, value) in resource.entry {
            let type_name = resource.type_name;
            self.within(name, |checker| match name.as_str() {
                "DependsOn" => checker.depends_on(value, resource),
                "Condition" => checker.condition_name(value),
                "DeletionPolicy" => checker.policy(value, &DELETION, type_name),
                "UpdateReplacePolicy" => checker.policy(value, &REPLACEMENT, type_name),
                "CreationPolicy" => checker.creation_policy(value, type_name),
                "UpdatePolicy" => checker.update_policy(value, type_name),
                "Metadata" => {
                    let before = std::mem::replace(&mut checker.place, Place::Metadata);
                    checker.free(value);
                    checker.place = before;
                }
                name if ATTRIBUTES.contains(&name) => {}
                // What AWS::Serverless makes of these is its own affair.
                _ if checker.names.has_macros => {}
                _ => {
                    let hint = did_you_mean(name, ATTRIBUTES);
                    checker.find_with(
                        Check::ResourceAttribute,
                        "is nothing that a resource has",
                        hint,
                    );
                }
            });
        }
    }

    fn policy(&mut self, value: &'a Value, allowed: &[&str], type_name: &str) {
        // With language extensions, functions may stand here.
        if value.is_object() && self.names.has_language_extensions {
            return self.free(value);
        }
        let text = value.as_str().unwrap_or_default();
        if !allowed.contains(&text) {
            let message = format!("must be one of {}, got {}", allowed.join(", "), shown(value));
            let hint = closest(text, allowed.iter().copied())
                .map(|name| format!("did you mean `{name}`?"));
            self.find_with(Check::ResourceAttribute, message, hint);
        } else if text == "Snapshot" && !WITH_SNAPSHOTS.contains(&type_name) {
            let message = format!("can't be Snapshot: {type_name} has no snapshots");
            self.find(Check::ResourceAttribute, message);
        }
    }

    fn creation_policy(&mut self, value: &'a Value, type_name: &str) {
        if !WITH_CREATION_POLICY.contains(&type_name) {
            let message = format!("must not be there: {type_name} waits for no signal");
            self.find(Check::ResourceAttribute, message);
        }
        self.free(value);
    }

    fn update_policy(&mut self, value: &'a Value, type_name: &str) {
        let known = WITH_UPDATE_POLICY
            .iter()
            .find(|(name, _)| *name == type_name);
        let Some((_, policies)) = known else {
            let message = format!("must not be there: {type_name} has no choice of updates");
            self.find(Check::ResourceAttribute, message);
            return;
        };
        self.free(value);
        for name in value
            .as_object()
            .into_iter()
            .flat_map(|entries| entries.keys())
        {
            if !policies.contains(&name.as_str()) {
                let hint = did_you_mean(name, policies.iter().copied());
                self.within(name, |checker| {
                    let message = format!("is no update policy of {type_name}");
                    checker.find_with(Check::ResourceAttribute, message, hint);
                });
            }
        }
    }

    fn depends_on(&mut self, value: &'a Value, resource: Resource<'a>) {
        let one = std::slice::from_ref(value);
        let names = match value {
            Value::Array(names) => names.as_slice(),
            Value::String(_) => one,
            _ => {
                let message = "must be the logical id of a resource, or a list of them";
                return self.find(Check::DependsOn, format!("{message}, got {}", shown(value)));
            }
        };
        let mut seen = BTreeSet::new();
        for (index, name) in names.iter().enumerate() {
            let mut check = |checker: &mut Self| {
                let Some(name) = name.as_str() else {
                    let message = format!("must be a logical id, got {}", shown(name));
                    return checker.find(Check::DependsOn, message);
                };
                if !seen.insert(name) {
                    checker
                        .find(Check::DependsOn, format!("must be there once, got `{name}` again"));
                } else if name == resource.logical_id {
                    checker.find(Check::DependsOn, "must be another resource, got itself");
                } else if let Some(other) = checker.names.resources.get(name) {
                    let index = other.index;
                    checker.wait_for(index);
                } else if !checker.names.is_open() && !name.contains("${") {
                    let hint = did_you_mean(name, checker.names.resources.keys().copied());
                    let message = format!("must be a resource of the template, got `{name}`");
                    checker.find_with(Check::DependsOn, message, hint);
                }
            };
            if value.is_array() { self.within(index, check) } else { check(self) }
        }
    }
}
