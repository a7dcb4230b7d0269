//! Zones.

use crate::{
    Result,
    aws::ec2::Vpc,
    cfn::{ids::route53::HostedZoneId, route53 as cfn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{self, IntoValue as _, Value},
};

use super::{ExistingHostedZoneBuilder, domain_name};

/// The records of a domain: for everybody, or for the networks that you name.
///
/// A public zone stays when its stack goes, since a new one gets other name servers and the
/// registrar would point to those of the old.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("us-east-1");
/// # let stack = &mut app.stack("Test")?;
/// # let vpc = Vpc::builder("Vpc").build(stack)?;
/// let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
/// let inside = HostedZone::builder("Inside", "example.internal").private_in(&vpc).build(stack)?;
/// assert!(inside.is_private());
/// # Ok::<(), Error>(())
/// ```
///
/// It costs $0.50 a month. CloudFormation: [`AWS::Route53::HostedZone`](cfn::HostedZone)
#[derive(Debug, Clone)]
pub struct HostedZone {
    zone_id: Value<HostedZoneId>,
    name: String,
    is_private: bool,
    resource: Option<Ref<cfn::HostedZone>>,
}

/// Builds a [`HostedZone`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct HostedZoneBuilder<'a> {
    id: String,
    name: String,
    comment: Option<String>,
    accelerated_recovery: bool,
    vpcs: Vec<&'a Vpc>,
}

impl HostedZone {
    /// Starts a zone for a domain, such as `example.com`.
    pub fn builder<'a>(id: impl Into<String>, name: impl Into<String>) -> HostedZoneBuilder<'a> {
        HostedZoneBuilder {
            id: id.into(),
            name: name.into(),
            comment: None,
            accelerated_recovery: false,
            vpcs: Vec::new(),
        }
    }

    /// Starts with a zone that exists, such as the one that came with a registered domain, by its
    /// id and its name.
    pub fn from_id(
        id: impl Into<String>,
        zone_id: impl Into<String>,
        name: impl Into<String>,
    ) -> ExistingHostedZoneBuilder {
        ExistingHostedZoneBuilder::new(id.into(), zone_id.into(), name.into())
    }

    pub(super) fn existing(zone_id: Value<HostedZoneId>, name: String, is_private: bool) -> Self {
        Self { zone_id, name, is_private, resource: None }
    }

    /// The id of the zone.
    #[must_use]
    pub fn zone_id(&self) -> Value<HostedZoneId> {
        self.zone_id.clone()
    }

    /// The domain, without a trailing dot.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether only networks of your own see it.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.is_private
    }

    /// Whether a whole name is the zone's or below it, so that it may have a record here.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        domain_name::is_within(name, &self.name)
    }

    /// What the registrar has to point to, if the zone is of this app.
    #[must_use]
    pub fn name_servers(&self) -> Option<Value<Vec<String>>> {
        self.resource.map(|zone| zone.name_servers().cast())
    }

    /// The resource itself, to set what this construct has no method for, if it is of this app.
    #[must_use]
    pub fn resource(&self) -> Option<Ref<cfn::HostedZone>> {
        self.resource
    }
}

impl<'a> HostedZoneBuilder<'a> {
    /// What the zone is for, at most 256 characters. Default: nothing.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Keeps a copy of the zone in us-west-2, by which AWS means to let records be changed again
    /// within 60 minutes after us-east-1 is lost, where Route 53 takes changes otherwise. Answers
    /// to queries need no region. It costs nothing, and is for public zones alone. Default: no.
    ///
    /// AWS: [accelerated recovery](https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html)
    pub fn accelerated_recovery(mut self) -> Self {
        self.accelerated_recovery = true;
        self
    }

    /// Answers only what asks in this network, which must be in the region of the stack. Adds to
    /// those before; default: answers everybody.
    pub fn private_in(mut self, vpc: &'a Vpc) -> Self {
        self.vpcs.push(vpc);
        self
    }

    /// Adds the zone to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<HostedZone> {
        let mut scope = scope.child(&self.id)?;
        if let Some(reason) = domain_name::flaw_of_domain_name(&self.name) {
            return Err(scope.invalid("name", reason));
        }
        let mut zone = cfn::HostedZone::new().name(format!("{}.", self.name));
        if let Some(comment) = self.comment {
            if 256 < comment.len() {
                let reason = format!("must have at most 256 characters, got {}", comment.len());
                return Err(scope.invalid("comment", reason));
            }
            zone = zone.hosted_zone_config(cfn::HostedZoneHostedZoneConfig::new().comment(comment));
        }
        let is_private = !self.vpcs.is_empty();
        if self.accelerated_recovery {
            if is_private {
                let reason =
                    "must be left out of a zone that is private: AWS has it for public ones";
                return Err(scope.invalid("accelerated_recovery", reason));
            }
            let features = cfn::HostedZoneHostedZoneFeatures::new();
            zone = zone.hosted_zone_features(features.enable_accelerated_recovery(true));
        }
        if is_private {
            let vpcs: Vec<_> = self
                .vpcs
                .iter()
                .map(|vpc| cfn::HostedZoneVpc::new(vpc.vpc_id(), value::region()))
                .collect();
            zone = zone.vpcs(vpcs);
        }
        let resource = zone.add("Resource", &mut scope)?;
        if !is_private {
            scope
                .options(resource)?
                .deletion_policy(DeletionPolicy::RetainExceptOnCreate)
                .update_replace_policy(UpdateReplacePolicy::Retain);
        }
        let zone_id = resource.reference();
        Ok(HostedZone {
            zone_id: zone_id.into_value(),
            name: self.name,
            is_private,
            resource: Some(resource),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn defaults() {
        let template =
            testing::synth(|stack| HostedZone::builder("Zone", "example.com").build(stack));
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0").build(stack)?;
            HostedZone::builder("Zone", "ecomind.internal")
                .comment("what services call each other")
                .private_in(&vpc)
                .build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn a_public_zone_can_be_changed_without_us_east_1() {
        let template = testing::synth(|stack| {
            HostedZone::builder("Zone", "example.com")
                .accelerated_recovery()
                .build(stack)
        });
        assert!(
            template
                .json()
                .contains("\"EnableAcceleratedRecovery\": true")
        );
        let error = testing::reject(|stack| {
            let vpc = Vpc::from_ids("Vpc", "vpc-0123456789abcdef0").build(stack)?;
            let zone = HostedZone::builder("Zone", "ecomind.internal").private_in(&vpc);
            zone.accelerated_recovery().build(stack)
        });
        insta::assert_snapshot!(error, @"`accelerated_recovery` of `Test/Zone` must be left out of a zone that is private: AWS has it for public ones");
    }

    #[test]
    fn rejects_what_is_not_a_domain() {
        let error = testing::reject(|stack| HostedZone::builder("Zone", "Example.").build(stack));
        insta::assert_snapshot!(error, @r#"`name` of `Test/Zone` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "Example.""#);
    }

    #[test]
    fn rejects_long_comments() {
        let error = testing::reject(|stack| {
            HostedZone::builder("Zone", "example.com")
                .comment("x".repeat(257))
                .build(stack)
        });
        insta::assert_snapshot!(error, @"`comment` of `Test/Zone` must have at most 256 characters, got 257");
    }
}
