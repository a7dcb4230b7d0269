//! Security groups that exist outside of the app.

use std::fmt;

use crate::{Result, tree::Scope, value::Port};

use super::{SecurityGroup, existing_vpc::is_id};

/// Builds a [`SecurityGroup`] from the id of one that exists; see [`SecurityGroup::from_id`].
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let legacy = SecurityGroup::from_id("Legacy", "sg-0123456789abcdef0")
///     .port(Port::POSTGRES)
///     .build(stack)?;
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingSecurityGroupBuilder {
    id: String,
    security_group_id: String,
    port: Option<Port>,
}

/// The id of a group as a number, so that handles which hold one can be copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ExistingId {
    number: u128,
    digits: usize,
}

impl ExistingSecurityGroupBuilder {
    pub(super) fn new(id: String, security_group_id: String) -> Self {
        Self { id, security_group_id, port: None }
    }

    /// What its members listen on. Default: nothing, they only connect to others.
    pub fn port(mut self, port: Port) -> Self {
        self.port = Some(port);
        self
    }

    /// Adds the group's name to `scope`, and no resource.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<SecurityGroup> {
        let scope = scope.child(&self.id)?;
        let Some(id) = ExistingId::parse(&self.security_group_id) else {
            let given = self.security_group_id;
            let reason = format!("must look like `sg-0123456789abcdef0`, got {given:?}");
            return Err(scope.invalid("security_group_id", reason));
        };
        Ok(SecurityGroup::existing(id, scope.node(), self.port))
    }
}

impl ExistingId {
    fn parse(id: &str) -> Option<Self> {
        let digits = id.strip_prefix("sg-").filter(|_| is_id("sg", id))?;
        let number = u128::from_str_radix(digits, 16).ok()?;
        Some(Self { number, digits: digits.len() })
    }
}

impl fmt::Display for ExistingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sg-{:0digits$x}", self.number, digits = self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn an_id_is_written_as_it_was_read() {
        for id in ["sg-0123456789abcdef0", "sg-00000000000000001", "sg-0a1b2c3d"] {
            assert_eq!(ExistingId::parse(id).unwrap().to_string(), id);
        }
    }

    #[test]
    fn rejects_what_is_no_id_of_a_group() {
        for id in ["sg-123", "subnet-0a1b2c3d", "sg-0A1B2C3D", "sg-+a1b2c3d", ""] {
            assert_eq!(ExistingId::parse(id), None, "{id}");
        }
        let error =
            testing::reject(|stack| SecurityGroup::from_id("Legacy", "sg-123").build(stack));
        insta::assert_snapshot!(error, @r#"`security_group_id` of `Test/Legacy` must look like `sg-0123456789abcdef0`, got "sg-123""#);
    }
}
