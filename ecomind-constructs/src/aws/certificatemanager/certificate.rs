//! Certificates.

use crate::{
    Result,
    aws::route53::{HostedZone, flaw_of_domain_name},
    cfn::{certificatemanager as cfn, ids::certificatemanager::CertificateArn},
    tree::{DeletionPolicy, Ref, Resource as _, Scope, UpdateReplacePolicy},
    value::{IntoValue as _, Value},
};

use super::ExistingCertificateBuilder;

/// A public certificate for the names of a zone, which AWS issues and renews at no charge.
///
/// CloudFormation itself writes the records that prove that the domain is yours, into zones of the
/// same account, and waits until they are seen. A load balancer needs the certificate in its own region, CloudFront in us-east-1:
/// build it in a stack there and give it to a stack of any region.
///
/// Other names make another certificate, which replaces this one. The old one stays in the account
/// then, since what still serves it would stop it from going.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new().region("eu-west-1");
/// let stack = &mut Stack::builder("Certificate").region("us-east-1").build(&mut app)?;
/// let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.com").build(stack)?;
/// let certificate = Certificate::builder("Certificate", "example.com", &zone)
///     .alternative_name("*.example.com", &zone)
///     .build(stack)?;
/// assert_eq!(certificate.region(), Some("us-east-1"));
/// # Ok::<(), Error>(())
/// ```
///
/// CloudFormation: [`AWS::CertificateManager::Certificate`](cfn::Certificate)
#[derive(Debug, Clone)]
pub struct Certificate {
    arn: Value<CertificateArn>,
    region: Option<String>,
    domain_names: Vec<String>,
    resource: Option<Ref<cfn::Certificate>>,
}

/// Builds a [`Certificate`].
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct CertificateBuilder<'a> {
    id: String,
    names: Vec<(String, &'a HostedZone)>,
}

/// The longest first name, which is the common name of the certificate.
const LONGEST_COMMON_NAME: usize = 64;

/// The most names that a certificate can have; an account may begin with 10.
const MOST_NAMES: usize = 100;

impl Certificate {
    /// Starts a certificate for a name in `zone`, where the records that prove it go.
    pub fn builder(
        id: impl Into<String>,
        domain_name: impl Into<String>,
        zone: &HostedZone,
    ) -> CertificateBuilder<'_> {
        CertificateBuilder { id: id.into(), names: vec![(domain_name.into(), zone)] }
    }

    /// Starts with a certificate that exists, by its ARN.
    pub fn from_arn(id: impl Into<String>, arn: impl Into<String>) -> ExistingCertificateBuilder {
        ExistingCertificateBuilder::new(id.into(), arn.into())
    }

    pub(super) fn existing(
        arn: Value<CertificateArn>,
        region: String,
        domain_names: Vec<String>,
    ) -> Self {
        Self { arn, region: Some(region), domain_names, resource: None }
    }

    /// The ARN of the certificate.
    #[must_use]
    pub fn arn(&self) -> Value<CertificateArn> {
        self.arn.clone()
    }

    /// The region that it is in, when the app says.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The names that it is for; none when that is not known here.
    #[must_use]
    pub fn domain_names(&self) -> &[String] {
        &self.domain_names
    }

    /// Whether it is for a name, itself or by a wildcard; `None` when its names are not known here.
    #[must_use]
    pub fn covers(&self, domain_name: &str) -> Option<bool> {
        let covers = |name: &String| match (name.strip_prefix("*."), domain_name.split_once('.')) {
            (Some(parent), Some((_, above))) => above == parent || name == domain_name,
            _ => name == domain_name,
        };
        (!self.domain_names.is_empty()).then(|| self.domain_names.iter().any(covers))
    }

    /// The resource itself, to set what this construct has no method for, if it is of this app.
    #[must_use]
    pub fn resource(&self) -> Option<Ref<cfn::Certificate>> {
        self.resource
    }
}

impl<'a> CertificateBuilder<'a> {
    /// Another name, such as `*.example.com`, and the zone that it is in. Adds to those before.
    pub fn alternative_name(mut self, name: impl Into<String>, zone: &'a HostedZone) -> Self {
        self.names.push((name.into(), zone));
        self
    }

    /// Adds the certificate to `scope`.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Certificate> {
        let mut scope = scope.child(&self.id)?;
        for (position, name) in self.names.iter().enumerate() {
            if let Some(reason) = self.flaw(position, name) {
                let setter = if position == 0 { "domain_name" } else { "alternative_name" };
                return Err(scope.invalid(setter, reason));
            }
        }
        if MOST_NAMES < self.names.len() {
            let reason = format!("must be {MOST_NAMES} names at most, got {}", self.names.len());
            return Err(scope.invalid("alternative_name", reason));
        }
        let options = self
            .names
            .iter()
            .filter(|(name, _)| self.proves_itself(name));
        let options: Vec<_> = options
            .map(|(name, zone)| {
                cfn::CertificateDomainValidationOption::new()
                    .domain_name(name)
                    .hosted_zone_id(zone.zone_id())
            })
            .collect();
        let domain_names: Vec<String> = self.names.iter().map(|(name, _)| name.clone()).collect();
        let mut certificate = cfn::Certificate::new(&domain_names[0])
            .domain_validation_options(options)
            .validation_method("DNS");
        let others = &domain_names[1..];
        if !others.is_empty() {
            certificate = certificate.subject_alternative_names(others);
        }
        let resource = certificate.add("Resource", &mut scope)?;
        scope
            .options(resource)?
            .deletion_policy(DeletionPolicy::Delete)
            .update_replace_policy(UpdateReplacePolicy::Retain);
        Ok(Certificate {
            arn: resource.reference().into_value(),
            region: scope.region().map(str::to_owned),
            domain_names,
            resource: Some(resource),
        })
    }

    fn flaw(&self, position: usize, (name, zone): &(String, &HostedZone)) -> Option<String> {
        if let Some(reason) = flaw_of_domain_name(name) {
            return Some(reason);
        }
        if position == 0 && LONGEST_COMMON_NAME < name.len() {
            return Some(format!(
                "must have at most {LONGEST_COMMON_NAME} characters, got {}; longer ones may be \
                 alternative names",
                name.len()
            ));
        }
        if self.names[..position]
            .iter()
            .any(|(other, _)| other == name)
        {
            return Some(format!("must differ from the other names, got {name:?} twice"));
        }
        if zone.is_private() {
            let zone = zone.name();
            return Some(format!("must be in a public zone, where AWS can see it, got {zone:?}"));
        }
        (!zone.contains(name))
            .then(|| format!("must be in its zone {:?}, got {name:?}", zone.name()))
    }

    /// Whether the name has a record of its own: that of a wildcard is the one of its parent.
    fn proves_itself(&self, name: &str) -> bool {
        let parent = name.strip_prefix("*.");
        !parent.is_some_and(|parent| self.names.iter().any(|(other, _)| other == parent))
    }
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    fn zone(name: &str, stack: &mut Scope<'_>) -> Result<HostedZone> {
        HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", name).build(stack)
    }

    #[test]
    fn defaults() {
        let template = testing::synth(|stack| {
            let zone = zone("example.com", stack)?;
            Certificate::builder("Certificate", "app.example.com", &zone).build(stack)
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn richest() {
        let template = testing::synth(|stack| {
            let zone = HostedZone::builder("Zone", "example.com").build(stack)?;
            let other = HostedZone::builder("Other", "example.org").build(stack)?;
            let certificate = Certificate::builder("Certificate", "example.com", &zone)
                .alternative_name("*.example.com", &zone)
                .alternative_name("*.app.example.org", &other)
                .build(stack)?;
            assert_eq!(certificate.covers("example.com"), Some(true));
            assert_eq!(certificate.covers("api.example.com"), Some(true));
            assert_eq!(certificate.covers("v1.api.example.com"), Some(false));
            assert_eq!(certificate.covers("app.example.org"), Some(false));
            Ok(())
        });
        insta::assert_snapshot!(template.yaml());
    }

    #[test]
    fn rejects_names_that_cannot_be_proven() {
        let refusal = |first: &str, second: &str| {
            let error = testing::reject(|stack| {
                let zone = zone("example.com", stack)?;
                Certificate::builder("Certificate", first, &zone)
                    .alternative_name(second, &zone)
                    .build(stack)
            });
            error.to_string()
        };
        insta::assert_snapshot!(refusal("https://example.com", "b.example.com"), @r#"`domain_name` of `Test/Certificate` must be lower-case labels of 1 to 63 letters, digits and hyphens with dots between them, such as `app.example.com`, got "https://example.com""#);
        insta::assert_snapshot!(refusal(&format!("{}.{}.example.com", "a".repeat(30), "b".repeat(30)), "b.example.com"), @"`domain_name` of `Test/Certificate` must have at most 64 characters, got 73; longer ones may be alternative names");
        insta::assert_snapshot!(refusal("example.com", "example.org"), @r#"`alternative_name` of `Test/Certificate` must be in its zone "example.com", got "example.org""#);
        insta::assert_snapshot!(refusal("example.com", "example.com"), @r#"`alternative_name` of `Test/Certificate` must differ from the other names, got "example.com" twice"#);
    }

    #[test]
    fn rejects_names_in_a_private_zone() {
        let error = testing::reject(|stack| {
            let zone = HostedZone::from_id("Zone", "Z0123456789ABCDEFGHIJ", "example.internal");
            let zone = zone.private().build(stack)?;
            Certificate::builder("Certificate", "api.example.internal", &zone).build(stack)
        });
        insta::assert_snapshot!(error, @r#"`domain_name` of `Test/Certificate` must be in a public zone, where AWS can see it, got "example.internal""#);
    }

    #[test]
    fn rejects_more_names_than_a_certificate_has() {
        let error = testing::reject(|stack| {
            let zone = zone("example.com", stack)?;
            let mut certificate = Certificate::builder("Certificate", "example.com", &zone);
            for number in 0..100 {
                certificate = certificate.alternative_name(format!("n{number}.example.com"), &zone);
            }
            certificate.build(stack)
        });
        insta::assert_snapshot!(error, @"`alternative_name` of `Test/Certificate` must be 100 names at most, got 101");
    }
}
