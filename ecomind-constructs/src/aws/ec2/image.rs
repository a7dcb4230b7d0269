//! Machine images.

use crate::{
    cfn::ids::ec2::ImageId,
    value::{self, IntoValue, Value},
};

/// What instances start from: an image of Amazon Linux 2023 of the architecture of their type,
/// pinned.
///
/// A parameter without a version is not enough. CloudFormation reads it again with every update,
/// and another image is another instance: an update that meant something else would replace what
/// runs, with its address and its data.
///
/// ```
/// use ecomind_constructs::aws::ec2::Image;
///
/// let by_id = Image::id("ami-0123456789abcdef0");
/// let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";
/// let by_parameter = Image::parameter(name, 88);
/// ```
#[derive(Debug, Clone)]
pub struct Image(Source);

#[derive(Debug, Clone)]
enum Source {
    Id(String),
    Parameter(String, u32),
}

impl Image {
    /// By id, such as `ami-0123456789abcdef0`.
    pub fn id(id: impl Into<String>) -> Self {
        Self(Source::Id(id.into()))
    }

    /// By one version of a parameter of Systems Manager.
    pub fn parameter(name: impl Into<String>, version: u32) -> Self {
        Self(Source::Parameter(name.into(), version))
    }

    /// What is wrong with it, if anything is.
    pub(in crate::aws) fn flaw(&self) -> Option<String> {
        match &self.0 {
            Source::Id(id) if id.contains("resolve:ssm") => Some(format!(
                "must be pinned, got {id:?}: CloudFormation reads parameters again with every \
                 update, and another image would replace what runs; use `Image::parameter` with a \
                 version"
            )),
            Source::Id(id) if !is_id(id) => {
                Some(format!("must look like `ami-0123456789abcdef0`, got {id:?}"))
            }
            Source::Parameter(name, 0) => {
                Some(format!("must be a version of {name:?} from 1, got 0"))
            }
            Source::Parameter(name, _)
                if name.is_empty() || name.contains(|letter| ":{} ".contains(letter)) =>
            {
                Some(format!("must be the plain name of a parameter, got {name:?}"))
            }
            _ => None,
        }
    }

    pub(in crate::aws) fn value(&self) -> Value<ImageId> {
        match &self.0 {
            Source::Id(id) => {
                let id: Value<String> = id.into_value();
                id.cast()
            }
            Source::Parameter(name, version) => value::ssm(name, Some(*version)).cast(),
        }
    }
}

fn is_id(id: &str) -> bool {
    id.strip_prefix("ami-").is_some_and(|digits| {
        matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
