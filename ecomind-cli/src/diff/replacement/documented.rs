//! What AWS documents about replacements beside its schemas, as data.
//!
//! Each line names the page that says it, in the
//! [template reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/).

use serde_json::{Map, Value};

use crate::diff::Verdict::{self, May, Will, Wont};

/// What is documented of one property.
struct Documented {
    type_name: &'static str,
    property: &'static str,
    when: When,
    verdict: Verdict,
    says: &'static str,
    page: &'static str,
}

/// When a line holds.
enum When {
    Always,
    /// The property comes from nothing.
    Added,
    /// The property is gone.
    Removed,
    /// The value becomes another one.
    Becomes(&'static str, &'static str),
    /// A flag of the `UpdatePolicy` is set or not. What is not there is not set.
    Policy(&'static [&'static str], bool),
}

const RDS: &str = "AWS::RDS::DBInstance";
const RDS_PAGE: &str = "aws-resource-rds-dbinstance";
const GROUP: &str = "AWS::ElastiCache::ReplicationGroup";
const GROUP_PAGE: &str = "aws-resource-elasticache-replicationgroup";
const SCALING: &str = "AWS::AutoScaling::AutoScalingGroup";
const SCALING_PAGE: &str = "aws-attribute-updatepolicy";
const RESHARDING: &[&str] = &["UseOnlineResharding"];
const REPLACING: &[&str] = &["AutoScalingReplacingUpdate", "WillReplace"];

const fn line(
    type_name: &'static str,
    property: &'static str,
    when: When,
    verdict: Verdict,
    says: &'static str,
    page: &'static str,
) -> Documented {
    Documented { type_name, property, when, verdict, says, page }
}

/// The first line that fits decides.
#[rustfmt::skip] // A table is read by its columns.
const DOCUMENTED: &[Documented] = &[
    line(GROUP, "NumNodeGroups", When::Policy(RESHARDING, true), Wont, "shards change in place, as `UpdatePolicy.UseOnlineResharding` is true", GROUP_PAGE),
    line(GROUP, "NumNodeGroups", When::Policy(RESHARDING, false), Will, "without `UpdatePolicy.UseOnlineResharding: true` a change of shards replaces the group", GROUP_PAGE),
    line(GROUP, "NodeGroupConfiguration", When::Policy(RESHARDING, true), Wont, "shards change in place, as `UpdatePolicy.UseOnlineResharding` is true", GROUP_PAGE),
    line(GROUP, "NodeGroupConfiguration", When::Policy(RESHARDING, false), Will, "without `UpdatePolicy.UseOnlineResharding: true` a change of shards replaces the group", GROUP_PAGE),
    line(GROUP, "Engine", When::Becomes("redis", "valkey"), Wont, "from redis to valkey the group migrates in place, and needs a parameter group of the new engine", GROUP_PAGE),
    line(GROUP, "AuthToken", When::Added, Will, "adding a token replaces the group", GROUP_PAGE),
    line(RDS, "DBSnapshotIdentifier", When::Removed, Will, "without the snapshot it was restored from, an empty database takes its place and the original is deleted", RDS_PAGE),
    line(RDS, "DBSnapshotIdentifier", When::Always, Will, "another snapshot is restored into a new database, and the original is deleted", RDS_PAGE),
    line(RDS, "SourceDBInstanceIdentifier", When::Removed, Wont, "without its source the replica is promoted to a database of its own", RDS_PAGE),
    line(RDS, "Engine", When::Becomes("oracle-ee", "oracle-ee-cdb"), Wont, "the database is converted, with an interruption", RDS_PAGE),
    line(RDS, "Engine", When::Becomes("oracle-se2", "oracle-se2-cdb"), Wont, "the database is converted, with an interruption", RDS_PAGE),
    line(RDS, "Engine", When::Always, Will, "another engine is another database", "aws-attribute-updatereplacepolicy"),
    line(SCALING, "LaunchTemplate", When::Policy(REPLACING, true), Will, "`AutoScalingReplacingUpdate.WillReplace` asks for a new group", SCALING_PAGE),
    line(SCALING, "LaunchTemplate", When::Always, Wont, "instances roll or stay, as the `UpdatePolicy` says; the group stays", SCALING_PAGE),
    line(SCALING, "LaunchConfigurationName", When::Policy(REPLACING, true), Will, "`AutoScalingReplacingUpdate.WillReplace` asks for a new group", SCALING_PAGE),
    line(SCALING, "LaunchConfigurationName", When::Always, Wont, "instances roll or stay, as the `UpdatePolicy` says; the group stays", SCALING_PAGE),
    line(SCALING, "MixedInstancesPolicy", When::Policy(REPLACING, true), Will, "`AutoScalingReplacingUpdate.WillReplace` asks for a new group", SCALING_PAGE),
    line(SCALING, "MixedInstancesPolicy", When::Always, Wont, "instances roll or stay, as the `UpdatePolicy` says; the group stays", SCALING_PAGE),
    line(SCALING, "VPCZoneIdentifier", When::Policy(REPLACING, true), Will, "`AutoScalingReplacingUpdate.WillReplace` asks for a new group", SCALING_PAGE),
    line(SCALING, "VPCZoneIdentifier", When::Always, Wont, "instances roll or stay, as the `UpdatePolicy` says; the group stays", SCALING_PAGE),
    line("AWS::EC2::Instance", "InstanceType", When::Always, May, "an instance with an EBS root volume stops and starts; one with an instance store is replaced", "aws-resource-ec2-instance"),
];

/// What the documentation says about a change of one property, with the page that says it.
pub(super) fn documented(
    type_name: &str,
    property: &str,
    before: Option<&Value>,
    after: Option<&Value>,
    entry: &Map<String, Value>,
) -> Option<(Verdict, String)> {
    let line = DOCUMENTED.iter().find(|line| {
        line.type_name == type_name
            && line.property == property
            && line.when.holds(before, after, entry)
    })?;
    Some((line.verdict, format!("{} ({})", line.says, line.page)))
}

impl When {
    fn holds(
        &self,
        before: Option<&Value>,
        after: Option<&Value>,
        entry: &Map<String, Value>,
    ) -> bool {
        match self {
            Self::Always => true,
            Self::Added => before.is_none() && after.is_some(),
            Self::Removed => before.is_some() && after.is_none(),
            Self::Becomes(old, new) => {
                before.is_some_and(|value| value == old) && after.is_some_and(|value| value == new)
            }
            Self::Policy(path, wanted) => {
                let policy = entry.get("UpdatePolicy");
                let flag = path.iter().fold(policy, |at, name| at?.get(name));
                let is_set = flag.is_some_and(|flag| *flag == true || flag == "true");
                is_set == *wanted
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::schema;
    use serde_json::json;

    use super::*;

    #[test]
    fn every_line_is_of_a_property_that_there_is() {
        for line in DOCUMENTED {
            let schema = schema::resource_type(line.type_name).unwrap();
            assert!(schema.object().property(line.property).is_some(), "{}", line.property);
        }
    }

    #[test]
    fn the_first_line_that_fits_decides() {
        let verdict = |entry: Value| {
            let entry = entry.as_object().unwrap();
            documented(GROUP, "NumNodeGroups", Some(&json!(1)), Some(&json!(2)), entry)
                .unwrap()
                .0
        };
        assert_eq!(verdict(json!({"UpdatePolicy": {"UseOnlineResharding": true}})), Wont);
        assert_eq!(verdict(json!({"UpdatePolicy": {"UseOnlineResharding": false}})), Will);
        assert_eq!(verdict(json!({})), Will);
    }
}
