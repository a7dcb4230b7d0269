//! Zones that exist outside of the app.

use crate::{Result, cfn::ids::route53::HostedZoneId, tree::Scope, value::IdType as _};

use super::{HostedZone, domain_name::flaw_of_domain_name};

/// Builds a [`HostedZone`] from the id and name of one that exists; see [`HostedZone::from_id`].
///
/// Nothing is looked up and no resource is added.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com").build(stack)?;
/// assert!(zone.contains("api.example.com"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingHostedZoneBuilder {
    id: String,
    zone_id: String,
    name: String,
    is_private: bool,
}

impl ExistingHostedZoneBuilder {
    pub(super) fn new(id: String, zone_id: String, name: String) -> Self {
        Self { id, zone_id, name, is_private: false }
    }

    /// Says that only networks of your own see it. Default: everybody does.
    pub fn private(mut self) -> Self {
        self.is_private = true;
        self
    }

    /// Adds the zone's name to `scope`, and no resource.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<HostedZone> {
        let scope = scope.child(&self.id)?;
        let is_plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if !self.zone_id.starts_with('Z')
            || 32 < self.zone_id.len()
            || !self.zone_id.bytes().all(is_plain)
        {
            let reason = format!("must look like `Z0123456789ABCDEFGHIJ`, got {:?}", self.zone_id);
            return Err(scope.invalid("zone_id", reason));
        }
        if let Some(reason) = flaw_of_domain_name(&self.name) {
            return Err(scope.invalid("name", reason));
        }
        Ok(HostedZone::existing(HostedZoneId::literal(self.zone_id), self.name, self.is_private))
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn rejects_what_no_zone_is_called() {
        let refusal = |zone_id: &str, name: &str| {
            let zone = HostedZone::from_id("Zone", zone_id, name);
            testing::reject(|stack| zone.build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal("/hostedzone/Z1", "example.com"), @r#"`zone_id` of `Test/Zone` must look like `Z0123456789ABCDEFGHIJ`, got "/hostedzone/Z1""#);
        insta::assert_snapshot!(refusal("Z0123456789ABCDEFGHIJ", "example.com."), @r#"`name` of `Test/Zone` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "example.com.""#);
    }
}
