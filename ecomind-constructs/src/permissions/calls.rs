//! The calls of a deployment, and what each must be allowed.

use std::collections::BTreeMap;

/// A call that the command line makes, by the name that AWS's documentation gives it.
///
/// `tests/deploy_calls.rs` compares the list with the calls that are written in the command line:
/// neither lacks what the other has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Call {
    /// Such as `CreateChangeSet`.
    pub name: &'static str,
    /// What it must be allowed; none for what everybody may.
    pub actions: &'static [&'static str],
    /// What it is about.
    pub on: On,
}

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum On {
    /// A stack of the app.
    Stack,
    /// Nothing that a policy could name.
    Account,
    /// The bucket of large templates.
    TemplateBucket,
    /// A template in that bucket.
    Template,
    /// A bucket of the app, which is emptied before it is deleted.
    Bucket,
    /// What is in such a bucket.
    Object,
}

/// Every call of a deployment, and of the commands around it.
///
/// Beside these, a role of another account is assumed where `--assume-role` says so: whoever does
/// that needs `sts:AssumeRole` on it.
///
/// AWS: [actions of CloudFormation](https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html),
/// [of S3](https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html)
pub const CALLS: &[Call] = &[
    on_stack("CancelUpdateStack", &["cloudformation:CancelUpdateStack"]),
    on_stack("ContinueUpdateRollback", &["cloudformation:ContinueUpdateRollback"]),
    // With tags, which stacks of an app may have.
    on_stack("CreateChangeSet", &["cloudformation:CreateChangeSet", "cloudformation:TagResource"]),
    call("CreateStackRefactor", &["cloudformation:CreateStackRefactor"], On::Account),
    on_stack("DeleteChangeSet", &["cloudformation:DeleteChangeSet"]),
    on_stack("DeleteStack", &["cloudformation:DeleteStack"]),
    on_stack("DescribeChangeSet", &["cloudformation:DescribeChangeSet"]),
    call("DescribeEvents", &["cloudformation:DescribeEvents"], On::Account),
    // A search for drift asks how types are configured.
    call(
        "DescribeStackDriftDetectionStatus",
        &[
            "cloudformation:BatchDescribeTypeConfigurations",
            "cloudformation:DescribeStackDriftDetectionStatus",
        ],
        On::Account,
    ),
    on_stack("DescribeStackEvents", &["cloudformation:DescribeStackEvents"]),
    call("DescribeStackRefactor", &["cloudformation:DescribeStackRefactor"], On::Account),
    on_stack("DescribeStackResourceDrifts", &["cloudformation:DescribeStackResourceDrifts"]),
    on_stack("DescribeStacks", &["cloudformation:DescribeStacks"]),
    // A search in a stack is one in each of its resources.
    on_stack(
        "DetectStackDrift",
        &["cloudformation:DetectStackDrift", "cloudformation:DetectStackResourceDrift"],
    ),
    on_stack("ExecuteChangeSet", &["cloudformation:ExecuteChangeSet"]),
    call("ExecuteStackRefactor", &["cloudformation:ExecuteStackRefactor"], On::Account),
    on_stack("GetStackPolicy", &["cloudformation:GetStackPolicy"]),
    on_stack("GetTemplate", &["cloudformation:GetTemplate"]),
    on_stack("ListChangeSets", &["cloudformation:ListChangeSets"]),
    call("ListExports", &["cloudformation:ListExports"], On::Account),
    call("ListImports", &["cloudformation:ListImports"], On::Account),
    on_stack("ListStackResources", &["cloudformation:ListStackResources"]),
    call("ListStacks", &["cloudformation:ListStacks"], On::Account),
    on_stack("RollbackStack", &["cloudformation:RollbackStack"]),
    on_stack("SetStackPolicy", &["cloudformation:SetStackPolicy"]),
    on_stack("UpdateTerminationProtection", &["cloudformation:UpdateTerminationProtection"]),
    call("GetCallerIdentity", &[], On::Account),
    call("GetBucketLifecycleConfiguration", &["s3:GetLifecycleConfiguration"], On::TemplateBucket),
    call("CreateBucket", &["s3:CreateBucket"], On::TemplateBucket),
    call("PutPublicAccessBlock", &["s3:PutBucketPublicAccessBlock"], On::TemplateBucket),
    call("PutBucketLifecycleConfiguration", &["s3:PutLifecycleConfiguration"], On::TemplateBucket),
    // CloudFormation reads it as whoever asks for the change set.
    call("PutObject", &["s3:GetObject", "s3:PutObject"], On::Template),
    call("ListObjectVersions", &["s3:ListBucketVersions"], On::Bucket),
    call("DeleteObjects", &["s3:DeleteObject", "s3:DeleteObjectVersion"], On::Object),
];

/// The bucket that large templates go through when none is named: one in each account and region.
///
/// ```
/// use ecomind_constructs::permissions::template_bucket;
///
/// let name = template_bucket("111122223333", "eu-west-1");
/// assert_eq!(name, "ecomind-templates-111122223333-eu-west-1");
/// ```
#[must_use]
pub fn template_bucket(account: &str, region: &str) -> String {
    format!("ecomind-templates-{account}-{region}")
}

/// The actions of the calls that are meant, by what they are about, each list in alphabetical order.
pub(super) fn actions(is_meant: &dyn Fn(&Call) -> bool) -> BTreeMap<On, Vec<String>> {
    let mut actions: BTreeMap<On, Vec<String>> = BTreeMap::new();
    for call in CALLS.iter().filter(|call| is_meant(call)) {
        let all = actions.entry(call.on).or_default();
        all.extend(call.actions.iter().map(|it| (*it).to_owned()));
    }
    for all in actions.values_mut() {
        all.sort_unstable();
        all.dedup();
    }
    actions
}

const fn call(name: &'static str, actions: &'static [&'static str], on: On) -> Call {
    Call { name, actions, on }
}

const fn on_stack(name: &'static str, actions: &'static [&'static str]) -> Call {
    call(name, actions, On::Stack)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_is_listed_once_and_every_action_is_one() {
        for (index, call) in CALLS.iter().enumerate() {
            assert!(CALLS[..index].iter().all(|other| other.name != call.name), "{}", call.name);
            for action in call.actions {
                let (service, name) = action.split_once(':').unwrap();
                assert!(["cloudformation", "s3"].contains(&service), "{action}");
                assert!(name.starts_with(|first: char| first.is_ascii_uppercase()), "{action}");
            }
        }
    }
}
