//! Resources with data that are deleted or replaced.

use ecomind_constructs::{schema, template::Resource};

use crate::diff::{Action, ResourceDifference, Verdict, risk::RiskLevel};

use super::{Finding, FindingKind};

/// The types of which CloudFormation takes a snapshot when a policy says so.
///
/// AWS: [`UpdateReplacePolicy`](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html)
const SNAPSHOTS: [&str; 8] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// What becomes of the data of a resource that goes. `old` and `new` are what the templates say. With
/// its whole stack, it goes only when somebody deletes that.
pub(in crate::diff) fn data_loss(
    difference: &ResourceDifference,
    old: Option<Resource<'_>>,
    new: Option<Resource<'_>>,
    goes_with_stack: bool,
) -> Option<Finding> {
    let old = old?;
    let is_stateful =
        |name| schema::resource_type(name).is_some_and(schema::ResourceSchema::is_stateful);
    if !is_stateful(old.type_name) {
        return None;
    }
    let place = difference.place();
    let (policy, attribute, event) = match (difference.action, difference.replacement) {
        (Action::Remove, _) => {
            // The policy that counts is the one deployed: the new template has none.
            (policy(old, "DeletionPolicy"), "DeletionPolicy", "is removed".to_owned())
        }
        (_, Verdict::Wont) => return None,
        (_, verdict) => {
            let event = if verdict == Verdict::Will { "is replaced" } else { "may be replaced" };
            (policy(new?, "UpdateReplacePolicy"), "UpdateReplacePolicy", event.to_owned())
        }
    };
    let said = match policy.written {
        Some(written) => format!("its {attribute} is {written}"),
        None => format!("it has no {attribute}, and the default is {}", policy.effect),
    };
    let may = difference.replacement == Verdict::May && difference.action != Action::Remove;
    let (level, fate) = match policy.effect {
        "Delete" if may => (RiskLevel::High, "would be deleted with all its data"),
        "Delete" => (RiskLevel::High, "is deleted with all its data"),
        "Snapshot" if may => (RiskLevel::Medium, "would be deleted after a snapshot"),
        "Snapshot" => {
            (RiskLevel::Medium, "is deleted after a snapshot, which nothing restores by itself")
        }
        _ => (RiskLevel::Medium, "stays with its data, outside of the stack"),
    };
    let text = if goes_with_stack {
        format!("`{place}` holds data: when its stack is deleted, it {fate} ({said})")
    } else {
        format!("`{place}` holds data and {event}: the old one {fate} ({said})")
    };
    let finding = Finding::new(FindingKind::DataLoss, level, Some(&difference.logical_id), text);
    Some(match difference.action {
        _ if goes_with_stack => finding
            .way_out("deploy `DeletionPolicy: Retain` before the stack is deleted, or leave it"),
        Action::Remove => finding
            .way_out("keep it in the template, or deploy `DeletionPolicy: Retain` first and remove it afterwards"),
        _ => finding
            .way_out("leave the property as it is deployed")
            .way_out(
                "set `UpdateReplacePolicy: Snapshot` or `Retain`, and move the data over in steps \
                 that you planned",
            ),
    })
}

/// A policy as it is written and as it works.
struct Policy<'a> {
    written: Option<&'a str>,
    effect: &'a str,
}

fn policy<'a>(resource: Resource<'a>, attribute: &str) -> Policy<'a> {
    let written = resource
        .entry
        .get(attribute)
        .and_then(serde_json::Value::as_str);
    let is_database = resource.type_name == "AWS::RDS::DBCluster"
        || (resource.type_name == "AWS::RDS::DBInstance"
            && resource.property("DBClusterIdentifier").is_none());
    // Only deletion has another default for databases than to delete.
    let default = if attribute == "DeletionPolicy" && is_database { "Snapshot" } else { "Delete" };
    let effect = match written {
        Some("Snapshot") if !SNAPSHOTS.contains(&resource.type_name) => "Delete",
        Some(written) => written,
        None => default,
    };
    Policy { written, effect }
}
