//! Where stacks are.

use std::{fmt, rc::Rc};

use super::{Answer, CloudFormation, Tasks};

/// The account and the region of a stack, as far as the app says them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// None is the account of the credentials.
    pub(crate) account: Option<String>,
    /// None is the region of the deployer.
    pub(crate) region: Option<String>,
}

/// Finds CloudFormation where a stack is.
pub(crate) trait Clouds {
    /// CloudFormation at `place`. An error when there are no credentials, when they are those of
    /// another account, or when nothing says the region.
    fn at<'a>(&'a self, place: &'a Place) -> Answer<'a, Rc<dyn CloudFormation>>;

    /// ECS at `place`, under the same conditions.
    fn tasks<'a>(&'a self, place: &'a Place) -> Answer<'a, Rc<dyn Tasks>>;

    /// The account that owns `place`, for names that must be unique in the world.
    fn account<'a>(&'a self, place: &'a Place) -> Answer<'a, String>;
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_own = |name: &Option<String>| name.clone().unwrap_or_else(|| "-".to_owned());
        write!(f, "{}/{}", or_own(&self.account), or_own(&self.region))
    }
}
