//! What deployments need to be there first: a bucket for large templates in each place.

use std::collections::BTreeSet;

use ecomind_constructs::{
    permissions::template_bucket, prelude::*, synth::Assembly, value::Properties,
};
use serde_json::json;

use crate::cloudformation::{Clouds, Place};

use super::Problem;

/// What CloudFormation calls the stack of the bucket.
pub(super) const STACK: &str = "ecomind-bootstrap";

/// How long a template that was replaced or deleted can be brought back.
const DAYS: i64 = 30;

/// A stack for each of the places, with the bucket that [`Deployment`](super::Deployment) puts
/// templates into there.
pub(crate) async fn bootstrap(
    places: &BTreeSet<Place>,
    clouds: &dyn Clouds,
) -> std::result::Result<Assembly, Vec<Problem>> {
    let mut found = BTreeSet::new();
    let mut problems = Vec::new();
    for place in places {
        let failed = |error| Problem::of(&place.to_string(), &error);
        let answer = async {
            let region = clouds.at(place).await?.region().to_owned();
            Ok((clouds.account(place).await?, region))
        };
        match answer.await.map_err(failed) {
            Ok(it) => {
                found.insert(it);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let assembly = app(&found).and_then(|app| synthesize(&app));
    Ok(assembly.expect("accounts and regions that answer make names that CloudFormation takes"))
}

/// The stacks, for accounts with their regions.
fn app(places: &BTreeSet<(String, String)>) -> Result<App> {
    let mut app = App::new();
    for (account, region) in places {
        let mut stack = Stack::builder(format!("Bootstrap-{account}-{region}"))
            .name(STACK)
            .description("where ecomind puts templates that are too large to be sent")
            .account(account)
            .region(region)
            .termination_protection(true)
            .build(&mut app)?;
        define(&mut stack, &template_bucket(account, region))?;
    }
    Ok(app)
}

/// Versioned, so that nothing is overwritten; what is no longer of use is deleted by `gc`.
fn define(stack: &mut Scope<'_>, name: &str) -> Result<()> {
    let rules = json!([
        {
            "Id": "OldVersions",
            "Status": "Enabled",
            "NoncurrentVersionExpiration": {"NoncurrentDays": DAYS},
        },
        {
            "Id": "BegunUploads",
            "Status": "Enabled",
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        },
    ]);
    let closed = json!({
        "BlockPublicAcls": true,
        "BlockPublicPolicy": true,
        "IgnorePublicAcls": true,
        "RestrictPublicBuckets": true,
    });
    let encryption = json!({"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}});
    let bucket = RawResource::new("AWS::S3::Bucket")
        .property("BucketName", name.to_owned())
        .property("BucketEncryption", json!({"ServerSideEncryptionConfiguration": [encryption]}))
        .property("PublicAccessBlockConfiguration", closed)
        .property(
            "OwnershipControls",
            json!({"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
        )
        .property("VersioningConfiguration", json!({"Status": "Enabled"}))
        .property("LifecycleConfiguration", json!({"Rules": rules}))
        .add("Templates", stack)?;
    let options = stack.options(bucket)?;
    options.deletion_policy(DeletionPolicy::RetainExceptOnCreate);
    options.update_replace_policy(UpdateReplacePolicy::Retain);

    let part = |rest: &str| {
        let rest = format!(":s3:::{name}{rest}");
        value::concat(["arn:".into_value(), value::partition(), rest.into_value()])
    };
    let mut statement = Properties::new();
    statement.set("Sid", "TlsOnly");
    statement.set("Effect", "Deny");
    statement.set("Principal", json!({"AWS": "*"}));
    statement.set("Action", "s3:*");
    statement.set("Resource", vec![part(""), part("/*")]);
    statement.set("Condition", json!({"Bool": {"aws:SecureTransport": "false"}}));
    let mut document = Properties::new();
    document.set("Version", "2012-10-17");
    document.set("Statement", vec![statement]);
    RawResource::new("AWS::S3::BucketPolicy")
        .property("Bucket", bucket.reference())
        .property("PolicyDocument", document)
        .add("TemplatesPolicy", stack)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use ecomind_constructs::validation::Validator;

    use super::*;

    #[test]
    fn the_stack_of_one_place() {
        let places = BTreeSet::from([("111122223333".to_owned(), "eu-west-1".to_owned())]);
        let assembly = synthesize(&app(&places).unwrap()).unwrap();
        let [stack] = assembly.stacks.as_slice() else { panic!("one place has one stack") };
        let template: serde_json::Value = serde_json::from_str(&stack.template).unwrap();
        let bucket = &template["Resources"]["Templates"];
        assert_eq!(bucket["DeletionPolicy"], "RetainExceptOnCreate");
        let bucket = &bucket["Properties"];
        assert_eq!(bucket["BucketName"], "ecomind-templates-111122223333-eu-west-1");
        assert_eq!(bucket["VersioningConfiguration"]["Status"], "Enabled");
        assert_eq!(bucket["PublicAccessBlockConfiguration"]["RestrictPublicBuckets"], true);
        let policy = &template["Resources"]["TemplatesPolicy"]["Properties"]["PolicyDocument"];
        assert_eq!(policy["Statement"][0]["Effect"], "Deny");
        let condition = &policy["Statement"][0]["Condition"];
        assert_eq!(*condition, json!({"Bool": {"aws:SecureTransport": "false"}}));
        assert!(stack.termination_protection);
        let findings = Validator::new().check_text(&stack.template, Some("eu-west-1"));
        assert!(findings.is_empty(), "{findings:?}");
    }
}
