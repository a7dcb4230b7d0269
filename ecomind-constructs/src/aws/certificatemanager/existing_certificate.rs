//! Certificates that exist outside of the app.

use crate::{
    Result, cfn::ids::certificatemanager::CertificateArn, tree::Scope, value::IdType as _,
};

use super::Certificate;

/// Builds a [`Certificate`] from the ARN of one that exists; see [`Certificate::from_arn`].
///
/// Nothing is looked up and no resource is added. The ARN says in which region it is.
///
/// ```
/// use ecomind_constructs::prelude::*;
///
/// # let mut app = App::new();
/// # let stack = &mut app.stack("Test")?;
/// let arn = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
/// let certificate = Certificate::from_arn("Certificate", arn).build(stack)?;
/// assert_eq!(certificate.region(), Some("us-east-1"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug)]
#[must_use = "adds nothing until `build` is called"]
pub struct ExistingCertificateBuilder {
    id: String,
    arn: String,
    domain_names: Vec<String>,
}

impl ExistingCertificateBuilder {
    pub(super) fn new(id: String, arn: String) -> Self {
        Self { id, arn, domain_names: Vec::new() }
    }

    /// A name that it is for, so that it can be checked. Adds to those before; default: unknown.
    pub fn domain_name(mut self, name: impl Into<String>) -> Self {
        self.domain_names.push(name.into());
        self
    }

    /// Adds the certificate's name to `scope`, and no resource.
    #[track_caller]
    pub fn build(self, scope: &mut Scope<'_>) -> Result<Certificate> {
        let scope = scope.child(&self.id)?;
        let parts: Vec<&str> = self.arn.splitn(6, ':').collect();
        let ["arn", _, "acm", region, _, resource] = parts[..] else {
            return Err(scope.invalid("arn", not_an_arn(&self.arn)));
        };
        if region.is_empty() || !resource.starts_with("certificate/") {
            return Err(scope.invalid("arn", not_an_arn(&self.arn)));
        }
        let region = region.to_owned();
        Ok(Certificate::existing(CertificateArn::literal(self.arn), region, self.domain_names))
    }
}

fn not_an_arn(arn: &str) -> String {
    format!("must look like `arn:aws:acm:us-east-1:111122223333:certificate/1234`, got {arn:?}")
}

#[cfg(test)]
mod tests {
    use crate::{prelude::*, testing};

    #[test]
    fn rejects_other_arns() {
        let refusal = |arn: &str| {
            let certificate = Certificate::from_arn("Certificate", arn);
            testing::reject(|stack| certificate.build(stack)).to_string()
        };
        insta::assert_snapshot!(refusal("arn:aws:iam::111122223333:server-certificate/a"), @r#"`arn` of `Test/Certificate` must look like `arn:aws:acm:us-east-1:111122223333:certificate/1234`, got "arn:aws:iam::111122223333:server-certificate/a""#);
        insta::assert_snapshot!(refusal("arn:aws:acm:us-east-1:111122223333:certificates"), @r#"`arn` of `Test/Certificate` must look like `arn:aws:acm:us-east-1:111122223333:certificate/1234`, got "arn:aws:acm:us-east-1:111122223333:certificates""#);
    }
}
