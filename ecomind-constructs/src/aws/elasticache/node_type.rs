//! How large the nodes of a cache are.

/// The memory, processors and network of a node.
///
/// All of these have Arm processors: T4g for little or uneven load, M7g for general use, R7g and
/// R8g for memory.
///
/// AWS: [supported node types](https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NodeType {
    /// `cache.t4g.micro`
    T4gMicro,
    /// `cache.t4g.small`
    T4gSmall,
    /// `cache.t4g.medium`
    T4gMedium,
    /// `cache.m7g.large`
    M7gLarge,
    /// `cache.m7g.xlarge`
    M7gXlarge,
    /// `cache.m7g.2xlarge`
    M7gXlarge2,
    /// `cache.m7g.4xlarge`
    M7gXlarge4,
    /// `cache.m7g.8xlarge`
    M7gXlarge8,
    /// `cache.m7g.12xlarge`
    M7gXlarge12,
    /// `cache.m7g.16xlarge`
    M7gXlarge16,
    /// `cache.r7g.large`
    R7gLarge,
    /// `cache.r7g.xlarge`
    R7gXlarge,
    /// `cache.r7g.2xlarge`
    R7gXlarge2,
    /// `cache.r7g.4xlarge`
    R7gXlarge4,
    /// `cache.r7g.8xlarge`
    R7gXlarge8,
    /// `cache.r7g.12xlarge`
    R7gXlarge12,
    /// `cache.r7g.16xlarge`
    R7gXlarge16,
    /// `cache.r8g.large`
    R8gLarge,
    /// `cache.r8g.xlarge`
    R8gXlarge,
    /// `cache.r8g.2xlarge`
    R8gXlarge2,
    /// `cache.r8g.4xlarge`
    R8gXlarge4,
    /// `cache.r8g.8xlarge`
    R8gXlarge8,
    /// `cache.r8g.12xlarge`
    R8gXlarge12,
    /// `cache.r8g.16xlarge`
    R8gXlarge16,
    /// Any other, such as `cache.c7gn.large`.
    Other(&'static str),
}

impl NodeType {
    /// AWS's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::T4gMicro => "cache.t4g.micro",
            Self::T4gSmall => "cache.t4g.small",
            Self::T4gMedium => "cache.t4g.medium",
            Self::M7gLarge => "cache.m7g.large",
            Self::M7gXlarge => "cache.m7g.xlarge",
            Self::M7gXlarge2 => "cache.m7g.2xlarge",
            Self::M7gXlarge4 => "cache.m7g.4xlarge",
            Self::M7gXlarge8 => "cache.m7g.8xlarge",
            Self::M7gXlarge12 => "cache.m7g.12xlarge",
            Self::M7gXlarge16 => "cache.m7g.16xlarge",
            Self::R7gLarge => "cache.r7g.large",
            Self::R7gXlarge => "cache.r7g.xlarge",
            Self::R7gXlarge2 => "cache.r7g.2xlarge",
            Self::R7gXlarge4 => "cache.r7g.4xlarge",
            Self::R7gXlarge8 => "cache.r7g.8xlarge",
            Self::R7gXlarge12 => "cache.r7g.12xlarge",
            Self::R7gXlarge16 => "cache.r7g.16xlarge",
            Self::R8gLarge => "cache.r8g.large",
            Self::R8gXlarge => "cache.r8g.xlarge",
            Self::R8gXlarge2 => "cache.r8g.2xlarge",
            Self::R8gXlarge4 => "cache.r8g.4xlarge",
            Self::R8gXlarge8 => "cache.r8g.8xlarge",
            Self::R8gXlarge12 => "cache.r8g.12xlarge",
            Self::R8gXlarge16 => "cache.r8g.16xlarge",
            Self::Other(name) => name,
        }
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let name = self.name();
        let is_fine = name.starts_with("cache.") && name.split('.').count() == 3;
        (!is_fine).then(|| format!("must look like `cache.c7gn.large`, got {name:?}"))
    }
}
