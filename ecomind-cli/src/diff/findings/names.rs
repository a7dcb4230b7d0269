//! Resources with names of their own that have to be replaced.

use ecomind_constructs::{
    schema::{self, Kind},
    template::{Resource, canonical},
};

use crate::diff::{PropertyDifference, ResourceDifference, Verdict, risk::RiskLevel};

use super::{Finding, FindingKind};

/// Says that a new resource cannot have the name that the old one still has.
pub(in crate::diff) fn named_replacement(
    difference: &ResourceDifference,
    old: Option<Resource<'_>>,
    new: Option<Resource<'_>>,
) -> Option<Finding> {
    let (old, new) = (old?, new?);
    if difference.replacement == Verdict::Wont || old.type_name != new.type_name {
        return None;
    }
    // Where the old one goes first, its name is free by then.
    if schema::resource_type(new.type_name)?.deletes_before_create() {
        return None;
    }
    let name = name_property(new.type_name)?;
    let value = canonical(new.property(name)?);
    if canonical(old.property(name)?) != value {
        return None;
    }
    // CloudFormation may know that the same expression gives another name.
    let is_other = |it: &PropertyDifference| it.schema_path.first().is_some_and(|it| it == name);
    if difference.properties.iter().any(is_other) {
        return None;
    }
    let cause = difference
        .reasons
        .iter()
        .find(|it| Verdict::Wont < it.verdict);
    let cause = cause
        .and_then(|it| it.property.as_deref())
        .unwrap_or("the change");
    let (place, will) = match difference.replacement {
        Verdict::Will => (difference.place(), "has to be replaced"),
        _ => (difference.place(), "may have to be replaced"),
    };
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let text = format!(
        "`{place}` {will} because of `{cause}`, and is named `{shown}` by `{name}`: CloudFormation \
         creates the new one first, and that name is taken"
    );
    Some(
        Finding::new(
            FindingKind::NamedReplacement,
            RiskLevel::High,
            Some(&difference.logical_id),
            text,
        )
        .way_out(format!("give it another `{name}` in the same change"))
        .way_out(format!("remove `{name}`, so that CloudFormation makes names that are free")),
    )
}

/// The property that names the resource of a type, such as `BucketName`.
fn name_property(type_name: &str) -> Option<&'static str> {
    let schema = schema::resource_type(type_name)?;
    let kind = type_name.rsplit("::").next().unwrap_or_default();
    let names = |property: &str| {
        let stem = ["Name", "Identifier", "Id"]
            .iter()
            .find_map(|end| property.strip_suffix(end));
        stem.is_some_and(|stem| stem.is_empty() || kind.ends_with(stem))
    };
    schema
        .create_only()
        .filter(|property| names(property))
        .find(|property| {
            let shape = schema
                .object()
                .property(property)
                .map(schema::PropertySchema::shape);
            shape.is_some_and(|shape| shape.kind == Kind::String)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_references_are_none() {
        let named = [
            "AWS::S3::Bucket",
            "AWS::RDS::DBInstance",
            "AWS::EC2::SecurityGroup",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            "AWS::ElastiCache::ReplicationGroup",
            "AWS::IAM::Role",
        ];
        assert_eq!(
            named.map(name_property),
            [
                Some("BucketName"),
                Some("DBInstanceIdentifier"),
                Some("GroupName"),
                Some("Name"),
                Some("ReplicationGroupId"),
                Some("RoleName")
            ]
        );
        assert_eq!(["AWS::S3::BucketPolicy", "AWS::EC2::Subnet"].map(name_property), [None, None]);
    }
}
