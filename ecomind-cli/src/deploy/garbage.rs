//! Large templates that nothing refers to any more.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::cloudformation::CloudFormation;

use super::{
    Deployment, Event, Problem, Problems, Risk, Secrets, approval::approve, change_sets::digest,
};

/// What was found in a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Collected {
    pub(crate) bucket: String,
    /// How many templates were deleted.
    pub(crate) deleted: usize,
    /// How many objects stay: templates in use, and whatever else is there.
    pub(crate) kept: usize,
}

/// A bucket, and what the stacks say of it.
struct Bucket {
    cloud: Rc<dyn CloudFormation>,
    /// The stacks whose templates are ours to judge.
    stacks: BTreeSet<String>,
    /// Templates that are deployed, or that the app has now.
    used: BTreeSet<String>,
}

/// Lists the templates of the stacks that are neither deployed nor what the app has now, and
/// deletes them with all of their versions when somebody approves.
///
/// CloudFormation reads a template when it makes a change set and at no other time. Only names that
/// deployments give are judged, and only those of the stacks of these deployments: a template of a
/// stack with the same id in another environment of the account is in use if that environment is
/// among them.
pub(crate) async fn collect(deployments: &[Deployment<'_>]) -> Result<Vec<Collected>, Problems> {
    let mut buckets: BTreeMap<String, Bucket> = BTreeMap::new();
    for deployment in deployments {
        for target in deployment.targets(&mut Secrets::default()).await? {
            let failed = |error| vec![Problem::of(target.id(), &error)];
            let bucket = buckets
                .entry(target.bucket.clone())
                .or_insert_with(|| Bucket {
                    cloud: target.cloud.clone(),
                    stacks: BTreeSet::new(),
                    used: BTreeSet::new(),
                });
            bucket.stacks.insert(target.id().to_owned());
            bucket
                .used
                .insert(key(target.id(), &target.desired.artifact.template));
            let stack = target.cloud.stack(target.name()).await.map_err(failed)?;
            if stack.is_some_and(|it| !it.status.is_review() && !it.status.is_deleted()) {
                let template = target.cloud.template(target.name()).await.map_err(failed)?;
                bucket.used.insert(key(target.id(), &template));
            }
        }
    }
    let mut all = Vec::new();
    for (name, bucket) in buckets {
        let Some(deployment) = deployments.first() else { break };
        all.push(bucket.collect(name, deployment).await?);
    }
    Ok(all)
}

/// The name under which a deployment puts a template into the bucket.
pub(super) fn key(stack: &str, template: &str) -> String {
    format!("{stack}/{}.template.json", digest(template))
}

impl Bucket {
    async fn collect(
        &self,
        name: String,
        deployment: &Deployment<'_>,
    ) -> Result<Collected, Problems> {
        let failed = |error| vec![Problem::of(&name, &error)];
        let keys = self.cloud.keys(&name).await.map_err(failed)?;
        let (kept, doomed): (BTreeSet<_>, BTreeSet<_>) =
            keys.into_iter().partition(|key| !self.is_garbage(key));
        if !doomed.is_empty() {
            for key in &doomed {
                let text = format!("{name}/{key}");
                deployment
                    .operator
                    .tell(&Event::Note { stack: String::new(), text });
            }
            let count = doomed.len();
            let question = format!("Delete these {count} templates of `{name}`, for good?");
            approve(deployment.settings, deployment.operator, Risk::Destructive, &question)
                .await
                .map_err(|problem| vec![problem])?;
            self.cloud
                .delete_keys(&name, &doomed)
                .await
                .map_err(failed)?;
        }
        Ok(Collected { bucket: name, deleted: doomed.len(), kept: kept.len() })
    }

    fn is_garbage(&self, key: &str) -> bool {
        let is_ours = key.split_once('/').is_some_and(|(stack, file)| {
            let digest = file.strip_suffix(".template.json").unwrap_or_default();
            let is_digest = digest.len() == 64 && digest.bytes().all(|it| it.is_ascii_hexdigit());
            is_digest && self.stacks.contains(stack)
        });
        is_ours && !self.used.contains(key)
    }
}
