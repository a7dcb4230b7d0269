//! What runs on the nodes of a cache.

/// Valkey or Redis, with the version.
///
/// Nodes with Valkey cost a fifth less than those with Redis, which gets no further versions.
/// `ElastiCache` patches within a version by itself.
///
/// AWS: [engine versions](https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// Valkey 7.2.
    Valkey7_2,
    /// Valkey 8.0.
    Valkey8_0,
    /// Valkey 8.1.
    Valkey8_1,
    /// Valkey 8.2.
    Valkey8_2,
    /// Valkey 9.0.
    Valkey9_0,
    /// Valkey 9.1.
    Valkey9_1,
    /// Redis 7.1, the last.
    Redis7_1,
    /// A version of Valkey that AWS added since, such as `9.2`.
    OtherValkey(&'static str),
}

impl Engine {
    /// The engine's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Redis7_1 => "redis",
            _ => "valkey",
        }
    }

    /// The version: major and minor, since `ElastiCache` refuses a patch.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::Valkey7_2 => "7.2",
            Self::Valkey8_0 => "8.0",
            Self::Valkey8_1 => "8.1",
            Self::Valkey8_2 => "8.2",
            Self::Valkey9_0 => "9.0",
            Self::Valkey9_1 => "9.1",
            Self::Redis7_1 => "7.1",
            Self::OtherValkey(version) => version,
        }
    }

    /// The family of its parameter groups, such as `valkey8`.
    #[must_use]
    pub fn family(self) -> String {
        let major = self.version().split('.').next().unwrap_or_default();
        format!("{}{major}", self.name())
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let is_number =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts: Vec<&str> = self.version().split('.').collect();
        let is_fine = parts.len() == 2 && parts.into_iter().all(is_number);
        (!is_fine).then(|| {
            format!("must be a major and a minor version such as `9.1`, got {:?}", self.version())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Engine;

    #[test]
    fn a_family_is_of_one_major_version() {
        assert_eq!(Engine::Valkey8_2.family(), "valkey8");
        assert_eq!(Engine::Redis7_1.family(), "redis7");
        assert_eq!(Engine::OtherValkey("10.0").family(), "valkey10");
    }
}
