//! What a stack would leave behind when it is deleted.

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
    template: &Value,
    retain: &[String],
) -> Result<Contents> {
    let (id, cloud) = (target.id(), &*target.cloud);
    let failed = |error| Problem::of(id, &error);
    let resources = cloud.resources(&stack.id).await.map_err(failed)?;
    let mut contents = Contents { resources: resources.len(), ..Contents::default() };
    for resource in resources.iter().filter(|it| it.status != "DELETE_COMPLETE") {
        let Some(physical) = resource.physical_id.as_deref().filter(|it| !it.is_empty()) else {
            continue;
        };
        let name = format!("{id}.{}", resource.logical_id);
        let policy = template["Resources"][&resource.logical_id]["DeletionPolicy"].as_str();
        let stays = matches!(policy, Some("Retain" | "RetainExceptOnCreate"));
        if stays || retain.contains(&name) {
            contents.retained.push(format!("{name} ({physical})"));
        } else if resource.resource_type == "AWS::S3::Bucket" {
            let count = cloud.count_objects(physical).await.map_err(failed)?;
            if 0 < count {
                contents.full_buckets.push((physical.to_owned(), count));
            }
        }
    }
    Ok(contents)
}
