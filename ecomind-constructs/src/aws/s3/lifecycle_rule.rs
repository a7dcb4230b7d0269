//! What becomes of objects as they age.

use crate::{cfn::s3 as cfn, value::Duration};

/// What becomes of the objects of a bucket as they age.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// let rule = LifecycleRule::new("Archive")
///     .prefix("monthly/")
///     .transition(StorageClass::GlacierInstantRetrieval, Duration::days(90))
///     .expiration(Duration::days(2_555));
/// ```
///
/// CloudFormation: [`AWS::S3::Bucket Rule`](cfn::BucketRule)
#[derive(Debug, Clone)]
#[must_use = "changes nothing until a bucket has it"]
pub struct LifecycleRule {
    id: String,
    prefix: Option<String>,
    transition: Option<(StorageClass, Duration)>,
    expiration: Option<Duration>,
    noncurrent_expiration: Option<Duration>,
}

/// Where S3 keeps objects, and at what price.
///
/// AWS: [storage classes](https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html)
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorageClass {
    /// Seldom read, at once; at least 30 days.
    StandardInfrequentAccess,
    /// Hardly ever read, at once; at least 90 days.
    GlacierInstantRetrieval,
    /// Archived; hours and a restore before it can be read; at least 90 days.
    GlacierFlexibleRetrieval,
    /// Archived; half a day and a restore before it can be read; at least 180 days.
    GlacierDeepArchive,
    /// Moved by S3 between tiers as it is read.
    IntelligentTiering,
    /// A class that AWS added since, as templates write it.
    Other(&'static str),
}

impl LifecycleRule {
    /// A rule with this name, at most 255 characters.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            prefix: None,
            transition: None,
            expiration: None,
            noncurrent_expiration: None,
        }
    }

    /// The keys that it is for. Default: all.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// Moves objects to a cheaper class when they are this old, in whole days. Default: never.
    pub fn transition(mut self, class: StorageClass, age: Duration) -> Self {
        self.transition = Some((class, age));
        self
    }

    /// Deletes objects when they are this old, in whole days. Default: never.
    pub fn expiration(mut self, age: Duration) -> Self {
        self.expiration = Some(age);
        self
    }

    /// Deletes old versions when they have been replaced for this long, in whole days.
    /// Default: never.
    pub fn noncurrent_expiration(mut self, age: Duration) -> Self {
        self.noncurrent_expiration = Some(age);
        self
    }

    /// The rule as templates write it, or what is wrong with it.
    pub(super) fn rule(self) -> Result<cfn::BucketRule, String> {
        let minimum = self.transition.as_ref().map(|(_, age)| *age);
        if let (Some(moved), Some(gone)) = (minimum, self.expiration)
            && gone <= moved
        {
            return Err(format!(
                "must delete objects after it moves them, got {gone} and {moved} in {:?}",
                self.id
            ));
        }
        if self.transition.is_none()
            && self.expiration.is_none()
            && self.noncurrent_expiration.is_none()
        {
            return Err(format!("must do something, got nothing in {:?}", self.id));
        }
        let mut rule = cfn::BucketRule::new(cfn::BucketRuleStatus::Enabled).id(self.id.clone());
        if let Some(prefix) = self.prefix {
            rule = rule.prefix(prefix);
        }
        if let Some((class, age)) = self.transition {
            if class == StorageClass::StandardInfrequentAccess && age < Duration::days(30) {
                let reason = "must leave objects for 30 days before it moves them to this class";
                return Err(format!("{reason}, got {age} in {:?}", self.id));
            }
            let days = days(age, &self.id)?;
            rule = rule
                .transitions([cfn::BucketTransition::new(class.value()).transition_in_days(days)]);
        }
        if let Some(age) = self.expiration {
            rule = rule.expiration_in_days(days(age, &self.id)?);
        }
        if let Some(age) = self.noncurrent_expiration {
            let expiration = cfn::BucketNoncurrentVersionExpiration::new(days(age, &self.id)?);
            rule = rule.noncurrent_version_expiration(expiration);
        }
        Ok(rule)
    }
}

impl StorageClass {
    fn value(self) -> cfn::BucketTransitionStorageClass {
        use cfn::BucketTransitionStorageClass as Class;
        match self {
            Self::StandardInfrequentAccess => Class::StandardIa,
            Self::GlacierInstantRetrieval => Class::GlacierIr,
            Self::GlacierFlexibleRetrieval => Class::Glacier,
            Self::GlacierDeepArchive => Class::DeepArchive,
            Self::IntelligentTiering => Class::IntelligentTiering,
            Self::Other(name) => Class::Other(name.to_owned()),
        }
    }
}

/// The days of a lifecycle, which are whole and at least one.
fn days(age: Duration, rule: &str) -> Result<i64, String> {
    match age.as_days().map(i64::try_from) {
        Some(Ok(days)) if 0 < days => Ok(days),
        _ => Err(format!("must count in whole days, at least one, got {age} in {rule:?}")),
    }
}
