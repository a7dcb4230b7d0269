//! Images have a tag that does not move.

use crate::{
    rules::{About, Pack, ResourceRule},
    validation::{RuleId, Severity},
};

pub(in crate::rules) static RULE: ResourceRule = ResourceRule {
    about: About {
        id: RuleId::new("ecs-image-tag"),
        pack: Pack::Recommended,
        severity: Severity::Error,
        what: "Images have a tag that does not move.",
        why: "CloudFormation sees no change behind `latest`, so that nothing is deployed, and nobody knows what runs.",
        fix: "use a digest, or a tag that is never reused",
        source: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
        same_as: &[],
    },
    types: &["AWS::ECS::TaskDefinition"],
    check: |it, flaws| {
        for index in 0..it.list("ContainerDefinitions").len() {
            let path = format!("ContainerDefinitions/{index}/Image");
            let Some(image) = it.text(&path) else { continue };
            let name = image.rsplit('/').next().unwrap_or_default();
            if name.ends_with(":latest") || !name.contains([':', '@']) {
                flaws.add(it, &path, format!("must have a tag that does not move, got {image:?}"));
            }
        }
    },
};
