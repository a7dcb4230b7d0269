//! How large a database instance is.

/// The processors, memory and network of an instance.
///
/// All of these have Arm processors: T4g for little or uneven load, M7g and M8g for general use,
/// R7g and R8g for memory.
///
/// AWS: [DB instance classes](https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InstanceClass {
    /// `db.t4g.micro`
    T4gMicro,
    /// `db.t4g.small`
    T4gSmall,
    /// `db.t4g.medium`
    T4gMedium,
    /// `db.t4g.large`
    T4gLarge,
    /// `db.t4g.xlarge`
    T4gXlarge,
    /// `db.t4g.2xlarge`
    T4gXlarge2,
    /// `db.m7g.large`
    M7gLarge,
    /// `db.m7g.xlarge`
    M7gXlarge,
    /// `db.m7g.2xlarge`
    M7gXlarge2,
    /// `db.m7g.4xlarge`
    M7gXlarge4,
    /// `db.m7g.8xlarge`
    M7gXlarge8,
    /// `db.m7g.12xlarge`
    M7gXlarge12,
    /// `db.m7g.16xlarge`
    M7gXlarge16,
    /// `db.m8g.large`
    M8gLarge,
    /// `db.m8g.xlarge`
    M8gXlarge,
    /// `db.m8g.2xlarge`
    M8gXlarge2,
    /// `db.m8g.4xlarge`
    M8gXlarge4,
    /// `db.m8g.8xlarge`
    M8gXlarge8,
    /// `db.m8g.12xlarge`
    M8gXlarge12,
    /// `db.m8g.16xlarge`
    M8gXlarge16,
    /// `db.r7g.large`
    R7gLarge,
    /// `db.r7g.xlarge`
    R7gXlarge,
    /// `db.r7g.2xlarge`
    R7gXlarge2,
    /// `db.r7g.4xlarge`
    R7gXlarge4,
    /// `db.r7g.8xlarge`
    R7gXlarge8,
    /// `db.r7g.12xlarge`
    R7gXlarge12,
    /// `db.r7g.16xlarge`
    R7gXlarge16,
    /// `db.r8g.large`
    R8gLarge,
    /// `db.r8g.xlarge`
    R8gXlarge,
    /// `db.r8g.2xlarge`
    R8gXlarge2,
    /// `db.r8g.4xlarge`
    R8gXlarge4,
    /// `db.r8g.8xlarge`
    R8gXlarge8,
    /// `db.r8g.12xlarge`
    R8gXlarge12,
    /// `db.r8g.16xlarge`
    R8gXlarge16,
    /// Any other, such as `db.m6i.large`.
    Other(&'static str),
}

impl InstanceClass {
    /// AWS's name for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::T4gMicro => "db.t4g.micro",
            Self::T4gSmall => "db.t4g.small",
            Self::T4gMedium => "db.t4g.medium",
            Self::T4gLarge => "db.t4g.large",
            Self::T4gXlarge => "db.t4g.xlarge",
            Self::T4gXlarge2 => "db.t4g.2xlarge",
            Self::M7gLarge => "db.m7g.large",
            Self::M7gXlarge => "db.m7g.xlarge",
            Self::M7gXlarge2 => "db.m7g.2xlarge",
            Self::M7gXlarge4 => "db.m7g.4xlarge",
            Self::M7gXlarge8 => "db.m7g.8xlarge",
            Self::M7gXlarge12 => "db.m7g.12xlarge",
            Self::M7gXlarge16 => "db.m7g.16xlarge",
            Self::M8gLarge => "db.m8g.large",
            Self::M8gXlarge => "db.m8g.xlarge",
            Self::M8gXlarge2 => "db.m8g.2xlarge",
            Self::M8gXlarge4 => "db.m8g.4xlarge",
            Self::M8gXlarge8 => "db.m8g.8xlarge",
            Self::M8gXlarge12 => "db.m8g.12xlarge",
            Self::M8gXlarge16 => "db.m8g.16xlarge",
            Self::R7gLarge => "db.r7g.large",
            Self::R7gXlarge => "db.r7g.xlarge",
            Self::R7gXlarge2 => "db.r7g.2xlarge",
            Self::R7gXlarge4 => "db.r7g.4xlarge",
            Self::R7gXlarge8 => "db.r7g.8xlarge",
            Self::R7gXlarge12 => "db.r7g.12xlarge",
            Self::R7gXlarge16 => "db.r7g.16xlarge",
            Self::R8gLarge => "db.r8g.large",
            Self::R8gXlarge => "db.r8g.xlarge",
            Self::R8gXlarge2 => "db.r8g.2xlarge",
            Self::R8gXlarge4 => "db.r8g.4xlarge",
            Self::R8gXlarge8 => "db.r8g.8xlarge",
            Self::R8gXlarge12 => "db.r8g.12xlarge",
            Self::R8gXlarge16 => "db.r8g.16xlarge",
            Self::Other(name) => name,
        }
    }

    /// What is wrong with it, if anything is.
    pub(super) fn flaw(self) -> Option<String> {
        let name = self.name();
        let is_fine = name.starts_with("db.") && name.split('.').count() == 3;
        (!is_fine).then(|| format!("must look like `db.m6i.large`, got {name:?}"))
    }
}
