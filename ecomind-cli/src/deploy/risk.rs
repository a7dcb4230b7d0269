//! How much there is to think about before a change.

use crate::cloudformation::ResourceChange;

use super::review::Action;

/// How much there is to think about, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// Nothing happens.
    None,
    Change,
    /// More may be done or reached than before.
    Broadening,
    /// Something is deleted, or data is lost.
    Destructive,
}

/// Types that say who may do or reach what, by the beginning or the end of their names.
const ACCESS: &[&str] = &[
    "AWS::IAM::",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::NetworkAcl",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Url",
    "AWS::RAM::",
];
const POLICIES: &[&str] = &["Policy", "ResourcePolicy", "AccessPoint"];

/// Properties that do so on other types.
const PROPERTIES: &[&str] = &[
    "AccessControl",
    "AssumeRolePolicyDocument",
    "KeyPolicy",
    "PolicyDocument",
    "PubliclyAccessible",
    "PublicAccessBlockConfiguration",
    "RepositoryPolicyText",
    "Scheme",
];

/// The risk of one change. Whether access really widens is not looked at: whatever changes it
/// counts.
pub(super) fn of(
    action: Action,
    change: &ResourceChange,
    is_stateful: bool,
    is_kept: bool,
) -> Risk {
    let is_lost = match action {
        Action::Remove => !is_kept,
        Action::Replace | Action::MayReplace => is_stateful && !is_kept,
        _ => false,
    };
    let name = change.resource_type.as_str();
    let says_access = ACCESS.iter().any(|beginning| name.starts_with(beginning))
        || POLICIES.iter().any(|end| name.ends_with(end));
    let sets_access = change.details.iter().any(|detail| {
        detail
            .name
            .as_deref()
            .is_some_and(|property| PROPERTIES.contains(&property))
    });
    if is_lost {
        Risk::Destructive
    } else if says_access || sets_access {
        Risk::Broadening
    } else {
        Risk::Change
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn risk(action: Action, resource_type: &str, is_stateful: bool) -> Risk {
        let change =
            ResourceChange { resource_type: resource_type.to_owned(), ..Default::default() };
        of(action, &change, is_stateful, false)
    }

    #[test]
    fn what_is_deleted_is_lost() {
        assert_eq!(risk(Action::Remove, "AWS::SQS::Queue", false), Risk::Destructive);
        assert_eq!(risk(Action::Replace, "AWS::SQS::Queue", false), Risk::Change);
        assert_eq!(risk(Action::MayReplace, "AWS::RDS::DBInstance", true), Risk::Destructive);
    }

    #[test]
    fn access_is_broadened_by_its_own_types() {
        for name in ["AWS::IAM::Role", "AWS::S3::BucketPolicy", "AWS::EC2::SecurityGroupIngress"] {
            assert_eq!(risk(Action::Modify, name, false), Risk::Broadening, "{name}");
        }
        assert_eq!(risk(Action::Add, "AWS::SQS::Queue", false), Risk::Change);
    }
}
