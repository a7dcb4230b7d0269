//! Calls about buckets: that of large templates, and those that a stack would leave behind.

use std::collections::BTreeSet;

use aws_sdk_s3::{primitives::ByteStream, types};
use ecomind_constructs::permissions::template_bucket;

use crate::cloudformation::{CloudFormation as _, Error, ErrorKind, Result};

use super::{SdkCloudFormation, failed};

/// How long a template stays. CloudFormation reads it within the minute.
const DAYS: i32 = 7;

impl SdkCloudFormation {
    pub(super) async fn put_template(&self, bucket: &str, key: &str, body: &str) -> Result<String> {
        let is_known = self.whole_buckets.borrow().contains(bucket);
        if !is_known {
            self.make_bucket(bucket).await?;
            self.whole_buckets.borrow_mut().insert(bucket.to_owned());
        }
        self.s3
            .put_object()
            .bucket(bucket)
            .key(key)
            .body(ByteStream::from(body.as_bytes().to_vec()))
            .content_type("application/json")
            // Whoever registers the name of our bucket first must not get our templates.
            .set_expected_bucket_owner(self.account().map(str::to_owned))
            .send()
            .await
            .map_err(failed("PutObject"))?;
        let region = self.region();
        let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
        Ok(self.s3_endpoint.as_ref().map_or_else(
            || format!("https://{bucket}.s3.{region}.amazonaws.com{suffix}/{key}"),
            |endpoint| format!("{}/{bucket}/{key}", endpoint.trim_end_matches('/')),
        ))
    }

    /// Makes the bucket if it is not there: private, and emptied of what is older than a week. A
    /// process that was killed may have made it and no more, so that its last setting tells whether
    /// it is whole.
    async fn make_bucket(&self, bucket: &str) -> Result<()> {
        let owner = self.account().map(str::to_owned);
        let call = self.s3.get_bucket_lifecycle_configuration().bucket(bucket);
        let answer = call.set_expected_bucket_owner(owner).send().await;
        match answer.map_err(failed("GetBucketLifecycleConfiguration")) {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::BucketMissing => {
                self.create_bucket(bucket).await?;
                self.close_bucket(bucket).await
            }
            Err(error) if error.kind == ErrorKind::SettingMissing && self.is_own(bucket) => {
                match self.close_bucket(bucket).await {
                    // Whoever may not do it leaves it to those who may.
                    Err(error) if error.kind != ErrorKind::Denied => Err(error),
                    _ => Ok(()),
                }
            }
            // A bucket that somebody named is as they want it.
            Err(error) if matches!(error.kind, ErrorKind::SettingMissing | ErrorKind::Denied) => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a bucket has the name that we give, so that its settings are ours.
    fn is_own(&self, bucket: &str) -> bool {
        self.account()
            .is_some_and(|account| bucket == template_bucket(account, self.region()))
    }

    async fn create_bucket(&self, bucket: &str) -> Result<()> {
        let region = self.region();
        let mut call = self.s3.create_bucket().bucket(bucket);
        if region != "us-east-1" {
            let constraint = types::BucketLocationConstraint::from(region);
            let place = types::CreateBucketConfiguration::builder();
            let place = place.location_constraint(constraint).build();
            call = call.create_bucket_configuration(place);
        }
        match call.send().await.map_err(failed("CreateBucket")) {
            // An answer that was lost on the way, and a second try of the SDK.
            Err(error) if error.kind != ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    async fn close_bucket(&self, bucket: &str) -> Result<()> {
        let closed = types::PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .ignore_public_acls(true)
            .block_public_policy(true)
            .restrict_public_buckets(true)
            .build();
        let call = self.s3.put_public_access_block().bucket(bucket);
        let answer = call.public_access_block_configuration(closed).send().await;
        answer.map_err(failed("PutPublicAccessBlock"))?;

        let rule = types::LifecycleRule::builder()
            .id("Expire")
            .status(types::ExpirationStatus::Enabled)
            .filter(types::LifecycleRuleFilter::builder().prefix("").build())
            .expiration(types::LifecycleExpiration::builder().days(DAYS).build())
            .build()
            .expect("it has a status");
        let rules = types::BucketLifecycleConfiguration::builder().rules(rule);
        let rules = rules.build().expect("it has a rule");
        let call = self.s3.put_bucket_lifecycle_configuration().bucket(bucket);
        let answer = call.lifecycle_configuration(rules).send().await;
        answer
            .map(|_| ())
            .map_err(failed("PutBucketLifecycleConfiguration"))
    }

    pub(super) async fn count(&self, bucket: &str) -> Result<usize> {
        let mut count = 0;
        let mut after = None;
        while let Some(page) = self.versions(bucket, after).await? {
            count += page.objects.len();
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(count)
    }

    pub(super) async fn empty(&self, bucket: &str) -> Result<()> {
        // From the start each time: what was listed is gone.
        while let Some(page) = self.versions(bucket, None).await? {
            if page.objects.is_empty() {
                break;
            }
            self.delete_page(bucket, page.objects).await?;
        }
        Ok(())
    }

    pub(super) async fn list_keys(&self, bucket: &str) -> Result<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        let mut after = None;
        while let Some(page) = self.versions(bucket, after).await? {
            keys.extend(page.objects.into_iter().map(|it| it.key));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(keys)
    }

    pub(super) async fn delete_objects(&self, bucket: &str, keys: &BTreeSet<String>) -> Result<()> {
        let mut after = None;
        while let Some(mut page) = self.versions(bucket, after).await? {
            page.objects.retain(|it| keys.contains(&it.key));
            if !page.objects.is_empty() {
                self.delete_page(bucket, page.objects).await?;
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Deletes versions of objects, at most as many as a page has.
    async fn delete_page(&self, bucket: &str, objects: Vec<types::ObjectIdentifier>) -> Result<()> {
        let objects = types::Delete::builder().set_objects(Some(objects));
        let objects = objects.quiet(true).build().expect("it has objects");
        let call = self.s3.delete_objects().bucket(bucket).delete(objects);
        let answer = call.send().await.map_err(failed("DeleteObjects"))?;
        let Some(error) = answer.errors().first() else { return Ok(()) };
        let key = error.key().unwrap_or_default();
        let reason = error.message().unwrap_or_default();
        let message = format!("can't delete `{key}` of `{bucket}`: {reason}");
        Err(Error::new(ErrorKind::Denied, "DeleteObjects", message))
    }

    /// One page of what is in a bucket, after `after`. None when there is no such bucket.
    async fn versions(&self, bucket: &str, after: Option<Marker>) -> Result<Option<Page>> {
        let (key, version) = after.unwrap_or_default();
        let call = self.s3.list_object_versions().bucket(bucket);
        let call = call.set_key_marker(key).set_version_id_marker(version);
        let page = match call.send().await.map_err(failed("ListObjectVersions")) {
            Ok(page) => page,
            Err(error) if error.kind == ErrorKind::BucketMissing => return Ok(None),
            Err(error) => return Err(error),
        };
        let versions = page.versions.unwrap_or_default().into_iter();
        let marks = page.delete_markers.unwrap_or_default().into_iter();
        let names = versions
            .map(|it| (it.key, it.version_id))
            .chain(marks.map(|it| (it.key, it.version_id)));
        let objects = names.filter_map(|(key, version)| {
            let object = types::ObjectIdentifier::builder().key(key?);
            object.set_version_id(version).build().ok()
        });
        let objects = objects.collect();
        let is_last = !page.is_truncated.unwrap_or_default();
        let next = (!is_last).then_some((page.next_key_marker, page.next_version_id_marker));
        Ok(Some(Page { objects, next }))
    }
}

/// Where a page ends: a key and a version.
type Marker = (Option<String>, Option<String>);

struct Page {
    objects: Vec<types::ObjectIdentifier>,
    next: Option<Marker>,
}
