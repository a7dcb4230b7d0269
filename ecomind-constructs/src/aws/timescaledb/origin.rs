//! What a database begins as.

use crate::cfn::ec2 as cfn;

/// What the volume of a database begins as.
#[derive(Debug)]
pub(super) enum Origin {
    Empty,
    Snapshot(String),
}

impl Origin {
    /// What is wrong with it, if anything is.
    pub(super) fn flaw(&self) -> Option<String> {
        let Self::Snapshot(snapshot) = self else { return None };
        let is_id = snapshot.strip_prefix("snap-").is_some_and(|digits| {
            matches!(digits.len(), 8 | 17) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        (!is_id).then(|| format!("must look like `snap-0123456789abcdef0`, got {snapshot:?}"))
    }

    pub(super) fn apply(&self, volume: cfn::Volume) -> cfn::Volume {
        match self {
            Self::Empty => volume,
            Self::Snapshot(snapshot) => volume.snapshot_id(snapshot),
        }
    }
}
