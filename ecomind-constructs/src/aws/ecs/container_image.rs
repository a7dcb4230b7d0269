//! What runs in a container.

use crate::{
    aws::ecr::Repository,
    value::{self, IntoValue, Value},
};

/// An image that always means the same: one with a digest, or with a tag that is never moved.
///
/// A tag such as `latest` is refused. CloudFormation sees no change when it is moved, so that
/// nothing would be deployed, and a rollback would start what it was to get rid of.
///
/// ```
/// use ecomind_constructs::aws::ecs::ContainerImage;
///
/// let proxy = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29.3");
/// ```
///
/// AWS: [container images](https://docs.aws.amazon.com/AmazonECS/latest/developerguide/create-container-image.html)
#[derive(Debug, Clone)]
pub struct ContainerImage {
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Registry(String),
    Repository { repository: Repository, version: String },
}

/// An image as containers have it.
pub(in crate::aws) struct Resolved {
    pub(in crate::aws) uri: Value<String>,
    /// The repository that may be pulled from, where ECR asks for it.
    pub(super) repository_arn: Option<Value<String>>,
}

impl ContainerImage {
    /// An image by its whole name, such as `public.ecr.aws/nginx/nginx:1.29.3`.
    ///
    /// Tasks may pull it where that takes a permission: from ECR.
    pub fn from_registry(name: impl Into<String>) -> Self {
        Self { source: Source::Registry(name.into()) }
    }

    /// An image of a repository of the app, by tag or by digest, such as `1.4.2` or `sha256:…`.
    pub fn from_repository(repository: &Repository, version: impl Into<String>) -> Self {
        Self { source: Source::Repository { repository: *repository, version: version.into() } }
    }

    /// The image, or what is wrong with it.
    pub(in crate::aws) fn resolve(&self) -> Result<Resolved, String> {
        match &self.source {
            Source::Registry(name) => {
                let (repository, version) = parse(name)?;
                check(version, name)?;
                let repository_arn = private_repository(repository);
                Ok(Resolved { uri: name.into_value(), repository_arn })
            }
            Source::Repository { repository, version } => {
                check(version, version)?;
                let separator = if version.starts_with(DIGEST) { "@" } else { ":" };
                let version = format!("{separator}{version}").into_value();
                let uri = value::concat([repository.uri(), version]);
                Ok(Resolved { uri, repository_arn: Some(repository.arn().into_value()) })
            }
        }
    }
}

const DIGEST: &str = "sha256:";

/// The repository, and the tag or digest.
fn parse(name: &str) -> Result<(&str, &str), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@".contains(c);
    if name.is_empty() || !name.chars().all(plain) || name.contains("//") {
        return Err(format!(
            "must look like `registry/name:tag` or `registry/name@sha256:…`, got {name:?}"
        ));
    }
    if let Some(parts) = name.split_once('@') {
        return Ok(parts);
    }
    // A colon before the last slash is that of a port.
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[start..].find(':') {
        Some(colon) => Ok((&name[..start + colon], &name[start + colon + 1..])),
        None => Err(format!(
            "must have a tag or a digest, which no tag means `latest` to, got {name:?}"
        )),
    }
}

fn check(version: &str, given: &str) -> Result<(), String> {
    if let Some(digest) = version.strip_prefix(DIGEST) {
        let hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if digest.len() == 64 && digest.chars().all(hex) {
            return Ok(());
        }
        return Err(format!("must have 64 hexadecimal digits in its digest, got {given:?}"));
    }
    if version.eq_ignore_ascii_case("latest") {
        return Err(format!(
            "must have a digest or a tag that is never moved, such as a version or a commit, got {given:?}"
        ));
    }
    let inside = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let starts = version.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if starts && version.len() <= 128 && version.chars().all(inside) {
        return Ok(());
    }
    Err(format!("must have a tag of 1 to 128 letters, digits, `.`, `_` and `-`, got {given:?}"))
}

/// The ARN of a repository of ECR, which nobody pulls from without permission.
fn private_repository(repository: &str) -> Option<Value<String>> {
    let (host, name) = repository.split_once('/')?;
    let mut parts = host.split('.');
    let account = parts.next()?;
    let is_account = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
    if !is_account || parts.next() != Some("dkr") || parts.next() != Some("ecr") {
        return None;
    }
    let region = parts.next()?;
    let resource = format!(":ecr:{region}:{account}:repository/{name}");
    Some(value::concat(["arn:".into_value(), value::partition(), resource.into_value()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str) -> String {
        match ContainerImage::from_registry(name).resolve() {
            Ok(_) => format!("{name} is taken"),
            Err(reason) => reason,
        }
    }

    #[test]
    fn an_image_of_ecr_says_where_it_is_pulled_from() {
        let of = |name: &str| {
            let image = ContainerImage::from_registry(name).resolve();
            image.expect("an image").repository_arn
        };
        assert!(of("111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/api:1.4.2").is_some());
        assert!(of("public.ecr.aws/nginx/nginx:1.29.3").is_none());
        assert!(of("localhost:5000/api:1").is_none());
        let digest = format!("busybox@sha256:{}", "0a".repeat(32));
        assert!(of(&digest).is_none());
    }

    #[test]
    fn rejects_images_that_may_change() {
        insta::assert_snapshot!(refusal("nginx:latest"), @r#"must have a digest or a tag that is never moved, such as a version or a commit, got "nginx:latest""#);
        insta::assert_snapshot!(refusal("localhost:5000/nginx"), @r#"must have a tag or a digest, which no tag means `latest` to, got "localhost:5000/nginx""#);
        insta::assert_snapshot!(refusal("nginx@sha256:abc"), @r#"must have 64 hexadecimal digits in its digest, got "nginx@sha256:abc""#);
        insta::assert_snapshot!(refusal("nginx:-1"), @r#"must have a tag of 1 to 128 letters, digits, `.`, `_` and `-`, got "nginx:-1""#);
        insta::assert_snapshot!(refusal("https://nginx:1"), @r#"must look like `registry/name:tag` or `registry/name@sha256:…`, got "https://nginx:1""#);
    }
}
