//! What a stack would leave behind when it is deleted.

use ecomind_constructs::template::{Resource, Template};
use serde_json::Value;

use crate::cloudformation::Stack;

use super::{Problem, Result, target::Target};

/// What is in a stack that is to be deleted.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// How many resources it has.
    pub(super) resources: usize,
    /// Buckets that hold objects, and how many.
    pub(super) full_buckets: Vec<(String, usize)>,
    /// What stays: `Stack.LogicalId (physical id)`.
    pub(super) retained: Vec<String>,
}

/// What is in `stack`. `retain` are resources that stay, as `Stack.LogicalId`.
pub(super) async fn contents(
    target: &Target<'_>,
    stack: &Stack,
    template: Option<&Template>,
    retain: &[String],
) -> Result<Contents> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let is_kept = |logical_id: &str| retain.contains(&format!("{id}.{logical_id}"));
    if let Some(template) = template.filter(|it| stack.status.is_success() && is_telling(it)) {
        let goes = |it: Resource<'_>| {
            it.type_name != BUCKET && !stays(Some(it)) && !is_kept(it.logical_id)
        };
        if template.resources().all(goes) {
            let resources = template.resources().count();
            return Ok(Contents { resources, ..Contents::default() });
        }
    }
    let failed = |error| Problem::of(id, &error);
    let resources = cloud.resources(&stack.id).await.map_err(failed)?;
    let mut contents = Contents { resources: resources.len(), ..Contents::default() };
    for resource in resources.iter().filter(|it| it.status != "DELETE_COMPLETE") {
        let Some(physical) = resource.physical_id.as_deref().filter(|it| !it.is_empty()) else {
            continue;
        };
        let logical_id = &resource.logical_id;
        if stays(template.and_then(|it| it.resource(logical_id))) || is_kept(logical_id) {
            contents
                .retained
                .push(format!("{id}.{logical_id} ({physical})"));
        } else if resource.resource_type == BUCKET {
            let count = cloud.count_objects(physical).await.map_err(failed)?;
            if 0 < count {
                contents.full_buckets.push((physical.to_owned(), count));
            }
        }
    }
    Ok(contents)
}

const BUCKET: &str = "AWS::S3::Bucket";

/// Whether the template alone says which resources there are. Conditions, loops and macros make
/// others of it.
fn is_telling(template: &Template) -> bool {
    let is_function = |name: &String| name.starts_with("Fn::");
    let is_plain =
        |it: Resource<'_>| !it.entry.contains_key("Condition") && !it.entry.keys().any(is_function);
    let resources = template.section("Resources").and_then(Value::as_object);
    !template.root().contains_key("Transform")
        && resources.is_none_or(|all| !all.keys().any(is_function))
        && template.resources().all(is_plain)
}

/// Whether a resource outlives its stack. One whose policy is worked out at deployment may, so that
/// nothing in it is touched.
fn stays(resource: Option<Resource<'_>>) -> bool {
    let policy = resource.and_then(|it| it.entry.get("DeletionPolicy"));
    policy.is_some_and(|it| !matches!(it.as_str(), Some("Delete" | "Snapshot")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(root: &Value) -> Template {
        Template::from_json(&root.to_string()).unwrap()
    }

    #[test]
    fn a_template_with_nothing_left_open_is_telling() {
        let queue = json!({"Type": "AWS::SQS::Queue"});
        assert!(is_telling(&template(&json!({"Resources": {"Queue": queue}}))));
        let include = json!({"Name": "AWS::Include", "Parameters": {"Location": "s3://a/b"}});
        for open in [
            json!({"Resources": {"Queue": queue}, "Transform": "AWS::LanguageExtensions"}),
            json!({"Resources": {"Queue": queue, "Fn::Transform": include}}),
            json!({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Fn::Transform": include}}}),
            json!({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Condition": "IsProd"}}}),
        ] {
            assert!(!is_telling(&template(&open)), "{open}");
        }
    }

    #[test]
    fn what_is_not_known_to_go_may_stay() {
        for (policy, is_kept) in [
            (json!("Delete"), false),
            (json!("Snapshot"), false),
            (json!("Retain"), true),
            (json!("RetainExceptOnCreate"), true),
            (json!({"Ref": "Policy"}), true),
        ] {
            let queue = json!({"Type": "AWS::SQS::Queue", "DeletionPolicy": policy});
            let template = template(&json!({"Resources": {"Queue": queue}}));
            assert_eq!(stays(template.resource("Queue")), is_kept, "{policy}");
        }
    }
}
