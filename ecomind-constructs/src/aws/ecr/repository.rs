//! Repositories.

use crate::{
    Result,
    aws::{
        iam::{Grantee, PolicyStatement},
        kms::Key,
    },
    cfn::{
        ecr as cfn,
        ids::ecr::{RepositoryArn, RepositoryName},
    },
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{self, Duration, IntoValue, Value},
};

use super::image_retention::ImageRetention;

/// Where the images of a container are kept.
///
/// A tag means one image for ever, every image is scanned when it is pushed, and images that no
/// tag points to go after a week. Images are encrypted with the key that ECR has in the account.
/// The repository stays when its stack goes.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// # let role = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com")).build(stack)?;
/// let repository = Repository::builder("Api").keep_last(100).build(stack)?;
/// repository.grant_pull(&role, stack)?;
/// let image: Value<String> = repository.image("1.4.2");
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::ECR::Repository`](cfn::Repository)
#[derive(Debug, Clone, Copy)]
pub struct Repository {
    resource: Ref<cfn::Repository>,
}

/// Builds a [`Repository`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct RepositoryBuilder {
    id: String,
    name: Option<String>,
    encryption: Encryption,
    mutable_tags: bool,
    retention: ImageRetention,
}

#[derive(Debug)]
enum Encryption {
    KeyOfEcr,
    KeyOfS3,
    Own(Key),
}

const PULL: [&str; 3] =
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH: [&str; 6] = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
];

impl Repository {
    /// Starts a repository.
    pub fn builder(id: impl Into<String>) -> RepositoryBuilder {
        RepositoryBuilder {
            id: id.into(),
            name: None,
            encryption: Encryption::KeyOfEcr,
            mutable_tags: false,
            retention: ImageRetention { untagged: Duration::days(7), last: None },
        }
    }

    /// The name of the repository.
    #[must_use]
    pub fn name(self) -> Value<RepositoryName> {
        self.resource.reference()
    }

    /// The ARN of the repository.
    #[must_use]
    pub fn arn(self) -> Value<RepositoryArn> {
        self.resource.arn()
    }

    /// What images are called before their tag.
    #[must_use]
    pub fn uri(self) -> Value<String> {
        self.resource.repository_uri()
    }

    /// What the image with a tag is called.
    pub fn image(self, tag: impl IntoValue<String>) -> Value<String> {
        value::concat([self.uri(), ":".into_value(), tag.into_value()])
    }

    /// Lets `grantee` pull images. ECR uses the key on its own account.
    #[track_caller]
    pub fn grant_pull(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.itself().actions(PULL), scope)?;
        grantee.grant(sign_in(), scope)
    }

    /// Lets `grantee` push images. ECR uses the key on its own account.
    #[track_caller]
    pub fn grant_push(self, grantee: &dyn Grantee, scope: &mut Scope<'_>) -> Result<()> {
        grantee.grant(self.itself().actions(PUSH), scope)?;
        grantee.grant(sign_in(), scope)
    }

    /// The resource itself, to set what this construct has no method for.
    #[must_use]
    pub fn resource(self) -> Ref<cfn::Repository> {
        self.resource
    }

    fn itself(self) -> PolicyStatement {
        PolicyStatement::allow().resources([self.arn()])
    }
}

impl RepositoryBuilder {
    /// What it is called, such as `shop/api`, where another region or account has to know: a
    /// repository that [receives copies](super::ImageReplication) is called as its source. Two of
    /// one name cannot be, so that whatever replaces the repository fails. Default: CloudFormation
    /// makes a name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The key that encrypts images; changing it replaces the repository. Default: the key that
    /// ECR has in the account.
    pub fn encryption_key(mut self, key: &Key) -> Self {
        self.encryption = Encryption::Own(*key);
        self
    }

    /// Encrypts images with keys that S3 manages, without KMS and its limits; changing it replaces
    /// the repository. Default: the key that ECR has in the account.
    pub fn s3_managed_encryption(mut self) -> Self {
        self.encryption = Encryption::KeyOfS3;
        self
    }

    /// Lets a tag be pushed again, and so mean another image than was tested. Default: no.
    pub fn mutable_tags(mut self) -> Self {
        self.mutable_tags = true;
        self
    }

    /// How long images without a tag stay, in whole days. Default: 7 days.
    pub fn expire_untagged(mut self, age: Duration) -> Self {
        self.retention.untagged = age;
        self
    }

    /// How many images stay; older ones go, also those that a service still runs. Default: all
    /// with a tag.
    pub fn keep_last(mut self, count: u32) -> Self {
        self.retention.last = Some(count);
        self
    }

    /// Adds the repository to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Repository> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = self.name.as_deref().and_then(name_flaw) {
            return Err(scope.invalid("name", reason));
        }
        let policy = self.retention.policy(&scope)?;
        use cfn::RepositoryEncryptionType as Type;
        let encryption = match self.encryption {
            Encryption::KeyOfEcr => cfn::RepositoryEncryptionConfiguration::new(Type::Kms),
            Encryption::KeyOfS3 => cfn::RepositoryEncryptionConfiguration::new(Type::Aes256),
            Encryption::Own(key) => {
                cfn::RepositoryEncryptionConfiguration::new(Type::Kms).kms_key(key.resource())
            }
        };
        let mutability = if self.mutable_tags {
            cfn::RepositoryImageTagMutability::Mutable
        } else {
            cfn::RepositoryImageTagMutability::Immutable
        };
        let mut repository = cfn::Repository::new();
        if let Some(name) = self.name {
            repository = repository.repository_name(name);
        }
        let resource = repository
            .encryption_configuration(encryption)
            .image_scanning_configuration(
                cfn::RepositoryImageScanningConfiguration::new().scan_on_push(true),
            )
            .image_tag_mutability(mutability)
            .lifecycle_policy(cfn::RepositoryLifecyclePolicy::new().lifecycle_policy_text(policy))
            .add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(Repository { resource })
    }
}

/// What is wrong with the name of a repository, if anything is.
fn name_flaw(name: &str) -> Option<String> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && word.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit())
            && word
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"._-".contains(&it))
    };
    let fits = (2..=256).contains(&name.len()) && name.split('/').all(is_word);
    (!fits).then(|| {
        format!(
            "must be 2 to 256 lower-case letters, digits, dots, hyphens and underscores, with \
             slashes between words, such as `shop/api`, got {name:?}"
        )
    })
}

fn sign_in() -> PolicyStatement {
    PolicyStatement::allow()
        .actions(["ecr:GetAuthorizationToken"])
        .all_resources("signing in to a registry takes no resource")
}

#[cfg(test)]
mod tests {
    use crate::{aws::ecr::RepositoryBuilder, prelude::*, testing};

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| Repository::builder("Api").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let key = Key::builder("Key").build(stack)?;
            let api = Repository::builder("Api")
                .encryption_key(&key)
                .mutable_tags()
                .expire_untagged(Duration::days(1))
                .keep_last(100)
                .build(stack)?;
            Repository::builder("Tools")
                .name("ecomind/tools")
                .s3_managed_encryption()
                .build(stack)?;
            let task = Role::builder("Task", Principal::service("ecs-tasks.amazonaws.com"))
                .build(stack)?;
            let builder = Role::builder("Builder", Principal::service("codebuild.amazonaws.com"))
                .build(stack)?;
            api.grant_pull(&task, stack)?;
            api.grant_push(&builder, stack)?;
            Output::new(api.image("1.4.2")).add("Image", stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    fn refusal(change: impl FnOnce(RepositoryBuilder) -> RepositoryBuilder) -> String {
        testing::reject(|stack| change(Repository::builder("Api")).build(stack)).to_string()
    }

    #[test]
    fn rejects_rules_that_ecr_refuses() {
        insta::assert_snapshot!(refusal(|api| api.expire_untagged(Duration::hours(36))), @"`expire_untagged` of `Test/Api` must be whole days, at least one, got 36 hours");
        insta::assert_snapshot!(refusal(|api| api.keep_last(0)), @"`keep_last` of `Test/Api` must be at least one image, got 0");
    }

    #[test]
    fn rejects_names_that_ecr_refuses() {
        for name in ["a", "Api", "shop//api", "shop/", "-api", "api."] {
            assert!(refusal(|api| api.name(name)).contains("lower-case"), "{name}");
        }
        insta::assert_snapshot!(refusal(|api| api.name("Shop/api")), @r#"`name` of `Test/Api` must be 2 to 256 lower-case letters, digits, dots, hyphens and underscores, with slashes between words, such as `shop/api`, got "Shop/api""#);
    }
}
